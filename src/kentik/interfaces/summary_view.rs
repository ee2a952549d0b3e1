//! An interface as its device shows it.
use super::object::Interface;
use crate::{
    api::read_only,
    kentik::types::{Number, Quoted},
};
use schemars::JsonSchema;
use serde::Serialize;

/// An interface as it stands in its device.
#[derive(Serialize, JsonSchema)]
pub struct InterfaceSummary {
    /// The device that it belongs to.
    #[schemars(transform = read_only)]
    device_id: Quoted,
    /// What it can carry, in Mbit/s.
    #[schemars(transform = read_only)]
    snmp_speed: Quoted,
    /// What people are shown as its name.
    #[schemars(transform = read_only)]
    interface_description: String,
    /// The speed that was polled last, in Mbit/s.
    #[schemars(transform = read_only)]
    initial_snmp_speed: Option<Quoted>,
}

impl InterfaceSummary {
    pub fn of(interface: &Interface) -> Self {
        Self {
            device_id: Quoted(interface.device_id),
            snmp_speed: Quoted(interface.snmp_speed.0),
            interface_description: interface.interface_description.clone(),
            initial_snmp_speed: interface
                .initial_snmp_speed
                .map(|Number(speed)| Quoted(speed)),
        }
    }
}
