//! A row of the list of alarms: what an incident came to in a span.
use super::{
    incident::{Incident, StateChange},
    view::{
        FurtherValues, PolicyModes, PolicyName, RowType, Subject, comment, mitigation_method,
        only_of_alarm,
    },
};
use crate::{api::read_only, base::clock::format_time_decimals, kentik::types::IsoTime};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// What an incident came to in a span.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [example()]))]
pub struct Alarm {
    /// The number of the alarm; 0: the row is of a mitigation.
    #[schemars(transform = read_only)]
    alarm_id: i64,
    #[serde(flatten)]
    row_type: RowType,
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
    #[serde(flatten)]
    subject: Subject,
    /// What was measured at last.
    #[schemars(transform = read_only)]
    alert_value: f64,
    #[serde(flatten)]
    further_values: FurtherValues,
    /// How often it held, each 30 seconds.
    #[schemars(transform = read_only)]
    alert_match_count: i64,
    /// Always 0: a threshold has no baseline.
    #[schemars(transform = read_only)]
    alert_baseline: i64,
    /// From minor to critical.
    #[schemars(transform = read_only)]
    alert_severity: &'static str,
    #[serde(flatten)]
    modes: PolicyModes,
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
    #[serde(flatten)]
    policy_name: PolicyName,
}

impl Alarm {
    pub fn new(incident: &Incident, change: &StateChange) -> Self {
        Self {
            alarm_id: incident.alarm_id,
            row_type: RowType::of(incident),
            alarm_state: change.to,
            alert_id: incident.alert_id,
            mitigation_id: incident.mitigation_id(),
            threshold_id: only_of_alarm(incident, incident.alert_id),
            subject: Subject::of(incident),
            alert_value: change.value,
            further_values: FurtherValues::default(),
            alert_match_count: incident.match_count,
            alert_baseline: 0,
            alert_severity: incident.severity(),
            modes: PolicyModes::default(),
            alarm_start: IsoTime(incident.start),
            alarm_end: alarm_end(incident),
            alarm_last_comment: comment(incident),
            mit_alert_id: only_of_alarm(incident, 0),
            mit_alert_ip: mitigated_block(incident),
            mit_threshold_id: only_of_alarm(incident, 0),
            mit_method_id: mitigation_method(incident),
            args: only_of_alarm(incident, String::new()),
            id: 0,
            policy_id: only_of_alarm(incident, incident.alert_id),
            policy_name: PolicyName::of(incident),
        }
    }
}

fn example() -> Value {
    json!({
        "alarm_id": 82867908, "row_type": "Alarm", "alarm_state": "ALARM", "alert_id": 16,
        "mitigation_id": null, "threshold_id": 16, "alert_key": "10.0.0.1", "alert_dimension": "IP_src",
        "alert_metric": ["rsp_error"], "alert_value": 30.0, "alert_value2nd": 0, "alert_value3rd": 0,
        "alert_match_count": 5, "alert_baseline": 0, "alert_severity": "minor", "baseline_used": 0,
        "learning_mode": 0, "debug_mode": 0, "alarm_start": "2021-01-19T13:50:00.000Z",
        "alarm_end": NO_END, "alarm_last_comment": null, "mit_alert_id": 0, "mit_alert_ip": "",
        "mit_threshold_id": 0, "mit_method_id": 0, "args": "", "id": 0, "policy_id": 16,
        "policy_name": "errors", "alert_key_lookup": "10.0.0.1",
    })
}

/// The end of an alarm that has none.
const NO_END: &str = "0000-00-00 00:00:00";

fn alarm_end(incident: &Incident) -> Option<String> {
    let end = incident.end.map(|at| format_time_decimals(at, 3));
    end.or_else(|| only_of_alarm(incident, NO_END.into()))
}

fn mitigated_block(incident: &Incident) -> String {
    let mitigation = incident.mitigation.as_ref();
    mitigation.map_or_else(String::new, |mitigation| mitigation.ip_cidr.clone())
}
