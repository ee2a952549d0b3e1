//! The demo's company: whatever the catalogue has, somebody does it.
use super::*;
use crate::extrahop::lists::{found, listed};
use wiretwin::network::{Activity, catalog};

#[tokio::test]
async fn every_protocol_is_in_use() {
    let twin = Twin::start("demo").await;
    let caller = twin.read_only();
    let mut unseen = vec![];
    for activity in Activity::all() {
        let stat = activity.stat_name();
        if found(&caller, "activity", stat).await.is_empty() {
            unseen.push(stat);
        }
    }
    assert_eq!(unseen, Vec::<&str>::new());
}

/// Counts of the network, its applications and the appliance that stay 0 on a good day.
const QUIET: [&str; 7] = [
    "expired_cert",
    "trigger_drops",
    "pkts_dropped",
    "pkts_dropped_wrslow",
    "secrets_dropped",
    "if_drops",
    "blocks_dropped",
];

#[tokio::test]
async fn every_metric_has_a_value() {
    // The newest firmware has all of them.
    let twin = Twin::start_with("demo", &["--firmware", "26.3"]).await;
    let caller = twin.read_only();
    let mut empty = vec![];
    let ids = listed(&caller, "/devices?limit=1000").await;
    for category in catalog::all() {
        let (object_type, ids) = match category.level {
            catalog::MetricLevel::Device => ("device", json!(ids)),
            catalog::MetricLevel::Capture => ("capture", json!([0])),
            catalog::MetricLevel::Application => ("application", json!([0])),
            catalog::MetricLevel::Vlan => ("vlan", json!([20])),
            catalog::MetricLevel::System => ("system", json!([0])),
        };
        let specs: Vec<Value> = category
            .metrics
            .iter()
            .map(|one| json!({"name": one.name}))
            .collect();
        if specs.is_empty() {
            continue;
        }
        let mut query = about(object_type, category.name, json!(specs), ids);
        query["from"] = json!("-30d");
        let rows = rows(&caller, "/metrics/total", query).await;
        let values = rows[0]["values"].as_array().unwrap();
        for (metric, value) in category.metrics.iter().zip(values) {
            let is_empty = [json!(0), json!([])].contains(value);
            if is_empty && !QUIET.contains(&metric.name) {
                empty.push(format!("{object_type} {}.{}", category.name, metric.name));
            }
        }
    }
    assert_eq!(empty, Vec::<String>::new());
}

#[tokio::test]
async fn a_metric_is_unknown_before_its_firmware() {
    for (firmware, knows) in [("5.1", false), ("9.8", false), ("26.3", true)] {
        let twin = Twin::start_with("demo", &["--firmware", firmware]).await;
        let caller = twin.full_write();
        for (kind, category, id) in [
            ("device", "ssl_client", 1),
            ("device_group", "ssl_server_detail", 1),
            ("application", "ssl", 0),
            ("application", "ssl_sni_detail", 0),
        ] {
            let of = |name: &str| about(kind, category, json!([{"name": name}]), json!([id]));
            let told = caller.post("/metrics", of("post_quantum_kex")).await;
            let unknown = caller.post("/metrics", of("chess")).await;
            match knows {
                true => assert_eq!(told.status, 200, "{category}: {}", told.text()),
                false => assert_eq!(told.refusal(400), unknown.refusal(400)),
            }
        }
        // There is no alert about a metric that the firmware does not have.
        let alert = json!({
            "name": "a", "type": "threshold", "stat_name": "extrahop.application.ssl",
            "field_name": "post_quantum_kex", "operator": ">=", "operand": "0",
            "interval_length": 30, "apply_all": true
        });
        if !knows {
            let told = caller.post("/alerts", alert).await.refusal(422);
            assert_eq!(
                told,
                format!("`field_name`: firmware {firmware} has no such metric")
            );
            continue;
        }
        let id = caller.created("/alerts", alert).await;
        let stats = caller.json(&format!("/alerts/{id}/stats")).await;
        assert!(!stats.as_array().unwrap().is_empty());
    }
}
