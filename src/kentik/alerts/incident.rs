//! What the lists of alarms are made of: times that an alert fired, and mitigations.
use super::object::Mitigation;
use crate::{
    base::{clock::Millis, seed::Seed},
    network::ObjectType,
    twin::appliance::{Alarm, AlarmSource},
};

pub const CLEAR: &str = "CLEAR";
const ALARM: &str = "ALARM";
const MITIGATING: &str = "MITIGATING";

/// Something that began, and may have ended.
pub struct Incident {
    pub alarm_id: i64,
    pub alert_id: i64,
    /// The name of the alert.
    pub policy: String,
    /// Whose traffic it is about.
    pub key: String,
    pub dimension: &'static str,
    pub metrics: Vec<String>,
    /// At how many ticks of the metric clock it held.
    pub match_count: i64,
    /// From 0, the most severe.
    pub severity: usize,
    pub start: Millis,
    /// Whether it is known when it began; else it was there already at `start`.
    pub start_known: bool,
    pub end: Option<Millis>,
    /// What was measured in the beginning, and at last.
    pub first_value: f64,
    pub last_value: f64,
    pub mitigation: Option<Mitigation>,
}

/// A change of an incident's state.
pub struct StateChange {
    pub at: Millis,
    pub from: &'static str,
    pub to: &'static str,
    pub value: f64,
}

impl Incident {
    /// One time that a threshold alert fired. Where the look back ended before it began, it is
    /// told from there.
    pub fn from_alarm(seed: Seed, alarm: Alarm, horizon: Millis) -> Self {
        let (dimension, key) = dimension_and_key(&alarm.source);
        let from = (alarm.alert_id, alarm.source.id, alarm.began.unwrap_or(0));
        Self {
            // Small enough for clients that read 32 bits; never 0, which mitigations have.
            alarm_id: 1 + seed
                .of(("alarm", from.0, from.1, from.2))
                .below(0x7fff_fffe) as i64,
            alert_id: alarm.alert_id,
            policy: alarm.alert_name,
            key,
            dimension,
            metrics: alarm.metrics,
            match_count: alarm.ticks,
            severity: alarm.severity.unwrap_or(3).clamp(0, 7) as usize,
            start: alarm.began.unwrap_or(horizon),
            start_known: alarm.began.is_some(),
            end: alarm.ended,
            first_value: alarm.values.0,
            last_value: alarm.values.1,
            mitigation: None,
        }
    }
    /// A mitigation as it stands at a moment.
    pub fn from_mitigation(mitigation: &Mitigation, at: Millis) -> Self {
        Self {
            alarm_id: 0,
            alert_id: 0,
            policy: String::new(),
            key: mitigation.ip_cidr.clone(),
            dimension: "",
            metrics: vec![],
            match_count: 0,
            severity: SEVERITIES.len() - 1,
            start: mitigation.started.0,
            start_known: true,
            end: mitigation.end().filter(|end| *end <= at),
            first_value: 0.0,
            last_value: 0.0,
            mitigation: Some(mitigation.clone()),
        }
    }

    pub fn mitigation_id(&self) -> Option<i64> {
        self.mitigation.as_ref().map(|mitigation| mitigation.id)
    }
    /// Kentik's word for the severity.
    pub fn severity(&self) -> &'static str {
        SEVERITIES[self.severity]
    }
    /// Its state while it lasts.
    fn active_state(&self) -> &'static str {
        match self.mitigation {
            Some(_) => MITIGATING,
            None => ALARM,
        }
    }
    fn start_change(&self) -> StateChange {
        StateChange {
            at: self.start,
            from: CLEAR,
            to: self.active_state(),
            value: self.first_value,
        }
    }
    fn end_change(&self) -> Option<StateChange> {
        self.end.map(|at| StateChange {
            at,
            from: self.active_state(),
            to: CLEAR,
            value: self.last_value,
        })
    }
    /// What is known of how it went, one change after the other.
    pub fn changes(&self) -> impl Iterator<Item = StateChange> {
        let start = self.start_known.then(|| self.start_change());
        start.into_iter().chain(self.end_change())
    }
    /// The change that led to how it stands, with what was measured at last.
    pub fn latest_change(&self) -> StateChange {
        StateChange {
            value: self.last_value,
            ..self.end_change().unwrap_or_else(|| self.start_change())
        }
    }
}

/// The words for severities from 0 to 7; a mitigation has none.
const SEVERITIES: [&str; 9] = [
    "critical", "critical", "major2", "major", "minor2", "minor", "minor", "minor", "",
];

/// The dimension and key by which people know an object of the network.
fn dimension_and_key(source: &AlarmSource) -> (&'static str, String) {
    let dimension = match source.object_type {
        ObjectType::Device => "IP_src",
        ObjectType::Application => "Application",
        ObjectType::Vlan => "VLAN_src",
        _ => "Network",
    };
    let key = source.address.as_ref().or(source.name.as_ref());
    (
        dimension,
        key.cloned().unwrap_or_else(|| source.id.to_string()),
    )
}
