use super::lists::{ids, listed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};
use wiretwin::twin::access::Level;

const SCRIPT: &str =
    "if (HTTP.statusCode === 500) { Application('Web').metricAddCount('http_500', 1); }";

/// A trigger of the guide's twin as it is answered.
fn trigger(id: i64, name: &str) -> Value {
    json!({
        "id": id,
        "mod_time": 1447975207000i64,
        "name": name,
        "description": null,
        "author": "full_write",
        "script": "",
        "event": null,
        "events": [],
        "priority": null,
        "disabled": false,
        "debug": false,
        "apply_all": false,
        "hints": {}
    })
}

/// What a trigger with one more field is refused with, on a create and on a change of trigger 1.
async fn refused(caller: &Caller, field: &str, value: Value, status: u16) -> String {
    let created = caller
        .post("/triggers", json!({"name": "a", field: value}))
        .await;
    let changed = caller.patch("/triggers/1", json!({field: value})).await;
    let told = created.refusal(status);
    assert_eq!(changed.refusal(status), told, "PATCH {field}");
    told
}

#[tokio::test]
async fn a_trigger_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({
        "id": 42, "mod_time": 5, "name": "HTTP 500 by URI", "script": SCRIPT,
        "event": "HTTP_RESPONSE", "debug": true, "colour": "red",
        "hints": {"packetCapture": false, "payloadBytes": 2048, "flowServerPortMin": 5000, "flowServerPortMax": 5010}
    });
    let answer = caller.post("/triggers", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/triggers/1"));
    let mut whole = trigger(1, "HTTP 500 by URI");
    whole["script"] = json!(SCRIPT);
    whole["event"] = json!("HTTP_RESPONSE");
    whole["events"] = json!(["HTTP_RESPONSE"]);
    whole["debug"] = json!(true);
    whole["hints"] = json!({"packetCapture": false, "payloadBytes": 2048, "flowServerPortMin": 5000, "flowServerPortMax": 5010});
    assert_eq!(caller.json("/triggers/1").await, whole);
    assert_eq!(caller.json("/triggers").await, json!([whole]));

    let answer = caller.patch("/triggers/1", json!({"disabled": true})).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    whole["disabled"] = json!(true);
    assert_eq!(
        caller.json("/triggers/1").await,
        whole,
        "nothing else changes"
    );
    let hints = json!({"cycle": "5min", "metricTypes": "extrahop.device.http_server"});
    caller
        .patch(
            "/triggers/1",
            json!({"hints": hints, "description": "Counts", "author": null, "priority": 3}),
        )
        .await;
    whole["hints"] = hints;
    whole["description"] = json!("Counts");
    whole["author"] = json!(null);
    whole["priority"] = json!(3);
    assert_eq!(
        caller.json("/triggers/1").await,
        whole,
        "hints are replaced whole"
    );

    assert_eq!(caller.delete("/triggers/1").await.status, 204);
    let told = "There is no trigger with the id 1.";
    assert_eq!(caller.get("/triggers/1").await.refusal(404), told);
    assert_eq!(
        caller.patch("/triggers/1", json!({})).await.refusal(404),
        told
    );
    assert_eq!(caller.delete("/triggers/1").await.refusal(404), told);
}

#[tokio::test]
async fn a_name_is_all_that_is_needed_and_may_be_used_twice() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let told = caller.post("/triggers", json!({})).await.refusal(422);
    assert_eq!(told, "`name` is required: a string");
    assert_eq!(caller.created("/triggers", json!({"name": "a"})).await, 1);
    assert_eq!(caller.created("/triggers", json!({"name": "a"})).await, 2);
    assert_eq!(
        caller.json("/triggers").await,
        json!([trigger(1, "a"), trigger(2, "a")])
    );
    let told = refused(&caller, "name", json!(""), 422).await;
    assert_eq!(told, "`name` must be a text that is not empty");
}

