use super::{
    super::{devices::FIVE, lists::listed},
    least,
};
use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn an_assignment_is_seen_from_both_ends() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    for name in ["a", "b"] {
        caller.created("/alerts", least(name)).await;
        caller.created("/devicegroups", json!({"name": name})).await;
    }
    for (child, one, two) in [("devices", 2, 4), ("devicegroups", 1, 2)] {
        let of_alert = format!("/alerts/1/{child}");
        let of_child = format!("/{child}/{one}/alerts");
        let answer = caller.post(&of_alert, json!({"assign": [one, two]})).await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
        let answer = caller.post(&of_child, json!({"assign": [2]})).await;
        assert_eq!(answer.status, 204);
        assert_eq!(listed(&caller, &of_alert).await, [one, two]);
        assert_eq!(listed(&caller, &of_child).await, [1, 2]);
        assert_eq!(
            caller.json(&of_child).await,
            caller.json("/alerts").await,
            "whole alerts"
        );
        let answer = caller.post(&of_alert, json!({"assign": [one, 99]})).await;
        assert_eq!(answer.status, 207);
        assert_eq!(answer.json()["failures"][0]["id"], "99");
        let pair = format!("{of_alert}/{two}");
        assert_eq!(caller.delete(&pair).await.status, 204);
        assert_eq!(caller.delete(&pair).await.status, 204, "again");
        assert_eq!(caller.delete(&format!("{of_child}/2")).await.status, 204);
        assert_eq!(listed(&caller, &of_alert).await, [one]);
        assert_eq!(listed(&caller, &of_child).await, [1]);
        assert_eq!(caller.post(&pair, json!({})).await.status, 204);
        assert_eq!(listed(&caller, &of_alert).await, [one, two]);
    }
    assert_eq!(caller.delete("/alerts/1").await.status, 204);
    for path in [
        "/devices/2/alerts",
        "/devices/4/alerts",
        "/devicegroups/1/alerts",
    ] {
        assert_eq!(listed(&caller, path).await, [] as [i64; 0], "{path}");
    }
}

#[tokio::test]
async fn alerts_reach_a_device_through_its_groups_and_by_applying_to_all() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let fixed = caller.created("/devicegroups", json!({"name": "a"})).await;
    let rule = json!({"name": "b", "dynamic": true, "field": "vlan", "value": "20"});
    let dynamic = caller.created("/devicegroups", rule).await;
    let assign = async |path: String| {
        assert_eq!(caller.post(&path, json!({})).await.status, 204, "{path}");
    };
    for name in ["direct", "static", "dynamic", "nobody's"] {
        caller.created("/alerts", least(name)).await;
    }
    let mut all = least("all");
    all["apply_all"] = json!(true);
    caller.created("/alerts", all).await;
    assign("/alerts/1/devices/2".into()).await;
    assign(format!("/devicegroups/{fixed}/devices/2")).await;
    assign(format!("/alerts/2/devicegroups/{fixed}")).await;
    assign(format!("/devicegroups/{dynamic}/alerts/3")).await;

    let reach = async |path: &str| {
        let direct = format!("{path}?direct_assignments_only=true");
        let either = format!("{path}?direct_assignments_only=false");
        let all = listed(&caller, path).await;
        assert_eq!(listed(&caller, &either).await, all);
        (all, listed(&caller, &direct).await)
    };
    assert_eq!(
        reach("/devices/2/alerts").await,
        (vec![1, 2, 3, 5], vec![1])
    );
    assert_eq!(reach("/devices/1/alerts").await, (vec![3, 5], vec![]));
    assert_eq!(reach("/devices/3/alerts").await, (vec![5], vec![]));
    assert_eq!(reach("/devicegroups/1/alerts").await, (vec![2, 5], vec![2]));
    assert_eq!(reach("/devicegroups/2/alerts").await, (vec![3, 5], vec![3]));
    for (alert, devices) in [(1, vec![2]), (2, vec![]), (3, vec![]), (5, vec![])] {
        let path = format!("/alerts/{alert}/devices");
        assert_eq!(listed(&caller, &path).await, devices, "only direct ones");
    }

    let patch = json!({"apply_all": false});
    caller.patch("/alerts/5", patch).await;
    caller.patch("/devicegroups/2", json!({"value": "2"})).await;
    assert_eq!(reach("/devices/2/alerts").await.0, [1, 2]);
    assert_eq!(reach("/devices/4/alerts").await.0, [3]);
    let wrong = "/devices/2/alerts?direct_assignments_only=perhaps";
    caller.get(wrong).await.refusal(400);
}
