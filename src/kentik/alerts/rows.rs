//! The rows of the two lists of alarms.
use super::incident::{CLEAR, Change, Incident};
use crate::{api::read_only, base::clock::Millis, kentik::types::IsoTime};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// What an incident came to in a span.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [alarm_example()]))]
pub struct Alarm {
    /// The number of the alarm; 0: the row is of a mitigation.
    #[schemars(transform = read_only)]
    alarm_id: i64,
    /// Alarm or Mitigation.
    #[schemars(transform = read_only)]
    row_type: &'static str,
    /// `manual` in a row of a mitigation that was started by hand.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    kind: Option<&'static str>,
    /// ALARM, MITIGATING or CLEAR, as it was at the end of the span.
    #[schemars(transform = read_only)]
    alarm_state: &'static str,
    /// The alert that fired.
    #[schemars(transform = read_only)]
    alert_id: i64,
    #[schemars(transform = read_only)]
    mitigation_id: Option<i64>,
    /// The threshold that was crossed; an alert has one, with the same number.
    #[schemars(transform = read_only)]
    threshold_id: Option<i64>,
    /// Whose traffic it is: an address, a name, or what is mitigated.
    #[schemars(transform = read_only)]
    alert_key: String,
    /// What the key is.
    #[schemars(transform = read_only)]
    alert_dimension: &'static str,
    /// The metrics that are watched.
    #[schemars(transform = read_only)]
    alert_metric: Vec<String>,
    /// What was measured at last.
    #[schemars(transform = read_only)]
    alert_value: f64,
    #[schemars(transform = read_only)]
    alert_value2nd: i64,
    #[schemars(transform = read_only)]
    alert_value3rd: i64,
    /// How often it held, each 30 seconds.
    #[schemars(transform = read_only)]
    alert_match_count: i64,
    /// Always 0: a threshold has no baseline.
    #[schemars(transform = read_only)]
    alert_baseline: i64,
    /// From minor to critical.
    #[schemars(transform = read_only)]
    alert_severity: &'static str,
    #[schemars(transform = read_only)]
    baseline_used: i64,
    #[schemars(transform = read_only)]
    learning_mode: i64,
    #[schemars(transform = read_only)]
    debug_mode: i64,
    #[schemars(transform = read_only)]
    alarm_start: IsoTime,
    /// `0000-00-00 00:00:00` while the alarm is open.
    #[schemars(transform = read_only)]
    alarm_end: Option<String>,
    /// What was said of the mitigation.
    #[schemars(transform = read_only)]
    alarm_last_comment: Option<String>,
    #[schemars(transform = read_only)]
    mit_alert_id: Option<i64>,
    /// What is mitigated.
    #[schemars(transform = read_only)]
    mit_alert_ip: String,
    #[schemars(transform = read_only)]
    mit_threshold_id: Option<i64>,
    /// How it is mitigated.
    #[schemars(transform = read_only)]
    mit_method_id: i64,
    #[schemars(transform = read_only)]
    args: Option<String>,
    #[schemars(transform = read_only)]
    id: i64,
    /// The alert that fired.
    #[schemars(transform = read_only)]
    policy_id: Option<i64>,
    /// The name of the alert.
    #[schemars(transform = read_only)]
    policy_name: String,
    /// The key in words.
    #[schemars(transform = read_only)]
    alert_key_lookup: String,
}

impl Alarm {
    pub fn new(incident: &Incident, change: &Change) -> Self {
        Self {
            alarm_id: incident.alarm_id,
            row_type: row_type(incident),
            kind: kind(incident),
            alarm_state: change.to,
            alert_id: incident.alert_id,
            mitigation_id: incident.mitigation_id(),
            threshold_id: of_alarm(incident, incident.alert_id),
            alert_key: incident.key.clone(),
            alert_dimension: incident.dimension,
            alert_metric: incident.metrics.clone(),
            alert_value: change.value,
            alert_value2nd: 0,
            alert_value3rd: 0,
            alert_match_count: incident.matches,
            alert_baseline: 0,
            alert_severity: incident.severity(),
            baseline_used: 0,
            learning_mode: 0,
            debug_mode: 0,
            alarm_start: IsoTime(incident.began),
            alarm_end: alarm_end(incident),
            alarm_last_comment: comment(incident),
            mit_alert_id: of_alarm(incident, 0),
            mit_alert_ip: mitigated(incident),
            mit_threshold_id: of_alarm(incident, 0),
            mit_method_id: method(incident),
            args: of_alarm(incident, String::new()),
            id: 0,
            policy_id: of_alarm(incident, incident.alert_id),
            policy_name: incident.policy.clone(),
            alert_key_lookup: incident.key.clone(),
        }
    }
}

