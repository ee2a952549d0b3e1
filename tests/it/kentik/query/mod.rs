//! Queries of traffic.
mod agreement;
mod charts;
mod filters;
mod refusals;
mod rows;
mod sql;

use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// The metric clock of the twin: 2017-09-05 12:00:00.
const CLOCK: i64 = 1_504_612_800_000;

/// An office behind one router, servers behind another, and hosts on the internet behind none.
const FIXTURE: &str = r##"
firmware: "5.1"
seed: 3
clock: 2017-09-05T12:00:10Z
network:
  subnets:
    - {cidr: 10.1.0.0/24, vlan: 10, devices: {gateway: 1, pc: 12, printer: 2}}
    - {cidr: 10.2.0.0/24, vlan: 20, devices: {http_server: 3, db_server: 2, dns_server: 1}}
    - {cidr: 203.0.113.0/24, devices: {remote: 4}}
kentik:
  sites:
    - {id: 5, site_name: Head office}
  deviceLabels:
    - {id: 7, name: servers, color: "#5289D9"}
  devices:
    - {id: 1, device_name: office_router, device_subtype: router, plan_id: PLAN, site_id: 5, device_sample_rate: 1, sending_ips: [192.0.2.1], minimize_snmp: true, device_bgp_type: none}
    - {id: 2, device_name: core_router, device_subtype: router, plan_id: PLAN, device_sample_rate: 1, sending_ips: [192.0.2.2], minimize_snmp: true, device_bgp_type: none}
    - {id: 3, device_name: web_host, device_subtype: kprobe, plan_id: PLAN, device_sample_rate: 1, sending_ips: [HOST], device_bgp_type: none, cdn_attr: "N"}
  interfaces:
    - {device_id: 1, snmp_id: 10, snmp_speed: 1000, interface_description: Vlan10, snmp_alias: office, interface_ip: 10.1.0.1, interface_ip_netmask: 255.255.255.0}
    - {device_id: 2, snmp_id: 20, snmp_speed: 10000, interface_description: Vlan20, interface_ip: 192.0.2.65, interface_ip_netmask: 255.255.255.252, secondary_ips: [{address: 10.2.0.1, netmask: 255.255.255.0}]}
assignments:
  kentik/deviceLabels/devices:
    - {parent: servers, children: [core_router]}
"##;

async fn twin() -> Twin {
    let fixture = FIXTURE.replace("PLAN", "11466");
    Twin::start(&fixture.replace("HOST", "10.2.0.14")).await
}

/// A query of the last hour at all devices.
fn ask(dimension: &str, metric: &str) -> Value {
    json!({"dimension": [dimension], "metric": metric, "lookback_seconds": 3600, "topx": 40, "depth": 250, "all_selected": true})
}
/// The same with other fields, or none of them where they are null.
fn with(mut query: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        query[name] = value.clone();
    }
    query
}
fn one(query: Value) -> Value {
    json!({"queries": [{"bucket": "Table", "query": query}]})
}
async fn answer(caller: &Caller, query: Value) -> Value {
    let answer = caller.post("/query/topXdata", one(query)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}
async fn rows(caller: &Caller, query: Value) -> Vec<Value> {
    let mut answer = answer(caller, query).await;
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
    assert_eq!(answer["results"][0]["bucket"], "Table");
    serde_json::from_value(answer["results"][0]["data"].take()).unwrap()
}
/// The row of this key.
fn row<'a>(rows: &'a [Value], key: &str) -> &'a Value {
    let found = rows.iter().find(|row| row["key"] == key);
    found.unwrap_or_else(|| panic!("no {key} in {rows:?}"))
}
/// The value as a client reads it from JSON: the parser may be off by the last bit.
fn as_read<T: serde::Serialize>(value: T) -> Value {
    serde_json::from_str(&json!(value).to_string()).unwrap()
}
fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// The simulated devices that have an address, and it.
async fn devices(twin: &Twin) -> Vec<(i64, String)> {
    let devices = twin.read_only().json("/devices?limit=1000").await;
    let devices = devices.as_array().unwrap().iter().filter_map(|device| {
        Some((
            device["id"].as_i64()?,
            device["ipaddr4"].as_str()?.to_owned(),
        ))
    });
    devices.collect()
}
/// What an ExtraHop metric of devices comes to in the last hour.
async fn total(twin: &Twin, ids: &[i64], category: &str, name: &str) -> i64 {
    metric(twin, json!({"object_type": "device", "object_ids": ids, "metric_category": category, "metric_specs": [{"name": name}]})).await
}
async fn metric(twin: &Twin, query: Value) -> i64 {
    let span = json!({"cycle": "30sec", "from": CLOCK - 3_600_000, "until": CLOCK});
    let answer = twin
        .read_only()
        .post("/metrics/total", with(query, span))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["stats"][0]["values"][0].as_i64().unwrap()
}

/// The keys of the rows.
async fn keys(caller: &Caller, query: Value) -> Vec<String> {
    let rows = rows(caller, query).await;
    rows.iter()
        .map(|row| row["key"].as_str().unwrap().to_owned())
        .collect()
}
/// A condition alone.
fn filter(field: &str, operator: &str, value: &str) -> Value {
    json!({"filterField": field, "operator": operator, "filterValue": value})
}
fn all_of(all: Value) -> Value {
    json!({"filters_obj": {"connector": "All", "filterGroups": [{"connector": "All", "not": false, "filters": all}]}})
}
