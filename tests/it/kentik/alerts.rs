//! Manual mitigations, and the alarms of the network.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// 2017-09-01T00:30:00Z, where the clock stands.
const NOW: i64 = 1_504_225_800_000;
const NONE: Value = Value::Null;

/// A web server whose errors came twice: ten to nine and five to four minutes ago, and now again.
fn fixture() -> String {
    let began = NOW - 3_600_000;
    let errors = [19, 18, 9, 8, 1].map(|ticks| format!("[{}, 30]", NOW - ticks * 30_000));
    format!(
        "clock: 2017-09-01T00:30:00Z
devices:
  - {{id: 1, ipaddr4: 10.0.0.1, discover_time: {began}}}
metrics:
  - {{object_type: device, object_id: 1, category: http_server, name: rsp_error, points: [{}]}}
alerts:
  - {{id: 16, name: errors, stat_name: extrahop.device.http_server, field_name: rsp_error, operator: '>', operand: '20', severity: 2}}
assignments:
  alerts/devices: [{{parent: 16, children: [1]}}]
kentik:
  mitigations:
    - {{id: 4, ipCidr: 10.1.0.0/16, platformID: 1, methodID: 2, minutesBeforeAutoStop: 10, started: 2017-09-01T00:12:00Z}}
",
        errors.join(", ")
    )
}

const SPAN: &str = "startTime=2017-09-01T00:00:00&endTime=2017-09-01T01:00:00";

async fn rows(caller: &Caller, list: &str, more: &str) -> Vec<Value> {
    let path = format!("/alerts-active/{list}?{SPAN}{more}");
    caller.json(&path).await.as_array().unwrap().clone()
}

fn picked(rows: &[Value], names: [&str; 4]) -> Vec<Value> {
    let rows = rows.iter();
    rows.map(|row| Value::Array(names.map(|name| row[name].clone()).to_vec()))
        .collect()
}

#[tokio::test]
async fn alarms_are_the_times_that_an_alert_fired() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.member();
    let alarms = rows(
        &caller,
        "alarms",
        "&filterBy=None&filterVal=&showMitigations=0&showAlarms=1&showMatches=0&learningMode=0",
    )
    .await;
    assert_eq!(
        picked(
            &alarms,
            [
                "alarm_state",
                "alarm_start",
                "alarm_end",
                "alert_match_count"
            ]
        ),
        [
            json!([
                "CLEAR",
                "2017-09-01T00:21:00.000Z",
                "2017-09-01T00:22:00.000Z",
                2
            ]),
            json!([
                "CLEAR",
                "2017-09-01T00:26:00.000Z",
                "2017-09-01T00:27:00.000Z",
                2
            ]),
            json!([
                "ALARM",
                "2017-09-01T00:30:00.000Z",
                "0000-00-00 00:00:00",
                1
            ]),
        ]
    );
    let id = alarms[2]["alarm_id"].as_i64().unwrap();
    assert_eq!(
        alarms[2],
        json!({
            "alarm_id": id, "row_type": "Alarm", "alarm_state": "ALARM", "alert_id": 16,
            "mitigation_id": NONE, "threshold_id": 16, "alert_key": "10.0.0.1",
            "alert_dimension": "IP_src", "alert_metric": ["rsp_error"], "alert_value": 30.0,
            "alert_value2nd": 0, "alert_value3rd": 0, "alert_match_count": 1, "alert_baseline": 0,
            "alert_severity": "major2", "baseline_used": 0, "learning_mode": 0, "debug_mode": 0,
            "alarm_start": "2017-09-01T00:30:00.000Z", "alarm_end": "0000-00-00 00:00:00",
            "alarm_last_comment": NONE, "mit_alert_id": 0, "mit_alert_ip": "", "mit_threshold_id": 0,
            "mit_method_id": 0, "args": "", "id": 0, "policy_id": 16, "policy_name": "errors",
            "alert_key_lookup": "10.0.0.1",
        })
    );
    assert_eq!(
        rows(&caller, "alarms", "&showAlarms=0&showMitigations=0").await,
        [NONE; 0]
    );
    // A span in the middle sees how things stood at its end.
    let path = "/alerts-active/alarms?startTime=2017-09-01T00:21:30&endTime=2017-09-01T00:21:30&showMitigations=0";
    let then = caller.json(path).await;
    assert_eq!(then[0]["alarm_id"], alarms[0]["alarm_id"]);
    assert_eq!(then[0]["alarm_state"], "ALARM");
    assert_eq!(then.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_history_has_every_change() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.member();
    let names = [
        "old_alarm_state",
        "new_alarm_state",
        "ctime",
        "alert_match_count",
    ];
    let changes = rows(&caller, "alerts-history", "&showMitigations=0").await;
    assert_eq!(
        picked(&changes, names),
        [
            json!(["CLEAR", "ALARM", "2017-09-01T00:21:00.000Z", "1"]),
            json!(["ALARM", "CLEAR", "2017-09-01T00:22:00.000Z", "2"]),
            json!(["CLEAR", "ALARM", "2017-09-01T00:26:00.000Z", "1"]),
            json!(["ALARM", "CLEAR", "2017-09-01T00:27:00.000Z", "2"]),
            json!(["CLEAR", "ALARM", "2017-09-01T00:30:00.000Z", "1"]),
        ]
    );
    assert_eq!(
        changes[1],
        json!({
            "row_type": "Alarm", "old_alarm_state": "ALARM", "new_alarm_state": "CLEAR",
            "alert_match_count": "2", "alert_severity": "major2", "alert_id": 16, "threshold_id": 16,
            "alarm_id": changes[0]["alarm_id"], "alert_key": "10.0.0.1", "alert_dimension": "IP_src",
            "alert_metric": ["rsp_error"], "alert_value": 30.0, "alert_value2nd": 0,
            "alert_value3rd": 0, "alert_baseline": 0, "baseline_used": 0, "learning_mode": 0,
            "debug_mode": 0, "ctime": "2017-09-01T00:22:00.000Z",
            "alarm_start_time": "2017-09-01 00:21:00", "comment": NONE, "mitigation_id": NONE,
            "mit_method_id": 0, "args": "", "id": 0, "policy_id": 16, "policy_name": "errors",
            "alert_key_lookup": "10.0.0.1",
        })
    );
    let sorted = rows(
        &caller,
        "alerts-history",
        "&showMitigations=0&sortOrder=alarm_state",
    )
    .await;
    let states = sorted.iter().map(|row| row["new_alarm_state"].clone());
    assert_eq!(
        states.collect::<Vec<_>>(),
        ["ALARM", "ALARM", "ALARM", "CLEAR", "CLEAR"]
    );
    let sorted = rows(&caller, "alerts-history", "&sortOrder=severity").await;
    assert_eq!(sorted[6]["row_type"], "Mitigation");
}

