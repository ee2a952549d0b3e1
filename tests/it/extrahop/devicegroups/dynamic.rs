use super::super::{devices::FIVE, lists::listed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

fn rule(field: &str, value: &str) -> Value {
    json!({"name": field, "dynamic": true, "field": field, "value": value})
}
async fn group(caller: &Caller, field: &str, value: &str) -> i64 {
    caller.created("/devicegroups", rule(field, value)).await
}
async fn members(caller: &Caller, group: i64) -> Vec<i64> {
    listed(caller, &format!("/devicegroups/{group}/devices")).await
}

#[tokio::test]
async fn a_rule_of_every_kind_selects_what_the_search_finds() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let rules: &[(&str, &str, &[i64])] = &[
        ("any", "shop", &[2]),
        ("name", "till", &[5]),
        ("name", "/^WARE/", &[3]),
        ("ip address", "10.20.0.0/24", &[2, 5]),
        ("ip address", "10.20.0.[0-9]+", &[2, 5]),
        ("ip address", "2001:db8::5", &[4]),
        ("mac address", "00:50:56", &[2]),
        ("vendor", "cisco", &[1]),
        ("type", "gateway", &[1]),
        ("type", "extrahop.device.ftp_server", &[2]),
        ("tag", "Office", &[2, 5]),
        ("vlan", "20", &[1, 2]),
        ("activity", "extrahop.device.ftp_client", &[5]),
        ("node", "1", &[]),
        ("discover time", "-1h", &[5]),
        ("discover time", "1447960000000", &[4, 5]),
    ];
    for (field, value, expected) in rules {
        let id = group(&caller, field, value).await;
        assert_eq!(members(&caller, id).await, *expected, "{field}: {value}");
    }
}

#[tokio::test]
async fn who_is_a_member_is_found_out_when_it_is_asked() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let office = group(&caller, "tag", "Office").await;
    let shops = group(&caller, "name", "/Shop/").await;
    let dells = group(&caller, "vendor", "Dell").await;

    caller.patch("/tags/1", json!({"name": "Branch"})).await;
    assert_eq!(members(&caller, office).await, [] as [i64; 0]);
    caller.patch("/tags/2", json!({"name": "Office"})).await;
    assert_eq!(members(&caller, office).await, [5]);
    caller.post("/tags/2/devices/1", json!({})).await;
    assert_eq!(members(&caller, office).await, [1, 5]);
    caller.delete("/tags/2").await;
    assert_eq!(members(&caller, office).await, [] as [i64; 0]);

    assert_eq!(members(&caller, shops).await, [] as [i64; 0]);
    let named = json!({"custom_name": "Shop 3", "vendor": "Dell"});
    caller.patch("/devices/3", named).await;
    assert_eq!(members(&caller, shops).await, [3]);
    assert_eq!(members(&caller, dells).await, [3]);
    assert_eq!(
        listed(&caller, "/devices/3/devicegroups").await,
        [shops, dells]
    );
    caller.patch("/devices/3", json!({"custom_name": ""})).await;
    assert_eq!(members(&caller, shops).await, [] as [i64; 0]);
    assert_eq!(listed(&caller, "/devices/3/devicegroups").await, [dells]);

    let patch = json!({"field": "vlan", "value": "20"});
    caller.patch(&format!("/devicegroups/{dells}"), patch).await;
    assert_eq!(members(&caller, dells).await, [1, 2]);
}

#[tokio::test]
async fn custom_devices_can_be_left_out() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let mut everyone = rule("any", "/./");
    let with = caller.created("/devicegroups", everyone.clone()).await;
    everyone["include_custom_devices"] = json!(false);
    let without = caller.created("/devicegroups", everyone).await;
    assert_eq!(members(&caller, with).await, [1, 2, 3, 4, 5]);
    assert_eq!(members(&caller, without).await, [1, 2, 4, 5]);
    assert_eq!(listed(&caller, "/devices/3/devicegroups").await, [with]);
    let fixed = json!({"name": "a", "include_custom_devices": false});
    let fixed = caller.created("/devicegroups", fixed).await;
    let path = format!("/devicegroups/{fixed}/devices/3");
    assert_eq!(caller.post(&path, json!({})).await.status, 204);
    assert_eq!(
        members(&caller, fixed).await,
        [3],
        "a static group holds what was assigned"
    );
}

#[tokio::test]
async fn nobody_is_assigned_to_a_dynamic_group() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let dynamic = group(&caller, "vlan", "20").await;
    let fixed = caller.created("/devicegroups", json!({"name": "a"})).await;
    let told = format!("The device group {dynamic} is dynamic: its rule decides who is a member.");
    let path = format!("/devicegroups/{dynamic}/devices");
    for body in [json!({"assign": [5]}), json!({"unassign": [1]})] {
        let answer = caller.post(&path, body).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["failures"][0]["reason"], told);
    }
    let one = format!("{path}/5");
    assert_eq!(caller.post(&one, json!({})).await.refusal(422), told);
    assert_eq!(caller.delete(&one).await.refusal(422), told);
    let other = format!("/devices/5/devicegroups/{dynamic}");
    assert_eq!(caller.post(&other, json!({})).await.refusal(422), told);

    let both = json!({"assign": [dynamic, fixed]});
    let answer = caller.post("/devices/5/devicegroups", both).await;
    let failure = json!({"action": "assign", "id": dynamic.to_string(), "reason": told});
    assert_eq!(answer.status, 207);
    assert_eq!(answer.json()["failures"], json!([failure]));
    assert_eq!(members(&caller, dynamic).await, [1, 2]);
    assert_eq!(members(&caller, fixed).await, [5]);
    assert_eq!(listed(&caller, "/devices/5/devicegroups").await, [fixed]);
    assert_eq!(listed(&caller, "/devices/1/devicegroups").await, [dynamic]);
}
