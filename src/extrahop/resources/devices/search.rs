//! GET /devices: the devices that match, page by page.
#![warn(clippy::arithmetic_side_effects)]
use super::{Device, filter::DeviceFilter, search_fields::DeviceField};
use crate::{
    api::{RawQuery, View, When},
    base::problem::Result,
    runtime::response_cache::ResponseCache,
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
pub(super) struct Search {
    /// Only devices that were active after it.
    active_from: Option<When>,
    /// Only devices that were active before it.
    active_until: Option<When>,
    #[serde(flatten)]
    page: Page,
    /// What the value is compared with.
    #[serde(default)]
    search_type: DeviceField,
    /// What to look for; between slashes, a regular expression.
    value: Option<String>,
}

/// A part of a list.
#[derive(Deserialize, JsonSchema)]
pub struct Page {
    /// The most objects that are answered; -1: all.
    #[serde(default = "Page::hundred")]
    #[schemars(range(min = -1))]
    limit: i64,
    /// How many of the matching objects are passed over.
    #[serde(default)]
    #[schemars(range(min = 0))]
    offset: i64,
}

impl Page {
    fn hundred() -> i64 {
        100
    }
    pub fn of<T>(&self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let most = usize::try_from(self.limit).unwrap_or(usize::MAX);
        all.skip(self.offset as usize).take(most)
    }
}

/// Lists of devices that were just asked for.
#[derive(Default)]
pub struct DeviceLists(ResponseCache);

/// When the devices of a list must have been active.
#[derive(Deserialize, JsonSchema)]
pub struct Members {
    /// Only devices that were active after it.
    active_from: Option<When>,
    /// Only devices that were active before it.
    active_until: Option<When>,
    #[serde(flatten)]
    pub page: Page,
}

impl Members {
    pub fn narrow(&self, filter: &mut DeviceFilter, now: i64) {
        filter.active_from = self.active_from.map(|when| when.resolve(now));
        filter.active_until = self.active_until.map(|when| when.resolve(now));
    }
}

pub(super) async fn search(permit: Permit, asked: RawQuery<Search>) -> Result<View<Vec<Device>>> {
    let (state, now) = (permit.store.state(), permit.clock.now());
    if let Some(page) = permit
        .part::<DeviceLists>()
        .0
        .get(state.version, &asked.text)
    {
        return Ok(View::of(page));
    }
    let search = asked.parsed()?;
    let mut filter = DeviceFilter::new(search.search_type, search.value.as_deref(), &state, now)?;
    filter.active_from = search.active_from.map(|when| when.resolve(now));
    filter.active_until = search.active_until.map(|when| when.resolve(now));
    let found = filter.matches(&state, &permit.network, now);
    let page = permit.joined::<Device>(search.page.of(found));
    if search.follows_from_state() {
        let kept = &permit.part::<DeviceLists>().0;
        kept.keep(state.version, asked.text, page.clone());
    }
    Ok(View::of(page))
}

impl Search {
    /// Whether the answer is the same at any time.
    fn follows_from_state(&self) -> bool {
        use DeviceField::{Activity, DiscoverTime, Type};
        let timed = matches!(self.search_type, Activity | DiscoverTime | Type);
        !timed && self.active_from.is_none() && self.active_until.is_none()
    }
}
