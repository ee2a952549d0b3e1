//! What is assigned to devices and device groups: pages, geomaps and flex grids, from both ends.
use super::{devices::FIVE, lists::listed};
use crate::client::{Caller, Twin};
use serde_json::json;

/// The kinds, and what one of each is called in sentences.
const KINDS: [(&str, &str); 3] = [
    ("flexgrids", "flex grid"),
    ("geomaps", "geomap"),
    ("pages", "page"),
];

/// Five devices, two device groups, and three objects of each kind, of which the last applies to
/// everything.
async fn twin() -> Twin {
    let objects = "[{name: a}, {name: b}, {name: c, apply_all: true}]";
    let objects = KINDS.map(|(kind, _)| format!("{kind}: {objects}\n"));
    let groups = "devicegroups: [{name: a}, {name: b, dynamic: true, field: vlan, value: '20'}]";
    Twin::start(&format!("{FIVE}\n{groups}\n{}", objects.concat())).await
}

async fn assign(caller: &Caller, path: &str) {
    assert_eq!(caller.post(path, json!({})).await.status, 204, "{path}");
}

#[tokio::test]
async fn an_assignment_is_seen_from_both_ends() {
    let twin = twin().await;
    let caller = twin.full_write();
    for (kind, _) in KINDS {
        for (other, one, two) in [("devices", 2, 4), ("devicegroups", 1, 2)] {
            let forth = format!("/{kind}/1/{other}");
            let back = format!("/{other}/{one}/{kind}");
            let direct = format!("{back}?direct_assignments_only=true");
            let answer = caller.post(&forth, json!({"assign": [one, two]})).await;
            assert_eq!((answer.status, answer.text()), (204, String::new()));
            let answer = caller.post(&back, json!({"assign": [2]})).await;
            assert_eq!((answer.status, answer.text()), (204, String::new()));
            assert_eq!(listed(&caller, &forth).await, [one, two]);
            assert_eq!(listed(&caller, &direct).await, [1, 2]);
            let whole = caller.json(&format!("/{kind}")).await;
            assert_eq!(caller.json(&direct).await[1], whole[1], "whole objects");
            let whole = caller.json(&format!("/{other}/{two}")).await;
            assert_eq!(caller.json(&forth).await[1], whole, "whole objects");
            let pair = format!("{forth}/{two}");
            assert_eq!(caller.delete(&pair).await.status, 204);
            assert_eq!(caller.delete(&pair).await.status, 204, "again");
            assert_eq!(caller.delete(&format!("{back}/2")).await.status, 204);
            assert_eq!(listed(&caller, &forth).await, [one]);
            assert_eq!(listed(&caller, &direct).await, [1]);
            assign(&caller, &pair).await;
            assign(&caller, &pair).await;
            let answer = caller.post(&forth, json!({"unassign": [one, two]})).await;
            assert_eq!(answer.status, 204);
            assert_eq!(listed(&caller, &forth).await, [] as [i64; 0]);
        }
    }
}