/// The contract: 5.1 has `event`, later clients read `events`; either may be sent.
#[tokio::test]
async fn event_and_events_say_the_same() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let both = async || {
        let trigger = caller.json("/triggers/1").await;
        (trigger["event"].clone(), trigger["events"].clone())
    };
    let events = json!(["HTTP_REQUEST", "HTTP_RESPONSE"]);
    caller
        .created("/triggers", json!({"name": "a", "events": events}))
        .await;
    assert_eq!(both().await, (json!("HTTP_REQUEST"), events));
    let mut whole = caller.json("/triggers/1").await;
    assert_eq!(caller.patch("/triggers/1", whole.clone()).await.status, 204);
    assert_eq!(
        both().await.1.as_array().unwrap().len(),
        2,
        "a trigger that is sent back"
    );
    whole["event"] = json!("DNS_REQUEST");
    caller.patch("/triggers/1", whole.clone()).await;
    assert_eq!(
        both().await,
        (json!("DNS_REQUEST"), json!(["DNS_REQUEST"])),
        "a client of 5.1"
    );
    whole = caller.json("/triggers/1").await;
    whole["events"] = json!(["SSL_OPEN"]);
    caller.patch("/triggers/1", whole).await;
    assert_eq!(
        both().await,
        (json!("SSL_OPEN"), json!(["SSL_OPEN"])),
        "a later client"
    );
    caller.patch("/triggers/1", json!({"event": null})).await;
    assert_eq!(both().await, (json!(null), json!([])));
    caller
        .patch("/triggers/1", json!({"event": "FLOW_TICK"}))
        .await;
    caller.patch("/triggers/1", json!({"events": []})).await;
    assert_eq!(both().await, (json!(null), json!([])));
}

#[tokio::test]
async fn an_event_is_written_in_capitals() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/triggers", json!({"name": "a"})).await;
    let shape = "must be a text that matches ^[A-Z][A-Z0-9_]*$";
    for broken in ["http_response", "HTTP RESPONSE", "", "_X", "HTTP-RESPONSE"] {
        let told = refused(&caller, "event", json!(broken), 422).await;
        assert_eq!(told, format!("`event` {shape}"));
        let told = refused(&caller, "events", json!(["DB_RESPONSE", broken]), 422).await;
        assert_eq!(told, format!("`events[1]` {shape}"));
    }
    refused(&caller, "event", json!(5), 400).await;
    refused(&caller, "events", json!("DB_RESPONSE"), 400).await;
    refused(&caller, "events", json!(null), 400).await;
    assert_eq!(caller.json("/triggers").await, json!([trigger(1, "a")]));
}

#[tokio::test]
async fn an_event_is_one_of_the_firmware() {
    let later = json!({"name": "later", "events": ["CDP_FRAME"]});
    for firmware in ["5.1", "9.8"] {
        let twin = Twin::start_with("guide", &["--firmware", firmware]).await;
        let caller = twin.full_write();
        let slip = json!({"name": "slip", "events": ["HTTP_REQUEST", "HTTP_RESPONS"]});
        let told = caller.post("/triggers", slip).await.refusal(422);
        assert_eq!(
            told,
            "`event`: there is no `HTTP_RESPONS`; the nearest is `HTTP_RESPONSE`"
        );
        let none = json!({"name": "none", "events": []});
        let told = caller.post("/triggers", none).await.refusal(422);
        assert_eq!(told, "`events` must be an array of at least 1 item");
        let id = caller.created("/triggers", json!({"name": "a"})).await;
        let path = format!("/triggers/{id}");
        let slip = json!({"event": "NEWDEVICE"});
        let told = caller.patch(&path, slip).await.refusal(422);
        assert!(told.ends_with("the nearest is `NEW_DEVICE`"), "{told}");
        match firmware {
            "5.1" => {
                let told = caller.post("/triggers", later.clone()).await.refusal(422);
                assert_eq!(
                    told,
                    "`event`: `CDP_FRAME` came with firmware 7.7; this is 5.1"
                );
            }
            _ => drop(caller.created("/triggers", later.clone()).await),
        }
    }
}

