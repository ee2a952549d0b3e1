use super::super::{devices::FIVE, lists::listed};
use crate::client::Twin;
use serde_json::json;

const NONE: [i64; 0] = [];

#[tokio::test]
async fn a_static_group_is_filled_from_both_ends() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    for name in ["a", "b"] {
        caller.created("/devicegroups", json!({"name": name})).await;
    }
    let post = async |path: &str, body| caller.post(path, body).await.status;
    let groups = "/devices/2/devicegroups";
    let members = "/devicegroups/1/devices";
    let first = json!({"assign": [4, 2, 2]});
    assert_eq!(post(members, first).await, 204);
    assert_eq!(post("/devicegroups/2/devices/2", json!({})).await, 204);
    assert_eq!(post("/devicegroups/2/devices/2", json!({})).await, 204);
    assert_eq!(post("/devices/1/devicegroups/2", json!({})).await, 204);
    assert_eq!(listed(&caller, members).await, [2, 4]);
    assert_eq!(listed(&caller, "/devicegroups/2/devices").await, [1, 2]);
    assert_eq!(listed(&caller, groups).await, [1, 2]);
    assert_eq!(
        caller.json(members).await[0],
        caller.json("/devices/2").await,
        "members are whole devices"
    );
    assert_eq!(
        caller.json(groups).await[0],
        caller.json("/devicegroups/1").await
    );

    assert_eq!(post(groups, json!({"unassign": [1]})).await, 204);
    assert_eq!(post(members, json!({"unassign": [2]})).await, 204);
    assert_eq!(post(members, json!({"assign": []})).await, 204);
    assert_eq!(post(members, json!({})).await, 204);
    assert_eq!(listed(&caller, members).await, [4]);
    assert_eq!(caller.delete("/devicegroups/2/devices/2").await.status, 204);
    assert_eq!(caller.delete("/devices/1/devicegroups/2").await.status, 204);
    assert_eq!(listed(&caller, "/devicegroups/2/devices").await, NONE);
    assert_eq!(listed(&caller, groups).await, NONE);
}

#[tokio::test]
async fn members_come_in_pages() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let all = listed(&caller, "/devices?limit=-1").await;
    let group = json!({"name": "all", "dynamic": true, "field": "any", "value": "/./"});
    let dynamic = caller.created("/devicegroups", group).await;
    let fixed = caller.created("/devicegroups", json!({"name": "a"})).await;
    let assign = json!({"assign": all});
    let path = format!("/devicegroups/{fixed}/devices");
    assert_eq!(caller.post(&path, assign).await.status, 204);
    for id in [dynamic, fixed] {
        let path = format!("/devicegroups/{id}/devices");
        let page = async |query: &str| listed(&caller, &format!("{path}?{query}")).await;
        assert_eq!(listed(&caller, &path).await, all[..100]);
        assert_eq!(page("limit=-1").await, all);
        assert_eq!(page("limit=1000").await, all);
        assert_eq!(page("limit=3&offset=2").await, all[2..5]);
        assert_eq!(page("offset=220").await, all[220..]);
        assert_eq!(page("offset=221").await, NONE);
        for wrong in ["limit=-2", "offset=-1", "active_from=x"] {
            caller.get(&format!("{path}?{wrong}")).await.refusal(400);
        }
    }
}

/// Device 2 is seen since 1447974000000, when its peer 5 came; 1, 3 and 4 are never seen.
#[tokio::test]
async fn members_were_active_in_a_time() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller.created("/devicegroups", json!({"name": "a"})).await;
    let members = "/devicegroups/1/devices";
    caller.post(members, json!({"assign": [1, 2, 3]})).await;
    let rule = json!({"name": "b", "dynamic": true, "field": "any", "value": "10.20.0.0/24"});
    caller.created("/devicegroups", rule).await;
    let active = async |query: &str| listed(&caller, &format!("{members}?{query}")).await;
    assert_eq!(active("limit=-1").await, [1, 2, 3]);
    assert_eq!(active("active_from=-30m").await, [2]);
    assert_eq!(active("active_until=0").await, [2]);
    assert_eq!(active("active_until=1447974000000").await, NONE);
}

#[tokio::test]
async fn ids_that_are_not_there_are_told() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller.created("/devicegroups", json!({"name": "a"})).await;
    let answer = caller
        .post("/devicegroups/1/devices", json!({"assign": [1, 6]}))
        .await;
    let failures =
        json!([{"action": "assign", "id": "6", "reason": "There is no device with the id 6."}]);
    assert_eq!(answer.status, 207);
    assert_eq!(answer.json()["failures"], failures);
    assert!(answer.json()["message"].is_string());
    assert_eq!(listed(&caller, "/devicegroups/1/devices").await, [1]);
    let answer = caller
        .post("/devices/1/devicegroups", json!({"assign": [9]}))
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["failures"][0]["id"], "9");
    let device = "There is no device with the id 6.";
    let group = "There is no device group with the id 9.";
    for (path, told) in [
        ("/devicegroups/1/devices/6", device),
        ("/devicegroups/9/devices/1", group),
        ("/devices/1/devicegroups/9", group),
        ("/devices/6/devicegroups/1", device),
    ] {
        assert_eq!(caller.post(path, json!({})).await.refusal(404), told);
        assert_eq!(caller.delete(path).await.refusal(404), told);
    }
    for path in ["/devicegroups/9/devices", "/devicegroups/9/alerts"] {
        assert_eq!(caller.get(path).await.refusal(404), group);
        let answer = caller.post(path, json!({"assign": []})).await;
        assert_eq!(answer.refusal(404), group);
    }
    let answer = caller
        .post("/devicegroups/1/devices", json!({"assign": "all"}))
        .await;
    assert!(answer.refusal(400).starts_with("`assign` must be an array"));
}

#[tokio::test]
async fn a_deleted_group_is_assigned_nowhere() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let shop = listed(&caller, "/devicegroups/1/devices").await;
    let path = format!("/devices/{}/devicegroups", shop[0]);
    assert!(listed(&caller, &path).await.contains(&1));
    caller.post("/alerts/1/devicegroups/1", json!({})).await;
    assert!(listed(&caller, "/alerts/1/devicegroups").await.contains(&1));
    assert_eq!(caller.delete("/devicegroups/1").await.status, 204);
    assert!(!listed(&caller, &path).await.contains(&1));
    assert!(!listed(&caller, "/alerts/1/devicegroups").await.contains(&1));
    assert_eq!(
        caller.get(&format!("/devices/{}", shop[0])).await.status,
        200,
        "the devices stay"
    );
}
