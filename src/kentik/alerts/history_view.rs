//! A row of the history of alarms: one change of an incident's state.
use super::{
    incident::{CLEAR, Incident, StateChange},
    view::{
        FurtherValues, PolicyModes, PolicyName, RowType, Subject, comment, mitigation_method,
        only_of_alarm,
    },
};
use crate::{api::read_only, base::clock::format_date_time, kentik::types::IsoTime};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// One change of an incident's state.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [example()]))]
pub struct HistoricalAlert {
    #[serde(flatten)]
    row_type: RowType,
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
    #[serde(flatten)]
    subject: Subject,
    /// What was measured.
    #[schemars(transform = read_only)]
    alert_value: f64,
    #[serde(flatten)]
    further_values: FurtherValues,
    /// Always 0: a threshold has no baseline.
    #[schemars(transform = read_only)]
    alert_baseline: i64,
    #[serde(flatten)]
    modes: PolicyModes,
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
    #[serde(flatten)]
    policy_name: PolicyName,
}

impl HistoricalAlert {
    pub fn new(incident: &Incident, change: &StateChange) -> Self {
        Self {
            row_type: RowType::of(incident),
            old_alarm_state: change.from,
            new_alarm_state: change.to,
            alert_match_count: match change.to {
                CLEAR => incident.match_count,
                _ => 1,
            }
            .to_string(),
            alert_severity: incident.severity(),
            alert_id: incident.alert_id,
            threshold_id: only_of_alarm(incident, incident.alert_id),
            alarm_id: incident.alarm_id,
            subject: Subject::of(incident),
            alert_value: change.value,
            further_values: FurtherValues::default(),
            alert_baseline: 0,
            modes: PolicyModes::default(),
            ctime: IsoTime(change.at),
            alarm_start_time: format_date_time(incident.start),
            comment: comment(incident),
            mitigation_id: incident.mitigation_id(),
            mit_method_id: mitigation_method(incident),
            args: "",
            id: 0,
            policy_id: incident.alert_id,
            policy_name: PolicyName::of(incident),
        }
    }
}

fn example() -> Value {
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