#[tokio::test]
async fn a_script_that_does_not_parse_is_refused_with_line_and_column() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller
        .created("/triggers", json!({"name": "a", "script": SCRIPT}))
        .await;
    for (script, place) in [
        ("}", "line 1, column 1"),
        ("return }", "line 1, column 8"),
        ("var x = 1;\nif (x) {\n  x +;\n}", "line 3, column 6"),
        ("a\r\nb\r\n c d", "line 3, column 3"),
        ("var s = 'open\nx();", "line 1, column 9"),
        ("log('日本'); ?", "line 1, column 12"),
        ("function(){", "line 1, column 9"),
        ("foo(", "line 1, column 5"),
        ("x = /(;\ny", "line 1, column 5"),
        ("await x;", "line 1, column 1"),
        ("var a;\nimport a from 'b';", "line 2, column 1"),
        ("\u{0}", "line 1, column 1"),
    ] {
        let told = refused(&caller, "script", json!(script), 422).await;
        let expected = format!("`script`: {place}");
        assert!(
            told.starts_with(&expected) && told.len() > expected.len() + 2,
            "{script}: {told}"
        );
    }
    let told = refused(&caller, "script", json!("x +"), 422).await;
    assert_eq!(told, "`script`: line 1, column 4: Unexpected token");
    refused(&caller, "script", json!(null), 400).await;
    assert_eq!(caller.json("/triggers/1").await["script"], SCRIPT);
    assert_eq!(listed(&caller, "/triggers").await, [1]);
    let deeds = twin.full_system().json("/auditlog").await;
    assert_eq!(deeds.as_array().unwrap().len(), 1, "the one create");
}

#[tokio::test]
async fn a_script_is_the_body_of_a_function_and_kept_as_it_is() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    for script in [
        "",
        " \n",
        "return;",
        "if (!HTTP.uri) { return }\n// the rest\nFlow.store.n = (Flow.store.n || 0) + 1;",
        "const {a, ...rest} = Flow.store ?? {}; for (const [k, v] of Object.entries(rest)) { debug(`${k}=${v}`); }",
        "var r = /^\\/api\\/v\\d+/i, name = 'é日本';",
        "\u{feff}var a;\r\n\tvar b;\r\n",
    ] {
        let id = caller
            .created("/triggers", json!({"name": "a", "script": script}))
            .await;
        let kept = caller.json(&format!("/triggers/{id}")).await;
        assert_eq!(kept["script"], script);
    }
}

/// The parser's own stack, and its patience, bound what a script can ask of the server.
#[tokio::test]
async fn a_script_that_is_nested_without_end_does_no_harm() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/triggers", json!({"name": "a"})).await;
    let longest = 128 * 1024;
    for part in [
        "(",
        "[",
        "{",
        "`${",
        "f(",
        "(function(){",
        "!",
        "a=>",
        "{a:",
        "class A{static{",
    ] {
        let script = part.repeat(longest / part.len());
        refused(&caller, "script", json!(script), 422).await;
    }
    let long = " ".repeat(longest) + ";";
    let told = refused(&caller, "script", json!(long), 422).await;
    assert_eq!(
        told,
        "`script` must be at most 131072 bytes long, not 131073"
    );
    let fits = json!({"script": format!("//{}", "x".repeat(longest - 2))});
    assert_eq!(caller.patch("/triggers/1", fits).await.status, 204);
}

#[tokio::test]
async fn hints_have_their_types_and_ranges() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/triggers", json!({"name": "a"})).await;
    for port in [
        "flowClientPortMin",
        "flowClientPortMax",
        "flowServerPortMin",
        "flowServerPortMax",
    ] {
        for broken in [-1, 65536] {
            let told = refused(&caller, "hints", json!({port: broken}), 422).await;
            assert_eq!(
                told,
                format!("`hints.{port}` must be an integer or null from 0 to 65535")
            );
        }
        let fits = json!({"hints": {port: 65535}});
        assert_eq!(caller.patch("/triggers/1", fits).await.status, 204);
    }
    for bytes in [
        "snaplen",
        "payloadBytes",
        "flowClientBytes",
        "flowServerBytes",
    ] {
        let told = refused(&caller, "hints", json!({bytes: -1}), 422).await;
        assert_eq!(
            told,
            format!("`hints.{bytes}` must be an integer or null of at least 0")
        );
        let told = refused(&caller, "hints", json!({bytes: "1"}), 400).await;
        assert!(told.starts_with(&format!("`hints.{bytes}`")), "{told}");
    }
    for flag in ["packetCapture", "flowPayloadTurn", "flowUdpAll"] {
        let told = refused(&caller, "hints", json!({flag: 1}), 400).await;
        assert!(told.starts_with(&format!("`hints.{flag}`")), "{told}");
    }
    let told = refused(&caller, "hints", json!({"cycle": "1min"}), 422).await;
    assert_eq!(
        told,
        "`hints.cycle` must be one of \"30sec\", \"5min\", \"1hr\", \"24hr\", null"
    );
    let turned = json!({"flowClientPortMin": 9, "flowClientPortMax": 8});
    let told = refused(&caller, "hints", turned, 422).await;
    assert_eq!(
        told,
        "`hints.flowClientPortMin` must not be greater than `hints.flowClientPortMax`"
    );
    refused(&caller, "hints", json!(null), 400).await;
    refused(&caller, "hints", json!([]), 400).await;
    let sent = json!({"snaplen": null, "cycle": null, "flowUdpAll": true, "colour": "red"});
    caller.patch("/triggers/1", json!({"hints": sent})).await;
    assert_eq!(
        caller.json("/triggers/1").await["hints"],
        json!({"flowUdpAll": true})
    );
}