#[tokio::test]
async fn rows_are_chosen_by_what_they_have() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.member();
    let alarm = rows(&caller, "alerts-history", "&showMitigations=0").await[4]["alarm_id"].clone();
    for (filter, alarms, changes) in [
        ("None&filterVal=", 4, 7),
        ("old_state&filterVal=CLEAR", 1, 4),
        ("new_state&filterVal=ALARM", 1, 3),
        ("any_state&filterVal=ALARM", 3, 5),
        ("alert_key_partial&filterVal=0.0.1", 3, 5),
        ("alert_key&filterVal=10.0.0.1", 3, 5),
        ("alert_key&filterVal=10.0.0", 0, 0),
        ("dimension_key&filterVal=IP_src", 3, 5),
        ("mitigation_id&filterVal=4", 1, 2),
        ("alert_id&filterVal=16", 3, 5),
        (&format!("alarm_id&filterVal={alarm}"), 1, 1),
    ] {
        let more = format!("&filterBy={filter}");
        let found = [
            rows(&caller, "alarms", &more).await.len(),
            rows(&caller, "alerts-history", &more).await.len(),
        ];
        assert_eq!(found, [alarms, changes], "{filter}");
    }
}

#[tokio::test]
async fn a_mitigation_lasts_for_its_minutes() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.administrator();
    let body = json!({"ipCidr": "192.168.0.0/24", "Comment": "test", "platformID": "1234", "methodId": 12345, "minutesBeforeAutoStop": "20"});
    let answer = caller.post("/alerts/manual-mitigate", body).await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({"response": {"result": "OK"}}))
    );
    let mitigations = rows(&caller, "alarms", "&showAlarms=0").await;
    let names = ["alarm_state", "mitigation_id", "alarm_start", "alarm_end"];
    assert_eq!(
        picked(&mitigations, names),
        [
            json!([
                "CLEAR",
                4,
                "2017-09-01T00:12:00.000Z",
                "2017-09-01T00:22:00.000Z"
            ]),
            json!(["MITIGATING", 5, "2017-09-01T00:30:00.000Z", NONE]),
        ]
    );
    assert_eq!(
        mitigations[1],
        json!({
            "alarm_id": 0, "row_type": "Mitigation", "type": "manual", "alarm_state": "MITIGATING",
            "alert_id": 0, "mitigation_id": 5, "threshold_id": NONE, "alert_key": "192.168.0.0/24",
            "alert_dimension": "", "alert_metric": [], "alert_value": 0.0, "alert_value2nd": 0,
            "alert_value3rd": 0, "alert_match_count": 0, "alert_baseline": 0, "alert_severity": "",
            "baseline_used": 0, "learning_mode": 0, "debug_mode": 0,
            "alarm_start": "2017-09-01T00:30:00.000Z", "alarm_end": NONE, "alarm_last_comment": "test",
            "mit_alert_id": NONE, "mit_alert_ip": "192.168.0.0/24", "mit_threshold_id": NONE,
            "mit_method_id": 12345, "args": NONE, "id": 0, "policy_id": NONE, "policy_name": "",
            "alert_key_lookup": "192.168.0.0/24",
        })
    );
    let changes = rows(&caller, "alerts-history", "&showAlarms=0").await;
    let names = ["new_alarm_state", "mitigation_id", "ctime", "type"];
    assert_eq!(
        picked(&changes, names),
        [
            json!(["MITIGATING", 4, "2017-09-01T00:12:00.000Z", "manual"]),
            json!(["CLEAR", 4, "2017-09-01T00:22:00.000Z", "manual"]),
            json!(["MITIGATING", 5, "2017-09-01T00:30:00.000Z", "manual"]),
        ]
    );
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        [&audit_note["operation"], &audit_note["details"]],
        ["Create manual mitigation", "manual mitigation 5"]
    );
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let good = json!({"ipCidr": "10.0.0.1", "platformID": 1, "methodID": "2", "minutesBeforeAutoStop": "0"});
    for field in ["ipCidr", "platformID", "methodID", "minutesBeforeAutoStop"] {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(field);
        let told = caller
            .post("/alerts/manual-mitigate", body)
            .await
            .refusal(400);
        assert!(
            told.starts_with(&format!("`{field}` is required: ")),
            "{told}"
        );
    }
    for (field, wrong) in [
        ("ipCidr", "nowhere"),
        ("platformID", "x"),
        ("minutesBeforeAutoStop", "-5"),
    ] {
        let mut body = good.clone();
        body[field] = json!(wrong);
        let told = caller
            .post("/alerts/manual-mitigate", body)
            .await
            .refusal(400);
        assert!(told.starts_with(&format!("`{field}` must be ")), "{told}");
    }
    assert_eq!(
        twin.member()
            .post("/alerts/manual-mitigate", good)
            .await
            .status,
        403
    );
    for list in ["alarms", "alerts-history"] {
        assert_eq!(rows(&caller, list, "").await, [NONE; 0]);
        let told = async |query: &str| {
            let answer = caller.get(&format!("/alerts-active/{list}?{query}")).await;
            answer.refusal(400)
        };
        assert_eq!(
            told("endTime=2017-09-01T00:00:00").await,
            "`startTime` is required"
        );
        assert_eq!(
            told("startTime=2017-09-01T00:00:00").await,
            "`endTime` is required"
        );
        assert_eq!(
            told("startTime=yesterday&endTime=2017-09-01T00:00:00").await,
            "`startTime`: `yesterday` is no time; a time is written like 2021-01-19T13:50:00"
        );
        assert_eq!(
            told("startTime=2017-09-02T00:00:00&endTime=2017-09-01T00:00:00").await,
            "`endTime` must not be before `startTime`"
        );
        assert_eq!(
            told(&format!("{SPAN}&filterBy=alert_id&filterVal=x")).await,
            "`filterVal` must be the number of an object"
        );
        for wrong in [
            "filterBy=colour",
            "showMitigations=2",
            "showAlarms=x",
            "showMatches=-1",
            "learningMode=yes",
        ] {
            let name = wrong.split('=').next().unwrap();
            let told = told(&format!("{SPAN}&{wrong}")).await;
            assert!(told.starts_with(&format!("`{name}` must be ")), "{told}");
        }
    }
    let told = caller
        .get(&format!(
            "/alerts-active/alerts-history?{SPAN}&sortOrder=colour"
        ))
        .await;
    assert!(told.refusal(400).starts_with("`sortOrder` must be one of "));
}