#[tokio::test]
async fn a_batch_with_an_unknown_id_is_refused_whole() {
    let twin = twin().await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    for (kind, title) in KINDS {
        for (other, child) in [("devices", "device"), ("devicegroups", "device group")] {
            let path = format!("/{kind}/1/{other}");
            assign(&caller, &format!("{path}/2")).await;
            let audit_note = admin.last_audit_note().await;
            let unknown = format!("There is no {child} with the id 99.");
            for ids in [
                json!({"assign": [1, 99]}),
                json!({"assign": [1], "unassign": [2, 99]}),
            ] {
                let answer = caller.post(&path, ids).await;
                assert_eq!(answer.refusal(404), unknown);
            }
            for method in ["POST", "DELETE"] {
                let one = format!("{path}/99");
                let answer = caller.send(method, &one, &[], b"").await;
                assert_eq!(answer.refusal(404), unknown);
            }
            assert_eq!(listed(&caller, &path).await, [2], "nothing was done");
            assert_eq!(admin.last_audit_note().await, audit_note);
            let nowhere = format!("/{kind}/9/{other}");
            let answer = caller.post(&nowhere, json!({"assign": []})).await;
            let no_parent = format!("There is no {title} with the id 9.");
            assert_eq!(answer.refusal(404), no_parent);
            assert_eq!(caller.get(&nowhere).await.refusal(404), no_parent);
            let told = caller.post(&path, json!({"assign": ["1"]})).await;
            let mistyped = "`assign[0]` must be an integer, not a string";
            assert_eq!(told.refusal(400), mistyped);

            // At the other end the ids that are there are assigned.
            let back = format!("/{other}/1/{kind}");
            let answer = caller.post(&back, json!({"assign": [2, 99]})).await;
            assert_eq!(answer.status, 207);
            let failures = json!([{"action": "assign", "id": "99", "reason": format!("There is no {title} with the id 99.")}]);
            assert_eq!(answer.json()["failures"], failures);
            assert_eq!(listed(&caller, &format!("/{kind}/2/{other}")).await, [1]);
        }
    }
}

