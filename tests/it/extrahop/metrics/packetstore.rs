//! A packet store, which a fixture gives an appliance, and its metrics.
use super::answer;
use crate::{
    client::{Caller, Twin},
    durability::Process,
};
use serde_json::{Value, json};

const KEPT: &str = "
clock: 2015-11-19T23:20:07Z
network:
  packetstore: true
  subnets: [{cidr: 10.0.0.0/24, devices: {pc: 4, http_server: 1}}]
";

fn lookback() -> Value {
    json!({
        "object_type": "system", "object_ids": [0],
        "metric_category": "cpc", "metric_specs": [{"name": "est_lookback_sec"}, {"name": "pkts"}]
    })
}

async fn assert_kept(caller: &Caller) {
    let said = answer(caller, "/metrics/total", lookback()).await;
    let values = &said["stats"][0]["values"];
    assert!(values[0].as_i64().unwrap() > 200_000, "{values}");
    assert!(values[1].as_i64().unwrap() > 0, "{values}");
}

#[tokio::test]
async fn a_fixture_gives_the_appliance_a_packet_store() {
    let twin = Twin::start(KEPT).await;
    assert_kept(&twin.read_only()).await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let clock = held.clock.held();
    let state = held.store.state();
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &state,
        held.firmware,
        held.platform,
        held.seed,
        clock,
    );
    assert_eq!(exported["network"], json!({"packetstore": true}));
    let again = Twin::start(&exported.to_string()).await;
    assert_kept(&again.read_only()).await;
    let both = [&twin, &again].map(Twin::read_only);
    let [one, other] = both.map(|caller| async move { caller.post("/metrics", lookback()).await });
    assert_eq!(one.await.text(), other.await.text());
    let stated = wiretwin::twin::fixture::schema::schema(wiretwin::families::CONTENTS);
    let stated = &stated["properties"]["network"]["properties"]["packetstore"];
    assert_eq!(stated["type"], "boolean");
}

#[tokio::test]
async fn without_one_the_category_is_unknown() {
    for fixture in ["guide", "network: {packetstore: false}"] {
        let twin = Twin::start(fixture).await;
        let told = twin.read_only().post("/metrics", lookback()).await;
        let expected = "`metric_category`: invalid stat name 'extrahop.system.cpc' (-32602)";
        assert_eq!(told.refusal(400), expected);
    }
}

/// It is a part of the state, so a restart finds it.
#[tokio::test]
async fn a_restart_keeps_the_packet_store() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fixture.yaml");
    std::fs::write(&file, KEPT).unwrap();
    for _ in 0..2 {
        let server = Process::start(folder.path(), &["--fixture", "fixture.yaml"]);
        assert_kept(&server.caller()).await;
    }
}
