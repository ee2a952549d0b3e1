//! What custom devices come to: the traffic of the network that their criteria match.
use super::{CustomDevice, CustomDeviceCriterion};
use crate::{
    base::clock::{Millis, metric_clock},
    network::{Activity, CustomDeviceRules, Network},
    store::State,
};

/// The custom devices of a state with their rules, by device, for questions about the network.
#[derive(Default)]
pub struct Customs(Vec<CustomDeviceRules>);

impl Customs {
    /// A disabled one has no rules, so it has no traffic, neither now nor before.
    pub fn of(state: &State) -> Self {
        let mut customs = vec![];
        let mut places = std::collections::HashMap::new();
        for custom in state.all::<CustomDevice>() {
            if !custom.disabled {
                places.insert(custom.id, customs.len());
            }
            customs.push(CustomDeviceRules {
                device: custom.device_id,
                rules: vec![],
            });
        }
        for one in state.all::<CustomDeviceCriterion>() {
            if let Some(place) = places.get(&one.custom_device_id) {
                customs[*place].rules.push(one.criterion.rule());
            }
        }
        customs.sort_unstable_by_key(|custom| custom.device);
        Self(customs)
    }
    pub fn list(&self) -> &[CustomDeviceRules] {
        &self.0
    }
    fn find(&self, device: i64) -> Option<&CustomDeviceRules> {
        let at = self.0.binary_search_by_key(&device, |custom| custom.device);
        at.ok().map(|at| &self.0[at])
    }
    /// Whether a device was seen in any of the activities before now, itself or as a custom device.
    pub fn show(
        &self,
        network: &Network,
        device: i64,
        activities: &[Activity],
        now: Millis,
    ) -> bool {
        let mut each = activities.iter();
        if each.any(|activity| network.shows(device, *activity, now)) {
            return true;
        }
        let (custom, clock) = (self.find(device), metric_clock(now));
        custom.is_some_and(|custom| {
            let seen = custom.activities(network);
            seen.iter()
                .any(|(one, since)| activities.contains(one) && *since < clock)
        })
    }
    /// Since when a custom device's device has traffic.
    pub fn active(&self, network: &Network, device: i64) -> Option<Millis> {
        let seen = self.find(device)?.activities(network);
        seen.iter().map(|(_, since)| *since).min()
    }
}

/// What a device does, and since when, whether it is custom or not; sorted.
pub fn activities(state: &State, network: &Network, device: i64) -> Vec<(Activity, Millis)> {
    match Customs::of(state).find(device) {
        Some(custom) => custom.activities(network),
        None => network.activities(device).to_vec(),
    }
}
