//! A search of devices: dynamic groups and lists ask it of every device.
use super::{
    object::Device,
    search_fields::{DeviceField, Seen, Test},
};
use crate::{
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::{customdevices::Customs, nodes},
    network::Network,
    store::{Object, Resource, State},
};
use std::sync::Arc;

/// A search ready to be asked of every device.
#[derive(Default)]
pub struct DeviceFilter {
    test: Option<Test>,
    /// Only devices that were active after this.
    pub active_from: Option<Millis>,
    /// Only devices that were active before this.
    pub active_until: Option<Millis>,
    /// Whether devices of class custom are left out.
    pub without_custom: bool,
    /// Nodes that report no more, and since when.
    silent: Vec<(i64, Millis)>,
    customs: Customs,
}

impl DeviceFilter {
    /// An absent or empty value is no restriction.
    pub fn new(
        field: DeviceField,
        value: Option<&str>,
        state: &State,
        now: Millis,
    ) -> Result<Self> {
        let value = value.filter(|value| !value.is_empty());
        let test = value
            .map(|value| field.test(value, state, now))
            .transpose()?;
        Ok(Self {
            test,
            silent: nodes::silent(state),
            customs: Customs::of(state),
            ..Self::default()
        })
    }
    /// Every device that passes a test.
    pub fn testing(test: Test, state: &State) -> Self {
        Self {
            test: Some(test),
            silent: nodes::silent(state),
            customs: Customs::of(state),
            ..Self::default()
        }
    }

    /// The matching devices of a state, by id.
    pub fn matches<'a>(
        &'a self,
        state: &'a State,
        network: &'a Network,
        now: Millis,
    ) -> impl Iterator<Item = &'a Arc<Object>> {
        state
            .objects(Device::KIND)
            .filter(move |object| self.matches_one(object.get(), network, now))
    }
    pub fn matches_one(&self, device: &Device, network: &Network, now: Millis) -> bool {
        let custom = self.without_custom && device.is_custom();
        let seen = Seen {
            network,
            customs: &self.customs,
            now,
        };
        !custom
            && self
                .test
                .as_ref()
                .is_none_or(|test| test.passes(device, &seen))
            && self.is_active(device, network, now)
    }
    /// Activity periods last from the device's first traffic to now, or to its node's last report.
    fn is_active(&self, device: &Device, network: &Network, now: Millis) -> bool {
        if self.active_from.is_none() && self.active_until.is_none() {
            return true;
        }
        let mut silent = self.silent.iter();
        let silent = silent.find(|(node, _)| Some(*node) == device.node_id);
        let until = silent.map_or(now, |(_, since)| now.min(*since));
        let custom = || self.customs.active(network, device.id);
        let active = network.active(device.id).or_else(custom);
        active.is_some_and(|since| {
            since < metric_clock(until)
                && self.active_from.is_none_or(|from| from <= until)
                && self.active_until.is_none_or(|until| since < until)
        })
    }
}
