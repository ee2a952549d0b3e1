//! What a client asks of the lists of alarms.
use super::incident::{Incident, StateChange};
use crate::base::{
    clock::{Millis, parse_time, parse_utc_time},
    problem::{Result, malformed},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::cmp::Ordering;

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlarmQuery {
    /// The start of the span, as `2021-01-19T13:50:00`, in UTC.
    #[schemars(extend("format" = "date-time"))]
    start_time: String,
    /// The end of the span, as `2021-01-19T13:50:00`, in UTC.
    #[schemars(extend("format" = "date-time"))]
    end_time: String,
    /// What the rows are chosen by; `None` is the same as absent.
    #[serde(default)]
    filter_by: FilterBy,
    /// What rows must have there.
    #[serde(default)]
    filter_val: String,
    /// Whether rows of mitigations are wanted: 1 or 0.
    #[serde(default = "yes")]
    #[schemars(extend("enum" = [0, 1]))]
    pub show_mitigations: i64,
    /// Whether rows of alarms are wanted: 1 or 0.
    #[serde(default = "yes")]
    #[schemars(extend("enum" = [0, 1]))]
    pub show_alarms: i64,
    /// Whether rows of single matches are wanted: 1 or 0. There are none.
    #[serde(default, rename = "showMatches")]
    #[schemars(extend("enum" = [0, 1]))]
    _show_matches: i64,
    /// Whether rows of policies that still learn are wanted: 1 or 0. There are none.
    #[serde(default, rename = "learningMode")]
    #[schemars(extend("enum" = [0, 1]))]
    _learning_mode: i64,
}

/// The same for the history.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryQuery {
    #[serde(flatten)]
    pub alarms: AlarmQuery,
    /// What the rows are in order of; `None` and absent: the time.
    #[serde(default)]
    sort_order: SortOrder,
}

fn yes() -> i64 {
    1
}

/// A moment as clients write it: without a zone it is in UTC.
fn parse_moment(name: &str, text: &str) -> Result<Millis> {
    let has_zone = text.ends_with(['Z', 'z']) || text.contains(['+', ' ']);
    match parse_utc_time(text).filter(|_| !has_zone) {
        Some(at) => Ok(at),
        // A plus that was not encoded has come as a space.
        None => parse_time(&text.replace(' ', "+")).map_err(|_| {
            malformed(format!(
                "`{name}`: `{text}` is no time; a time is written like 2021-01-19T13:50:00"
            ))
        }),
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum FilterBy {
    #[default]
    #[serde(rename = "None")]
    Nothing,
    OldState,
    NewState,
    AnyState,
    AlertKeyPartial,
    DimensionKey,
    MitigationId,
    AlertId,
    AlertKey,
    AlarmId,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum SortOrder {
    #[default]
    #[serde(rename = "None")]
    Time,
    AlertKey,
    Severity,
    MitigationId,
    AlarmId,
    AlertId,
    AlertValue,
    AlarmState,
}

impl AlarmQuery {
    /// The span, its end not after `now`.
    pub fn time_range(&self, now: Millis) -> Result<(Millis, Millis)> {
        let start = parse_moment("startTime", &self.start_time)?;
        let end = parse_moment("endTime", &self.end_time)?;
        match start <= end {
            true => Ok((start, end.min(now))),
            false => Err(malformed("`endTime` must not be before `startTime`")),
        }
    }
    /// A filter by ids has one.
    pub fn check(&self) -> Result<()> {
        let by_id = [FilterBy::MitigationId, FilterBy::AlertId, FilterBy::AlarmId];
        match by_id.contains(&self.filter_by) && self.id().is_none() {
            true => Err(malformed("`filterVal` must be the number of an object")),
            false => Ok(()),
        }
    }
    fn id(&self) -> Option<i64> {
        self.filter_val.trim().parse().ok()
    }
    /// Whether a change of this incident is asked for.
    pub fn selects(&self, incident: &Incident, change: &StateChange) -> bool {
        let text = self.filter_val.trim();
        let is = |one: &str| one.eq_ignore_ascii_case(text);
        let contains = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
        match self.filter_by {
            FilterBy::Nothing => true,
            FilterBy::OldState => is(change.from),
            FilterBy::NewState => is(change.to),
            FilterBy::AnyState => is(change.from) || is(change.to),
            FilterBy::AlertKeyPartial => contains(&incident.key, text),
            FilterBy::DimensionKey => is(incident.dimension),
            FilterBy::AlertKey => is(&incident.key),
            FilterBy::MitigationId => incident.mitigation_id() == self.id(),
            FilterBy::AlertId => Some(incident.alert_id) == self.id(),
            FilterBy::AlarmId => Some(incident.alarm_id) == self.id(),
        }
    }
}

impl HistoryQuery {
    /// Puts changes, which come in order of time, into the order that is asked for.
    pub fn sort(&self, changes: &mut [(&Incident, StateChange)]) {
        changes.sort_by(|(one, change), (other, next)| match self.sort_order {
            SortOrder::Time => Ordering::Equal,
            SortOrder::AlertKey => one.key.cmp(&other.key),
            SortOrder::Severity => one.severity.cmp(&other.severity),
            SortOrder::MitigationId => one.mitigation_id().cmp(&other.mitigation_id()),
            SortOrder::AlarmId => one.alarm_id.cmp(&other.alarm_id),
            SortOrder::AlertId => one.alert_id.cmp(&other.alert_id),
            SortOrder::AlertValue => change.value.total_cmp(&next.value),
            SortOrder::AlarmState => change.to.cmp(next.to),
        });
    }
}
