//! What the appliance knows of the network: any API may ask, and the one that holds it answers.
use super::access::Permit;
use crate::{
    base::{clock::Millis, problem::Result},
    network::ObjectType,
    store::State,
};

/// A part of each twin.
pub struct Appliance {
    /// The MAC address of a device.
    pub mac_address: fn(&State, i64) -> Option<&str>,
    /// Each time that a threshold alert fired, from one moment to another.
    pub alarms: fn(&Permit, Millis, Millis) -> Result<Vec<Alarm>>,
}

/// One time that a threshold alert fired for one of its sources.
pub struct Alarm {
    pub alert_id: i64,
    pub alert_name: String,
    /// From 0, the most severe, to 7.
    pub severity: Option<i64>,
    pub metrics: Vec<String>,
    pub source: AlarmSource,
    /// The first tick of the metric clock at which it held; none: it held already where the look
    /// back ends.
    pub began: Option<Millis>,
    /// The first tick since which it does not hold; none: it holds at the end of the span.
    pub ended: Option<Millis>,
    /// What was compared with the operand, at the first tick and at the last one.
    pub values: (f64, f64),
    /// At how many ticks it held.
    pub ticks: i64,
}

/// Whose traffic an alarm is about.
pub struct AlarmSource {
    pub object_type: ObjectType,
    pub id: i64,
    pub name: Option<String>,
    /// The IP address of a device.
    pub address: Option<String>,
}