/// One change of an incident's state.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [history_example()]))]
pub struct HistoricalAlert {
    /// Alarm or Mitigation.
    #[schemars(transform = read_only)]
    row_type: &'static str,
    /// `manual` in a row of a mitigation that was started by hand.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    kind: Option<&'static str>,
    /// The state before.
    #[schemars(transform = read_only)]
    old_alarm_state: &'static str,
    /// The state since then.
    #[schemars(transform = read_only)]
    new_alarm_state: &'static str,
    /// How often it held, each 30 seconds.
    #[schemars(transform = read_only)]
    alert_match_count: String,
    /// From minor to critical.
    #[schemars(transform = read_only)]
    alert_severity: &'static str,
    /// The alert that fired.
    #[schemars(transform = read_only)]
    alert_id: i64,
    /// The threshold that was crossed; an alert has one, with the same number.
    #[schemars(transform = read_only)]
    threshold_id: Option<i64>,
    /// The number of the alarm; 0: the row is of a mitigation.
    #[schemars(transform = read_only)]
    alarm_id: i64,
    /// Whose traffic it is: an address, a name, or what is mitigated.
    #[schemars(transform = read_only)]
    alert_key: String,
    /// What the key is.
    #[schemars(transform = read_only)]
    alert_dimension: &'static str,
    /// The metrics that are watched.
    #[schemars(transform = read_only)]
    alert_metric: Vec<String>,
    /// What was measured.
    #[schemars(transform = read_only)]
    alert_value: f64,
    #[schemars(transform = read_only)]
    alert_value2nd: i64,
    #[schemars(transform = read_only)]
    alert_value3rd: i64,
    /// Always 0: a threshold has no baseline.
    #[schemars(transform = read_only)]
    alert_baseline: i64,
    #[schemars(transform = read_only)]
    baseline_used: i64,
    #[schemars(transform = read_only)]
    learning_mode: i64,
    #[schemars(transform = read_only)]
    debug_mode: i64,
    /// When the state changed.
    #[schemars(transform = read_only)]
    ctime: IsoTime,
    /// When it began, as `2021-01-19 13:50:00`.
    #[schemars(transform = read_only)]
    alarm_start_time: String,
    /// What was said of the mitigation.
    #[schemars(transform = read_only)]
    comment: Option<String>,
    #[schemars(transform = read_only)]
    mitigation_id: Option<i64>,
    /// How it is mitigated.
    #[schemars(transform = read_only)]
    mit_method_id: i64,
    #[schemars(transform = read_only)]
    args: &'static str,
    #[schemars(transform = read_only)]
    id: i64,
    /// The alert that fired.
    #[schemars(transform = read_only)]
    policy_id: i64,
    /// The name of the alert.
    #[schemars(transform = read_only)]
    policy_name: String,
    /// The key in words.
    #[schemars(transform = read_only)]
    alert_key_lookup: String,
}

impl HistoricalAlert {
    pub fn new(incident: &Incident, change: &Change) -> Self {
        Self {
            row_type: row_type(incident),
            kind: kind(incident),
            old_alarm_state: change.from,
            new_alarm_state: change.to,
            alert_match_count: match change.to {
                CLEAR => incident.matches,
                _ => 1,
            }
            .to_string(),
            alert_severity: incident.severity(),
            alert_id: incident.alert_id,
            threshold_id: of_alarm(incident, incident.alert_id),
            alarm_id: incident.alarm_id,
            alert_key: incident.key.clone(),
            alert_dimension: incident.dimension,
            alert_metric: incident.metrics.clone(),
            alert_value: change.value,
            alert_value2nd: 0,
            alert_value3rd: 0,
            alert_baseline: 0,
            baseline_used: 0,
            learning_mode: 0,
            debug_mode: 0,
            ctime: IsoTime(change.at),
            alarm_start_time: start_time(incident),
            comment: comment(incident),
            mitigation_id: incident.mitigation_id(),
            mit_method_id: method(incident),
            args: "",
            id: 0,
            policy_id: incident.alert_id,
            policy_name: incident.policy.clone(),
            alert_key_lookup: incident.key.clone(),
        }
    }
}

