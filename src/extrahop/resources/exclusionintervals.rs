//! Exclusion intervals are times in which alerts are not sent.
use crate::{
    api::{
        Operation, Part, create, delete, get, list, patch, post, read, read_only, remove, update,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Kind, Resource},
    twin::access::Level::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Seconds of a day.
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 4, "mod_time": 1448473146000i64, "name": "Weekends", "author": "setup", "description": null, "interval_type": "weekly", "start": 432000, "end": 604800, "alert_apply_all": true, "trend_apply_all": false}]))]
pub struct ExclusionInterval {
    /// The unique identifier of the exclusion interval.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the interval was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The name of the exclusion interval.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Who made the interval: any text.
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    /// Whether the interval is once, every day or every week.
    #[serde(default)]
    pub interval_type: IntervalType,
    /// The first second of the interval: since the epoch for `onetime`, since midnight for
    /// `daily`, since the midnight before Monday for `weekly`; in UTC, the appliance's time zone.
    #[schemars(range(min = 0))]
    pub start: i64,
    /// The second after the last one, counted like `start`. A daily or weekly interval that ends
    /// before its start goes over midnight or over Sunday.
    #[schemars(range(min = 0))]
    pub end: i64,
    /// Whether the interval holds for every alert, assigned or not.
    #[serde(default)]
    pub alert_apply_all: bool,
    /// Whether the interval is left out of every trend.
    #[serde(default)]
    pub trend_apply_all: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum IntervalType {
    #[default]
    Onetime,
    Weekly,
    Daily,
}

impl Resource for ExclusionInterval {
    const KIND: &str = "exclusion_interval";
    const PATH: &str = "exclusionintervals";
    const TITLE: &str = "exclusion interval";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    fn check(&self) -> Result<()> {
        let (repeats, every) = match self.interval_type {
            IntervalType::Onetime if self.end < self.start => {
                return Err(refused(
                    "`end` of a onetime interval must not be before its `start`",
                ));
            }
            IntervalType::Onetime => return Ok(()),
            IntervalType::Weekly => ("weekly", WEEK),
            IntervalType::Daily => ("daily", DAY),
        };
        let ends = [("start", self.start), ("end", self.end)];
        match ends.iter().find(|(_, second)| *second > every) {
            Some((name, _)) => Err(refused(format!(
                "`{name}` of a {repeats} interval must be an integer from 0 to {every}"
            ))),
            None => Ok(()),
        }
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<ExclusionInterval>()],
    ..Part::NONE
};

/// What alerts an interval is assigned to is seen and changed at the alert only.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/exclusionintervals",      ReadOnly,  list::<ExclusionInterval>,   "Retrieve all exclusion intervals."),
        post  ("/exclusionintervals",      FullWrite, create::<ExclusionInterval>, "Create an exclusion interval."),
        get   ("/exclusionintervals/{id}", ReadOnly,  read::<ExclusionInterval>,   "Retrieve an exclusion interval."),
        patch ("/exclusionintervals/{id}", FullWrite, update::<ExclusionInterval>, "Change an exclusion interval."),
        delete("/exclusionintervals/{id}", FullWrite, remove::<ExclusionInterval>, "Delete an exclusion interval."),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

impl ExclusionInterval {
    /// Whether a moment lies in the interval. The end does not.
    pub fn covers(&self, at: Millis) -> bool {
        let at = at.div_euclid(1000);
        let at = match self.interval_type {
            IntervalType::Onetime => at,
            IntervalType::Daily => at.rem_euclid(DAY),
            // The epoch was a Thursday, three days after a Monday.
            IntervalType::Weekly => (at + 3 * DAY).rem_euclid(WEEK),
        };
        match self.start <= self.end {
            true => self.start <= at && at < self.end,
            false => self.start <= at || at < self.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::parse_time;
    use serde_json::json;

    fn interval(interval_type: &str, start: i64, end: i64) -> impl Fn(&str) -> bool {
        let interval =
            json!({"name": "a", "interval_type": interval_type, "start": start, "end": end});
        let interval: ExclusionInterval = serde_json::from_value(interval).unwrap();
        interval.check().unwrap();
        move |at| interval.covers(parse_time(at).unwrap())
    }

    #[test]
    fn a_onetime_interval_is_from_its_start_up_to_its_end() {
        // 2017-09-01T00:00:00Z and an hour later.
        let covers = interval("onetime", 1_504_224_000, 1_504_227_600);
        assert!(!covers("2017-08-31T23:59:59.999Z"));
        assert!(covers("2017-09-01T00:00:00Z"));
        assert!(covers("2017-09-01T00:59:59.999Z"));
        assert!(!covers("2017-09-01T01:00:00Z"));
        assert!(!covers("2017-09-02T00:30:00Z"));
        let empty = interval("onetime", 1_504_224_000, 1_504_224_000);
        assert!(!empty("2017-09-01T00:00:00Z"));
    }

    #[test]
    fn a_daily_interval_comes_again_every_day() {
        let covers = interval("daily", 9 * 3600, 17 * 3600);
        for day in ["1960-02-29", "1970-01-01", "2017-09-01", "2017-09-03"] {
            assert!(!covers(&format!("{day}T08:59:59Z")));
            assert!(covers(&format!("{day}T09:00:00Z")));
            assert!(covers(&format!("{day}T16:59:59Z")));
            assert!(!covers(&format!("{day}T17:00:00Z")));
        }
        let always = interval("daily", 0, DAY);
        assert!(always("2017-09-01T00:00:00Z") && always("2017-09-01T23:59:59Z"));
    }

    #[test]
    fn a_daily_interval_that_ends_before_its_start_goes_over_midnight() {
        let covers = interval("daily", 22 * 3600, 6 * 3600);
        assert!(!covers("2017-09-01T21:59:59Z"));
        assert!(covers("2017-09-01T22:00:00Z"));
        assert!(covers("2017-09-02T00:00:00Z"));
        assert!(covers("2017-09-02T05:59:59Z"));
        assert!(!covers("2017-09-02T06:00:00Z"));
    }

    #[test]
    fn a_week_begins_on_monday() {
        // 2017-09-04 was a Monday.
        let weekend = interval("weekly", 5 * DAY, WEEK);
        assert!(!weekend("2017-09-01T23:59:59Z"), "Friday");
        assert!(weekend("2017-09-02T00:00:00Z"), "Saturday");
        assert!(weekend("2017-09-03T23:59:59Z"), "Sunday");
        assert!(!weekend("2017-09-04T00:00:00Z"), "Monday");
        let monday = interval("weekly", 0, DAY);
        assert!(monday("2017-09-04T00:00:00Z") && monday("1969-12-29T12:00:00Z"));
        assert!(!monday("2017-09-05T00:00:00Z"));
    }

    #[test]
    fn a_weekly_interval_that_ends_before_its_start_goes_over_sunday() {
        let covers = interval("weekly", 6 * DAY + 12 * 3600, 6 * 3600);
        assert!(!covers("2017-09-03T11:59:59Z"), "Sunday morning");
        assert!(covers("2017-09-03T12:00:00Z"), "Sunday noon");
        assert!(covers("2017-09-04T05:59:59Z"), "Monday morning");
        assert!(!covers("2017-09-04T06:00:00Z"));
        assert!(!covers("2017-09-06T12:00:00Z"), "Wednesday");
    }
}
