//! How much work a query is.
#![warn(clippy::arithmetic_side_effects)]
use super::{
    query::{Fold, Query},
    resolved_query::ResolvedQuery,
    window::Window,
};
use crate::network::{
    catalog::ObjectType,
    model::time_range::TimeRange,
    world::{custom_devices::CustomDeviceRules, network::Network, scope::Scope, subject::Subject},
};

/// Conversations times buckets that take a few milliseconds, and devices that are few.
const QUICK: usize = 50_000;
const FEW: usize = 20;
/// Conversations times buckets from which on the work on one object is shared among cores.
const LONG: usize = 20_000;
/// With more metrics than this there is more work.
const USUAL_METRICS: usize = 8;
/// Conversations that a device usually has.
const USUAL: usize = 10;

/// Whether a query is answered in a few milliseconds at the most: few devices with few
/// conversations and buckets. Whatever looks at the whole network is not.
pub fn is_quick(network: &Network, query: &Query, customs: &[CustomDeviceRules]) -> bool {
    use ObjectType::{ActivityGroup, Application, Device, DeviceGroup};
    let subjects = || query.subjects.iter();
    let devices: Vec<i64> = match query.object_type {
        Device | DeviceGroup | ActivityGroup => {
            let members = subjects().flat_map(|one| &one.members);
            members.copied().take(FEW + 1).collect()
        }
        Application if !subjects().any(Subject::is_whole) => {
            let ends = subjects().flat_map(|one| one.ends.keys());
            ends.copied().take(FEW + 1).collect()
        }
        _ => return network.all_conversations().len() < QUICK / 100,
    };
    let rows = match query.fold {
        Fold::Buckets => Window::of(query).count as usize,
        _ => 1,
    };
    let rows = rows.saturating_mul(query.specs.len().div_ceil(USUAL_METRICS));
    let views = devices.iter().map(|id| views_of(network, *id, customs));
    devices.len() <= FEW && views.sum::<usize>().saturating_mul(rows) < QUICK
}

/// How many conversations a device sees; a custom device no more than its hosts.
fn views_of(network: &Network, device: i64, customs: &[CustomDeviceRules]) -> usize {
    if let Some(place) = network.place(device) {
        return network.views_at(place);
    }
    let custom = customs.iter().find(|one| one.device == device);
    let places = custom.map(|one| one.places(network)).unwrap_or_default();
    places
        .into_iter()
        .map(|place| network.views_at(place))
        .sum()
}

/// Whether it is worth to share the work.
pub fn is_long(resolved: &ResolvedQuery, scopes: &[Scope], spans: &[TimeRange]) -> bool {
    let views = |scope: &Scope| match scope {
        Scope::Device(_) | Scope::CustomPart(..) => USUAL,
        Scope::Application(place) if !resolved.query.subjects[*place].is_whole() => {
            USUAL.saturating_mul(resolved.query.subjects[*place].ends.len())
        }
        _ => resolved.network.all_conversations().len(),
    };
    let views = scopes.iter().map(views).fold(0, usize::saturating_add);
    views.saturating_mul(spans.len()) > LONG
}