fn alarm_example() -> Value {
    json!({
        "alarm_id": 82867908, "row_type": "Alarm", "alarm_state": "ALARM", "alert_id": 16,
        "mitigation_id": null, "threshold_id": 16, "alert_key": "10.0.0.1", "alert_dimension": "IP_src",
        "alert_metric": ["rsp_error"], "alert_value": 30.0, "alert_value2nd": 0, "alert_value3rd": 0,
        "alert_match_count": 5, "alert_baseline": 0, "alert_severity": "minor", "baseline_used": 0,
        "learning_mode": 0, "debug_mode": 0, "alarm_start": "2021-01-19T13:50:00.000Z",
        "alarm_end": OPEN, "alarm_last_comment": null, "mit_alert_id": 0, "mit_alert_ip": "",
        "mit_threshold_id": 0, "mit_method_id": 0, "args": "", "id": 0, "policy_id": 16,
        "policy_name": "errors", "alert_key_lookup": "10.0.0.1",
    })
}
fn history_example() -> Value {
    json!({
        "row_type": "Alarm", "old_alarm_state": "CLEAR", "new_alarm_state": "ALARM",
        "alert_match_count": "1", "alert_severity": "minor", "alert_id": 16, "threshold_id": 16,
        "alarm_id": 82867908, "alert_key": "10.0.0.1", "alert_dimension": "IP_src",
        "alert_metric": ["rsp_error"], "alert_value": 30.0, "alert_value2nd": 0, "alert_value3rd": 0,
        "alert_baseline": 0, "baseline_used": 0, "learning_mode": 0, "debug_mode": 0,
        "ctime": "2021-01-19T13:50:00.000Z", "alarm_start_time": "2021-01-19 13:50:00",
        "comment": null, "mitigation_id": null, "mit_method_id": 0, "args": "", "id": 0,
        "policy_id": 16, "policy_name": "errors", "alert_key_lookup": "10.0.0.1",
    })
}

/// The end of an alarm that has none.
const OPEN: &str = "0000-00-00 00:00:00";

fn row_type(incident: &Incident) -> &'static str {
    match incident.mitigation {
        Some(_) => "Mitigation",
        None => "Alarm",
    }
}
fn kind(incident: &Incident) -> Option<&'static str> {
    incident.mitigation.as_ref().map(|_| "manual")
}
/// What only an alarm has: null in the row of a mitigation.
fn of_alarm<T>(incident: &Incident, value: T) -> Option<T> {
    incident.mitigation.is_none().then_some(value)
}
fn alarm_end(incident: &Incident) -> Option<String> {
    let ended = incident
        .ended
        .map(|at| format_millis(at, "%Y-%m-%dT%H:%M:%S.%3fZ"));
    ended.or_else(|| of_alarm(incident, OPEN.into()))
}
fn start_time(incident: &Incident) -> String {
    format_millis(incident.began, "%Y-%m-%d %H:%M:%S")
}
fn format_millis(at: Millis, form: &str) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    time.strftime(form).to_string()
}
fn comment(incident: &Incident) -> Option<String> {
    incident.mitigation.as_ref()?.comment.clone()
}
fn mitigated(incident: &Incident) -> String {
    let mitigation = incident.mitigation.as_ref();
    mitigation.map_or_else(String::new, |mitigation| mitigation.ip_cidr.clone())
}
fn method(incident: &Incident) -> i64 {
    let mitigation = incident.mitigation.as_ref();
    mitigation.map_or(0, |mitigation| mitigation.method_id.0)
}