#[tokio::test]
async fn hints_and_priority_belong_to_their_firmware() {
    let hints = json!({"packetCapture": true, "clipboardBytes": 16, "fireClassifyOnExpiration": true, "flowClientString": "GET", "flowServerString": "200"});
    let kept = |firmware: &'static str| {
        let hints = hints.clone();
        async move {
            let twin = Twin::start_with("guide", &["--firmware", firmware]).await;
            let caller = twin.full_write();
            caller
                .created(
                    "/triggers",
                    json!({"name": "a", "hints": hints, "priority": 1}),
                )
                .await;
            let mut trigger = caller.json("/triggers/1").await;
            (trigger["hints"].take(), trigger.get("priority").is_some())
        }
    };
    let old = json!({"packetCapture": true});
    assert_eq!(kept("5.1").await, (old.clone(), true));
    assert_eq!(kept("7.9").await, (old, false));
    let mut new = hints.clone();
    new.as_object_mut().unwrap().remove("packetCapture");
    assert_eq!(kept("8.6").await, (new, false));
}

/// Devices and device groups, from both ends.
#[tokio::test]
async fn triggers_are_assigned_from_both_ends() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    for name in ["a", "b"] {
        caller.created("/triggers", json!({"name": name})).await;
    }
    let group = caller.created("/devicegroups", json!({"name": "g"})).await;
    let of_group = format!("/devicegroups/{group}/triggers");
    assert_eq!(
        caller
            .post("/triggers/1/devices", json!({"assign": [10212, 9363]}))
            .await
            .status,
        204
    );
    assert_eq!(
        caller
            .post("/devices/10212/triggers/2", json!({}))
            .await
            .status,
        204
    );
    assert_eq!(
        caller
            .post(&of_group, json!({"assign": [1, 2]}))
            .await
            .status,
        204
    );
    assert_eq!(listed(&caller, "/triggers/1/devices").await, [9363, 10212]);
    assert_eq!(listed(&caller, "/triggers/2/devices").await, [10212]);
    assert_eq!(listed(&caller, "/devices/10212/triggers").await, [1, 2]);
    assert_eq!(listed(&caller, &of_group).await, [1, 2]);
    assert_eq!(listed(&caller, "/triggers/2/devicegroups").await, [group]);
    let shown = caller.json("/devices/10212/triggers").await;
    assert_eq!(shown[0], caller.json("/triggers/1").await);

    caller.delete("/triggers/1/devices/10212").await;
    assert_eq!(listed(&caller, "/devices/10212/triggers").await, [2]);
    caller.delete(&format!("{of_group}/1")).await;
    assert_eq!(
        listed(&caller, "/triggers/1/devicegroups").await,
        [] as [i64; 0]
    );
    caller.delete("/triggers/2").await;
    assert_eq!(
        listed(&caller, "/devices/10212/triggers").await,
        [] as [i64; 0]
    );
    assert_eq!(listed(&caller, &of_group).await, [] as [i64; 0]);
    let answer = caller
        .post("/triggers/1/devicegroups", json!({"assign": [group, 99]}))
        .await;
    assert_eq!(
        (answer.status, &answer.json()["failures"][0]["id"]),
        (207, &json!("99"))
    );
    let told = caller
        .post("/triggers/9/devices", json!({"assign": []}))
        .await;
    assert_eq!(told.refusal(404), "There is no trigger with the id 9.");
}

