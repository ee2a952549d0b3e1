use super::lists::{ids, listed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// When the clock stands still.
const NOW: i64 = 1447975207000;

/// Lin and Wes have a dashboard each; Wes shares his with Rex.
const BOARDS: &str = r#"
clock: 2015-11-19T23:20:07Z
users:
  - {username: Lin, name: Lin Analyst, level: limited_write, api_keys: [{key: lin-key}]}
  - {username: wes, name: Wes Webmaster, level: full_write, api_keys: [{key: wes-key}]}
  - {username: rex, name: Rex Reader, level: read_only, api_keys: [{key: rex-key}]}
devices:
  - {ipaddr4: 10.0.0.1, is_l3: true}
  - {ipaddr4: 10.0.0.2, is_l3: true}
devicegroups:
  - {name: Shop}
  - {name: Office}
dashboards:
  - {name: Shop floor, comment: The web shop., author: Lin Analyst, owner: lin, short_code: Hq3Zt, activity: [http_server]}
  - {name: Names, owner: wes, activity: [extrahop.device.dns_client]}
assignments:
  dashboards/devices:
    - {parent: Shop floor, children: [10.0.0.1]}
    - {parent: Names, children: [10.0.0.1, 10.0.0.2]}
  dashboards/devicegroups:
    - {parent: Shop floor, children: [Shop]}
  dashboards/users:
    - {parent: Names, children: [rex]}
"#;

struct People {
    twin: Twin,
    admin: Caller,
    lin: Caller,
    wes: Caller,
    rex: Caller,
}

async fn people() -> People {
    let twin = Twin::start(BOARDS).await;
    let (lin, wes, rex) = ("lin-key", "wes-key", "rex-key");
    People {
        admin: twin.full_system(),
        lin: twin.with_key(lin),
        wes: twin.with_key(wes),
        rex: twin.with_key(rex),
        twin,
    }
}

fn shop_floor() -> Value {
    json!({
        "id": 1,
        "mod_time": NOW,
        "name": "Shop floor",
        "comment": "The web shop.",
        "author": "Lin Analyst",
        "owner": "lin",
        "short_code": "Hq3Zt",
        "type": "summary_dashboard"
    })
}

#[tokio::test]
async fn a_dashboard_has_a_number_and_a_short_code() {
    let people = people().await;
    let People { admin, lin, .. } = &people;
    for path in [
        "/dashboards/1",
        "/dashboards/~Hq3Zt",
        "/dashboards/%7EHq3Zt",
    ] {
        assert_eq!(lin.json(path).await, shop_floor(), "{path}");
    }
    let all = admin.json("/dashboards").await;
    let code = |board: &Value| board["short_code"].as_str().unwrap().to_owned();
    let codes: Vec<_> = all.as_array().unwrap().iter().map(code).collect();
    assert_eq!(codes.len(), 4);
    for (code, board) in codes.iter().zip(all.as_array().unwrap()) {
        assert!(code.len() == 5 && code.bytes().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(&admin.json(&format!("/dashboards/~{code}")).await, board);
    }
    for (name, told) in [
        ("~hq3zt", "There is no dashboard with the id ~hq3zt."),
        ("~", "There is no dashboard with the id ~."),
        ("~1", "There is no dashboard with the id ~1."),
        ("99", "There is no dashboard with the id 99."),
        (
            "Hq3Zt",
            "`id` must be an integer or a short code with a tilde in front, not `Hq3Zt`.",
        ),
    ] {
        let path = format!("/dashboards/{name}");
        assert_eq!(admin.get(&path).await.refusal(404), told);
        assert_eq!(admin.delete(&path).await.refusal(404), told);
        let patched = admin.patch(&path, json!({"owner": "wes"})).await;
        assert_eq!(patched.refusal(404), told);
    }
}

/// The seed's example of a short code belongs to a dashboard that every appliance has.
#[tokio::test]
async fn every_appliance_has_the_dashboards_of_the_system() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let activity = json!({
        "id": 1,
        "mod_time": NOW,
        "name": "Activity",
        "comment": "Which protocols are spoken.",
        "author": "ExtraHop",
        "owner": null,
        "short_code": "kmC9Y",
        "type": "summary_dashboard"
    });
    assert_eq!(caller.json("/dashboards/~kmC9Y").await, activity);
    let all = caller.json("/dashboards").await;
    let names = |board: &Value| board["name"].as_str().unwrap().to_owned();
    let names: Vec<_> = all.as_array().unwrap().iter().map(names).collect();
    assert_eq!(names, ["Activity", "Network"]);
}

#[tokio::test]
async fn the_dashboards_of_the_system_are_those_of_its_firmware() {
    for (firmware, platform, wanted) in [
        ("6.2", "discover", vec!["Activity", "Network"]),
        ("7.0", "discover", vec![]),
        ("8.8", "discover", vec!["System Health"]),
        (
            "9.6",
            "discover",
            vec!["System Health", "Security Hardening"],
        ),
        (
            "9.6",
            "command",
            vec!["System Health", "Security Hardening", "System Usage"],
        ),
    ] {
        let options = ["--firmware", firmware, "--platform", platform];
        let twin = Twin::start_with("empty", &options).await;
        let names = async |caller: Caller| -> Vec<String> {
            let boards = caller.json("/dashboards").await;
            let boards = boards.as_array().unwrap().iter();
            boards
                .map(|board| board["name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(
            names(twin.full_system()).await,
            wanted,
            "{firmware} {platform}"
        );
        let seen = wanted.iter().filter(|name| **name != "System Usage");
        assert_eq!(
            names(twin.read_only()).await,
            seen.copied().collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn users_see_the_systems_dashboards_their_own_and_those_shared_with_them() {
    let people = people().await;
    for (caller, seen) in [
        (&people.admin, vec![1, 2, 3, 4]),
        (&people.lin, vec![1, 3, 4]),
        (&people.wes, vec![2, 3, 4]),
        (&people.rex, vec![2, 3, 4]),
        (&people.twin.full_write(), vec![3, 4]),
    ] {
        assert_eq!(listed(caller, "/dashboards").await, seen);
        for id in 1..=4 {
            let answer = caller.get(&format!("/dashboards/{id}")).await;
            let expected = if seen.contains(&id) { 200 } else { 404 };
            assert_eq!(answer.status, expected, "{id}");
        }
        let about: Vec<i64> = seen.iter().copied().filter(|id| *id <= 2).collect();
        assert_eq!(listed(caller, "/devices/1/dashboards").await, about);
    }
}

#[tokio::test]
async fn an_object_has_the_dashboards_about_it() {
    let people = people().await;
    let People { admin, .. } = &people;
    for (path, expected) in [
        ("/devices/1/dashboards", vec![1, 2]),
        ("/devices/2/dashboards", vec![2]),
        ("/devicegroups/1/dashboards", vec![1]),
        ("/devicegroups/2/dashboards", vec![]),
        // HTTP servers: the system's Activity too.
        ("/activitygroups/20/dashboards", vec![1, 3]),
        ("/activitygroups/11/dashboards", vec![2, 3]),
        ("/activitygroups/1/dashboards", vec![]),
    ] {
        assert_eq!(listed(admin, path).await, expected, "{path}");
    }
    let about = admin.json("/devicegroups/1/dashboards").await;
    assert_eq!(about, json!([shop_floor()]), "whole objects");
    for (path, what) in [
        ("/devices/9/dashboards", "device"),
        ("/devicegroups/9/dashboards", "device group"),
        ("/activitygroups/0/dashboards", "activity group"),
        ("/activitygroups/81/dashboards", "activity group"),
    ] {
        let told = admin.get(path).await.refusal(404);
        assert!(
            told.starts_with(&format!("There is no {what} with")),
            "{told}"
        );
    }
    assert_eq!(admin.delete("/dashboards/2").await.status, 204);
    assert_eq!(listed(admin, "/devices/1/dashboards").await, [1]);
    assert_eq!(admin.delete("/devicegroups/1").await.status, 204);
    admin.get("/devicegroups/1/dashboards").await.refusal(404);
}

#[tokio::test]
async fn an_owner_hands_a_dashboard_over() {
    let people = people().await;
    let People {
        admin, lin, wes, ..
    } = &people;
    let mut sent = shop_floor();
    sent["owner"] = json!("WES");
    sent["name"] = json!("Mine");
    sent["short_code"] = json!("AAAAA");
    let answer = lin.patch("/dashboards/~Hq3Zt", sent).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let audit_note = json!({"user": "Lin", "operation": "Modify dashboard", "details": "dashboard 1: Shop floor", "component": "REST API"});
    assert_eq!(admin.last_audit_note().await, audit_note);
    let mut handed = shop_floor();
    handed["owner"] = json!("wes");
    assert_eq!(
        wes.json("/dashboards/1").await,
        handed,
        "nothing else changes"
    );
    lin.get("/dashboards/1").await.refusal(404);
    let back = json!({"owner": "lin"});
    lin.patch("/dashboards/1", back.clone()).await.refusal(403);
    assert_eq!(wes.patch("/dashboards/1", back).await.status, 204);
    handed["owner"] = json!("Lin");
    assert_eq!(lin.json("/dashboards/1").await, handed);
    let admins = json!({"owner": "setup"});
    assert_eq!(admin.patch("/dashboards/1", admins).await.status, 204);
    assert_eq!(listed(lin, "/dashboards").await, [3, 4]);
}

#[tokio::test]
async fn an_owner_must_be_a_user() {
    let people = people().await;
    let People { admin, lin, .. } = &people;
    for (owner, status, expected) in [
        (
            json!("nobody"),
            422,
            "`owner`: there is no user named nobody",
        ),
        (json!(""), 422, "`owner`: there is no user named "),
        (
            json!(null),
            422,
            "`owner` must be the name of a user, not null",
        ),
        (
            json!(5),
            400,
            "`owner` must be a string or null, not a number",
        ),
    ] {
        let answer = lin.patch("/dashboards/1", json!({"owner": owner})).await;
        assert_eq!(answer.refusal(status), expected);
    }
    let garbled = lin.send("PATCH", "/dashboards/1", &[], b"{").await;
    garbled.refusal(400);
    assert_eq!(lin.json("/dashboards/1").await, shop_floor());
    assert_eq!(admin.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn others_dashboards_are_for_full_system_alone() {
    let people = people().await;
    let owner = json!({"owner": "rex"});
    for (caller, path) in [
        (&people.lin, "/dashboards/2"),
        (&people.wes, "/dashboards/1"),
        (&people.twin.full_write(), "/dashboards/~Hq3Zt"),
        // He may view it, and read only.
        (&people.rex, "/dashboards/2"),
    ] {
        caller.patch(path, owner.clone()).await.refusal(403);
        caller.delete(path).await.refusal(403);
    }
    assert_eq!(people.admin.json("/auditlog").await, json!([]));
    let patched = people.admin.patch("/dashboards/1", owner).await;
    assert_eq!(patched.status, 204);
    assert_eq!(people.admin.delete("/dashboards/2").await.status, 204);
    assert_eq!(listed(&people.rex, "/dashboards").await, [1, 3, 4]);
}

#[tokio::test]
async fn own_dashboards_are_deleted() {
    let people = people().await;
    let People { admin, lin, .. } = &people;
    assert_eq!(lin.delete("/dashboards/~Hq3Zt").await.status, 204);
    lin.delete("/dashboards/~Hq3Zt").await.refusal(404);
    let audit_note = json!({"user": "Lin", "operation": "Delete dashboard", "details": "dashboard 1: Shop floor", "component": "REST API"});
    assert_eq!(admin.last_audit_note().await, audit_note);
    assert_eq!(listed(admin, "/dashboards").await, [2, 3, 4]);
}

#[tokio::test]
async fn the_systems_dashboards_stay() {
    let people = people().await;
    let People { admin, wes, .. } = &people;
    let before = admin.json("/dashboards").await;
    for caller in [admin, wes] {
        for path in ["/dashboards/3", "/dashboards/~kmC9Y"] {
            let told = caller.delete(path).await.refusal(403);
            assert!(told.contains("comes with the system"), "{told}");
            let patched = caller.patch(path, json!({"owner": "wes"})).await;
            assert_eq!(patched.refusal(403), told);
        }
    }
    assert_eq!(admin.json("/dashboards").await, before);
}

#[tokio::test]
async fn nobody_makes_a_dashboard_here() {
    let people = people().await;
    let People { admin, .. } = &people;
    let answer = admin.post("/dashboards", json!({"name": "a"})).await;
    assert_eq!(answer.status, 405);
}

/// Later firmware says what the caller may do.
#[tokio::test]
async fn rights_are_those_of_the_caller() {
    let twin = Twin::start_with(BOARDS, &["--firmware", "8.8"]).await;
    let all = json!(["view", "edit", "transfer", "delete", "share"]);
    let (admin, rex, wes) = (
        twin.full_system(),
        twin.with_key("rex-key"),
        twin.with_key("wes-key"),
    );
    for (caller, id, rights) in [
        (&admin, 2, &all),
        (&wes, 2, &all),
        (&rex, 2, &json!(["view"])),
        (&admin, 3, &json!(["view"])),
    ] {
        let board = caller.json(&format!("/dashboards/{id}")).await;
        assert_eq!(&board["rights"], rights);
        let list = caller.json("/dashboards").await;
        let place = ids(&list).iter().position(|one| *one == id).unwrap();
        assert_eq!(&list[place]["rights"], rights);
    }
}

#[test]
fn a_fixture_with_a_dashboard_of_nobody_or_nothing_is_refused() {
    for (board, told) in [
        (
            "{name: a, owner: nobody}",
            "`owner`: there is no user named nobody",
        ),
        (
            "{name: a, activity: [chess]}",
            "`activity`: there is no activity `chess`",
        ),
        ("{name: a, short_code: a-b}", "`short_code`"),
    ] {
        let text = format!("dashboards:\n  - {board}\n");
        let fixture =
            wiretwin::twin::fixture::Fixture::parse(&text, wiretwin::families::CONTENTS).unwrap();
        let keys = wiretwin::twin::access::Credentials::default();
        let (platform, seed) = (
            wiretwin::base::platform::Platform::Discover,
            wiretwin::base::seed::Seed(1),
        );
        let why = fixture
            .draft(wiretwin::families::CONTENTS, platform, NOW, seed, &keys)
            .err()
            .unwrap();
        assert!(
            why.starts_with("line 2: dashboards[0]: ") && why.contains(told),
            "{why}"
        );
    }
}