#[tokio::test]
async fn every_assignment_is_one_entry_of_the_audit_log() {
    let twin = twin().await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    let audit_note = |operation: &str, details: &str| json!({"user": "full_write", "operation": operation, "details": details, "component": "REST API"});
    let ids = json!({"assign": [1, 2], "unassign": [3]});
    caller.post("/pages/2/devices", ids).await;
    let expected = audit_note("Assign device to page", "page 2: 2 assigned, 1 unassigned");
    assert_eq!(admin.last_audit_note().await, expected);
    caller.delete("/devicegroups/1/geomaps/2").await;
    let expected = audit_note("Unassign geomap", "geomap 2, device group 1");
    assert_eq!(admin.last_audit_note().await, expected);
    assert_eq!(admin.json("/auditlog").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn pages_and_geomaps_reach_through_groups_and_by_applying_to_all() {
    let twin = twin().await;
    let caller = twin.full_write();
    assign(&caller, "/devicegroups/1/devices/2").await;
    for kind in ["geomaps", "pages"] {
        assign(&caller, &format!("/{kind}/1/devices/2")).await;
        assign(&caller, &format!("/devicegroups/1/{kind}/2")).await;
        let reach = async |path: String| {
            let direct = format!("{path}?direct_assignments_only=true");
            let either = format!("{path}?direct_assignments_only=false");
            let all = listed(&caller, &path).await;
            assert_eq!(listed(&caller, &either).await, all);
            (all, listed(&caller, &direct).await)
        };
        let of_two = async || reach(format!("/devices/2/{kind}")).await;
        let of_group = async || reach(format!("/devicegroups/1/{kind}")).await;
        assert_eq!(of_two().await, (vec![1, 2, 3], vec![1]));
        assert_eq!(of_group().await, (vec![2, 3], vec![2]));
        // The dynamic group holds the devices of VLAN 20: 1 and 2.
        assign(&caller, &format!("/{kind}/1/devicegroups/2")).await;
        let of_one = reach(format!("/devices/1/{kind}")).await;
        assert_eq!(of_one, (vec![1, 3], vec![]));
        let of_three = reach(format!("/devices/3/{kind}")).await;
        assert_eq!(of_three, (vec![3], vec![]));
        let devices = listed(&caller, &format!("/{kind}/2/devices")).await;
        assert_eq!(devices, [] as [i64; 0], "only direct ones");
        let patch = json!({"apply_all": false});
        caller.patch(&format!("/{kind}/3"), patch).await;
        assert_eq!(of_two().await, (vec![1, 2], vec![1]));
        assert_eq!(of_group().await, (vec![2], vec![2]));
        let wrong = format!("/devices/2/{kind}?direct_assignments_only=perhaps");
        let told = caller.get(&wrong).await.refusal(400);
        assert!(told.contains("`direct_assignments_only`"), "{told}");
    }
}

#[tokio::test]
async fn what_is_deleted_is_assigned_to_nothing() {
    let twin = twin().await;
    let caller = twin.full_write();
    for (kind, _) in KINDS {
        assign(&caller, &format!("/{kind}/1/devices/2")).await;
        assign(&caller, &format!("/{kind}/1/devicegroups/1")).await;
    }
    assign(&caller, "/pages/2/devicegroups/1").await;
    assert_eq!(caller.delete("/pages/1").await.status, 204);
    assert_eq!(caller.delete("/geomaps/1").await.status, 204);
    for kind in ["geomaps", "pages"] {
        let direct = format!("/devices/2/{kind}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &direct).await, [] as [i64; 0], "{kind}");
    }
    assert_eq!(listed(&caller, "/devices/2/flexgrids").await, [1]);
    assert_eq!(caller.delete("/devicegroups/1").await.status, 204);
    for path in ["/flexgrids/1/devicegroups", "/pages/2/devicegroups"] {
        assert_eq!(listed(&caller, path).await, [] as [i64; 0], "{path}");
    }
}

#[tokio::test]
async fn device_groups_carry_tags() {
    let twin = Twin::start(&format!("{FIVE}\ndevicegroups: [{{name: a}}]\n")).await;
    let caller = twin.full_write();
    let path = "/devicegroups/1/tags";
    let answer = caller.post(path, json!({"assign": [1, 2]})).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(caller.json(path).await, caller.json("/tags").await);
    assert_eq!(caller.delete("/devicegroups/1/tags/2").await.status, 204);
    assert_eq!(listed(&caller, path).await, [1]);
    assign(&caller, "/devicegroups/1/tags/2").await;
    let answer = caller
        .post(path, json!({"assign": [9], "unassign": [2]}))
        .await;
    assert_eq!(answer.status, 207);
    assert_eq!(
        answer.json()["failures"][0]["reason"],
        "There is no tag with the id 9."
    );
    assign(&caller, "/devicegroups/1/devices/4").await;
    let none = [] as [i64; 0];
    let of_member = listed(&caller, "/devices/4/tags").await;
    assert_eq!(of_member, none, "a group's tag is not its devices' tag");
    assert_eq!(caller.delete("/tags/1").await.status, 204);
    assert_eq!(listed(&caller, path).await, none);
}

#[tokio::test]
async fn these_assignments_end_with_firmware_7_9() {
    let paths = [
        "/flexgrids",
        "/flexgrids/1/devices",
        "/flexgrids/1/devicegroups",
        "/geomaps/1",
        "/geomaps/1/devices",
        "/geomaps/1/devicegroups",
        "/pages/1/devices",
        "/pages/1/devicegroups",
        "/devices/1/flexgrids",
        "/devices/1/geomaps",
        "/devices/1/pages",
        "/devicegroups/1/flexgrids",
        "/devicegroups/1/geomaps",
        "/devicegroups/1/pages",
        "/devicegroups/1/tags",
    ];
    for (firmware, status) in [("7.9", 200), ("8.0", 404)] {
        let twin = Twin::start_with("demo", &["--firmware", firmware]).await;
        let caller = twin.full_write();
        for path in paths {
            assert_eq!(caller.get(path).await.status, status, "{path}");
        }
        let written = if status == 200 { 204 } else { 404 };
        for path in paths.iter().filter(|path| path.matches('/').count() == 3) {
            let batch = caller.post(path, json!({"assign": []})).await;
            let one = format!("{path}/1");
            let (assigned, unassigned) = (
                caller.post(&one, json!({})).await,
                caller.delete(&one).await,
            );
            for answer in [batch, assigned, unassigned] {
                assert_eq!(answer.status, written, "{path}: {}", answer.text());
            }
        }
        assert_eq!(caller.get("/devices/1/alerts").await.status, 200);
        assert_eq!(caller.get("/alerts/1/emailgroups").await.status, 200);
    }
}