/// A trigger runs on what it is assigned to, on the members of its groups, or on everything.
#[tokio::test]
async fn what_runs_on_a_device() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    for (name, all) in [
        ("direct", false),
        ("static", false),
        ("dynamic", false),
        ("all", true),
        ("none", false),
    ] {
        caller
            .created("/triggers", json!({"name": name, "apply_all": all}))
            .await;
    }
    let fixed = caller.created("/devicegroups", json!({"name": "s"})).await;
    let rule = json!({"name": "d", "dynamic": true, "field": "ip address", "value": "10.10.10.5"});
    let dynamic = caller.created("/devicegroups", rule).await;
    caller.post("/triggers/1/devices/10212", json!({})).await;
    caller
        .post(&format!("/devicegroups/{fixed}/devices/10212"), json!({}))
        .await;
    caller
        .post(&format!("/triggers/2/devicegroups/{fixed}"), json!({}))
        .await;
    caller
        .post(&format!("/triggers/3/devicegroups/{dynamic}"), json!({}))
        .await;
    let on = async |path: String| ids(&caller.json(&path).await);
    assert_eq!(on("/devices/10212/triggers".into()).await, [1, 2, 3, 4]);
    assert_eq!(
        on("/devices/10212/triggers?direct_assignments_only=true".into()).await,
        [1]
    );
    assert_eq!(on("/devices/9352/triggers".into()).await, [4]);
    assert_eq!(on(format!("/devicegroups/{fixed}/triggers")).await, [2, 4]);
    assert_eq!(
        on(format!(
            "/devicegroups/{fixed}/triggers?direct_assignments_only=true"
        ))
        .await,
        [2]
    );
    assert_eq!(
        on("/triggers/2/devices".into()).await,
        [] as [i64; 0],
        "direct ones only"
    );
}

#[tokio::test]
async fn triggers_are_written_with_full_write_and_every_write_is_told() {
    let twin = Twin::start("guide").await;
    let (caller, lower) = (twin.full_write(), twin.caller(Level::LimitedWrite));
    let admin = twin.full_system();
    caller.created("/triggers", json!({"name": "a"})).await;
    lower
        .post("/triggers", json!({"name": "b"}))
        .await
        .refusal(403);
    lower.patch("/triggers/1", json!({})).await.refusal(403);
    lower.delete("/triggers/1").await.refusal(403);
    assert_eq!(listed(&twin.read_only(), "/triggers").await, [1]);
    let audit_note = |operation: &str, details: &str| json!({"user": "full_write", "operation": operation, "details": details, "component": "REST API"});
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Create trigger", "trigger 1: a")
    );
    caller.patch("/triggers/1", json!({"debug": true})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Modify trigger", "trigger 1: a")
    );
    caller
        .post("/triggers/1/devices", json!({"assign": [10212]}))
        .await;
    assert_eq!(
        admin.last_audit_note().await["operation"],
        "Assign device to trigger"
    );
    caller.delete("/triggers/1").await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Delete trigger", "trigger 1: a")
    );
    assert_eq!(admin.json("/auditlog").await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_change_sets_mod_time() {
    let twin = Twin::start("clock: 2015-11-19T23:20:07Z\ntriggers: [{id: 4, name: a, author: ExtraHop, mod_time: 1447000000000, event: NEW_DEVICE}]").await;
    let caller = twin.full_write();
    let before = caller.json("/triggers/4").await;
    assert_eq!(
        (&before["mod_time"], &before["events"]),
        (&json!(1447000000000i64), &json!(["NEW_DEVICE"]))
    );
    caller.patch("/triggers/4", json!({"disabled": true})).await;
    assert_eq!(
        caller.json("/triggers/4").await["mod_time"],
        1447975207000i64
    );
    assert_eq!(
        caller.delete("/triggers/4").await.status,
        204,
        "a built-in one too"
    );
}
