//! What clients see of alerts: the answer to a mitigation, and what rows of both lists share.
use super::incident::Incident;
use crate::api::read_only;
use schemars::JsonSchema;
use serde::Serialize;

/// That a mitigation has begun.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"response": {"result": "OK"}}]))]
pub struct MitigationAnswer {
    #[schemars(transform = read_only)]
    response: MitigationResult,
}

#[derive(Serialize, JsonSchema)]
pub struct MitigationResult {
    /// Always OK.
    #[schemars(transform = read_only)]
    result: &'static str,
}

impl MitigationAnswer {
    pub fn ok() -> Self {
        Self {
            response: MitigationResult { result: "OK" },
        }
    }
}

/// What a row is of.
#[derive(Serialize, JsonSchema)]
pub struct RowType {
    /// Alarm or Mitigation.
    #[schemars(transform = read_only)]
    row_type: &'static str,
    /// `manual` in a row of a mitigation that was started by hand.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    kind: Option<&'static str>,
}

/// Whose traffic an incident is about.
#[derive(Serialize, JsonSchema)]
pub struct Subject {
    /// Whose traffic it is: an address, a name, or what is mitigated.
    #[schemars(transform = read_only)]
    alert_key: String,
    /// What the key is.
    #[schemars(transform = read_only)]
    alert_dimension: &'static str,
    /// The metrics that are watched.
    #[schemars(transform = read_only)]
    alert_metric: Vec<String>,
}

/// Values of further metrics, which an alert of the twin has none of.
#[derive(Default, Serialize, JsonSchema)]
pub struct FurtherValues {
    #[schemars(transform = read_only)]
    alert_value2nd: i64,
    #[schemars(transform = read_only)]
    alert_value3rd: i64,
}

/// Modes of a policy, which an alert of the twin is never in.
#[derive(Default, Serialize, JsonSchema)]
pub struct PolicyModes {
    #[schemars(transform = read_only)]
    baseline_used: i64,
    #[schemars(transform = read_only)]
    learning_mode: i64,
    #[schemars(transform = read_only)]
    debug_mode: i64,
}

/// The alert and the key, in words.
#[derive(Serialize, JsonSchema)]
pub struct PolicyName {
    /// The name of the alert.
    #[schemars(transform = read_only)]
    policy_name: String,
    /// The key in words.
    #[schemars(transform = read_only)]
    alert_key_lookup: String,
}

impl RowType {
    pub fn of(incident: &Incident) -> Self {
        match incident.mitigation {
            Some(_) => Self {
                row_type: "Mitigation",
                kind: Some("manual"),
            },
            None => Self {
                row_type: "Alarm",
                kind: None,
            },
        }
    }
}
impl Subject {
    pub fn of(incident: &Incident) -> Self {
        Self {
            alert_key: incident.key.clone(),
            alert_dimension: incident.dimension,
            alert_metric: incident.metrics.clone(),
        }
    }
}
impl PolicyName {
    pub fn of(incident: &Incident) -> Self {
        Self {
            policy_name: incident.policy.clone(),
            alert_key_lookup: incident.key.clone(),
        }
    }
}

/// What only an alarm has: null in the row of a mitigation.
pub fn only_of_alarm<T>(incident: &Incident, value: T) -> Option<T> {
    incident.mitigation.is_none().then_some(value)
}

/// What was said of a mitigation.
pub fn comment(incident: &Incident) -> Option<String> {
    incident.mitigation.as_ref()?.comment.clone()
}

/// How it is mitigated; 0 in the row of an alarm.
pub fn mitigation_method(incident: &Incident) -> i64 {
    let mitigation = incident.mitigation.as_ref();
    mitigation.map_or(0, |mitigation| mitigation.method_id.0)
}
