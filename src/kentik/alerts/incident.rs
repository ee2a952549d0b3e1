//! What the lists of alarms tell of: times that an alert fired, and mitigations.
use super::mitigations::Mitigation;
use crate::{
    base::{clock::Millis, seed::Seed},
    extrahop::{
        alerts::{Alert, Episode},
        applications::Application,
        devices::Device,
        networks::Network,
        vlans::Vlan,
    },
    network::ObjectType,
    store::{Resource, State},
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
    pub matches: i64,
    /// From 0, the most severe.
    pub severity: usize,
    pub began: Millis,
    /// Whether it is known when it began; else it was there already at `began`.
    pub dawned: bool,
    pub ended: Option<Millis>,
    /// What was measured in the beginning, and at last.
    pub values: (f64, f64),
    pub mitigation: Option<Mitigation>,
}

/// A change of an incident's state.
pub struct Change {
    pub at: Millis,
    pub from: &'static str,
    pub to: &'static str,
    pub value: f64,
}

impl Incident {
    /// One time that a threshold alert fired. Where the look back ended before it began, it is
    /// told from there.
    pub fn alarm(
        state: &State,
        seed: Seed,
        alert: &Alert,
        episode: Episode,
        horizon: Millis,
    ) -> Self {
        let (dimension, key) = named(state, episode.object_type, episode.source);
        let metrics = [&alert.field_name, &alert.field_name2];
        let from = (alert.id, episode.source, episode.began.unwrap_or(0));
        Self {
            // Small enough for clients that read 32 bits; never 0, which mitigations have.
            alarm_id: 1 + seed
                .of(("alarm", from.0, from.1, from.2))
                .below(0x7fff_fffe) as i64,
            alert_id: alert.id,
            policy: alert.name.clone(),
            key,
            dimension,
            metrics: metrics.into_iter().flatten().cloned().collect(),
            matches: episode.ticks,
            severity: alert.severity.unwrap_or(3).clamp(0, 7) as usize,
            began: episode.began.unwrap_or(horizon),
            dawned: episode.began.is_some(),
            ended: episode.ended,
            values: episode.values,
            mitigation: None,
        }
    }
    /// A mitigation as it stands at a moment.
    pub fn mitigation(mitigation: &Mitigation, at: Millis) -> Self {
        Self {
            alarm_id: 0,
            alert_id: 0,
            policy: String::new(),
            key: mitigation.ip_cidr.clone(),
            dimension: "",
            metrics: vec![],
            matches: 0,
            severity: SEVERITIES.len() - 1,
            began: mitigation.started.0,
            dawned: true,
            ended: mitigation.end().filter(|end| *end <= at),
            values: (0.0, 0.0),
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
    fn lasting(&self) -> &'static str {
        match self.mitigation {
            Some(_) => MITIGATING,
            None => ALARM,
        }
    }
    fn beginning(&self) -> Change {
        Change {
            at: self.began,
            from: CLEAR,
            to: self.lasting(),
            value: self.values.0,
        }
    }
    fn end(&self) -> Option<Change> {
        self.ended.map(|at| Change {
            at,
            from: self.lasting(),
            to: CLEAR,
            value: self.values.1,
        })
    }
    /// What is known of how it went, one change after the other.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        let beginning = self.dawned.then(|| self.beginning());
        beginning.into_iter().chain(self.end())
    }
    /// The change that led to how it stands, with what was measured at last.
    pub fn now(&self) -> Change {
        Change {
            value: self.values.1,
            ..self.end().unwrap_or_else(|| self.beginning())
        }
    }
}

/// The words for severities from 0 to 7; a mitigation has none.
const SEVERITIES: [&str; 9] = [
    "critical", "critical", "major2", "major", "minor2", "minor", "minor", "minor", "",
];

/// The dimension and key by which people know an object of the network.
fn named(state: &State, object_type: ObjectType, id: i64) -> (&'static str, String) {
    let labelled = |kind: &str| Some(state.find(kind, id)?.label()?.into_owned());
    let (dimension, key) = match object_type {
        ObjectType::Device => {
            let device = state.get::<Device>(id).ok();
            let address =
                device.and_then(|device| device.ipaddr4.clone().or(device.ipaddr6.clone()));
            ("IP_src", address.or_else(|| labelled(Device::KIND)))
        }
        ObjectType::Application => ("Application", labelled(Application::KIND)),
        ObjectType::Vlan => ("VLAN_src", labelled(Vlan::KIND)),
        _ => ("Network", labelled(Network::KIND)),
    };
    (dimension, key.unwrap_or_else(|| id.to_string()))
}
