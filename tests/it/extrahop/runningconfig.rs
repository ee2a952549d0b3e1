use crate::{
    client::{Caller, Twin},
    durability::Process,
};
use serde_json::{Value, json};

const FIXTURE: &str = r#"
clock: 2015-11-19T23:20:07Z
runningconfig:
  - copy: running
    sections:
      net: {interfaces: {"1": {mode: management, addr: 10.10.10.205, mask: 255.255.255.0}}, hostname: extrahop}
      dns: {dns: 10.10.10.2}
"#;

async fn sections(caller: &Caller, path: &str) -> Vec<String> {
    let config = caller.json(path).await;
    config.as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn every_appliance_has_a_running_and_a_saved_config() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let running = caller.json("/runningconfig").await;
    assert_eq!(caller.json("/runningconfig/saved").await, running);
    for section in [
        "net",
        "dns",
        "ntp",
        "email_notification",
        "password",
        "capture",
        "ui",
    ] {
        assert!(running[section].is_object(), "{section}");
    }
    assert_eq!(running["net"]["hostname"], "extrahop");
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn a_put_replaces_what_is_in_effect_and_not_what_is_saved() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    let before = caller.json("/runningconfig").await;
    let new = json!({
        "net": {"hostname": "probe"},
        "capture": {"app_proto": {"MyApp": {"ports": [{"srcport": "0", "dstport": "9000", "ipproto": "tcp", "loose_init": true}]}}},
        "email_notification": {"smtp_port": 25, "validate_certs": "disabled", "smtp_enable_auth": false, "smtp_username": null},
        "of_nobody": {"deep": [{"a": [1, 2.5, null, "x"]}]},
        "id": {}
    });
    let answer = caller.put("/runningconfig", new.clone()).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(answer.header("location"), None, "5.1 has no jobs");
    assert_eq!(
        caller.json("/runningconfig").await,
        new,
        "as it was sent, and no more"
    );
    assert_eq!(caller.json("/runningconfig/saved").await, before);

    let answer = caller.send("POST", "/runningconfig/save", &[], b"").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(caller.json("/runningconfig/saved").await, new);
    let again = caller.send("POST", "/runningconfig/save", &[], b"").await;
    assert_eq!(again.status, 204, "nothing to save is no mistake");
    assert_eq!(caller.put("/runningconfig", json!({})).await.status, 204);
    assert_eq!(caller.json("/runningconfig").await, json!({}));
    assert_eq!(caller.json("/runningconfig/saved").await, new);
}

#[tokio::test]
async fn one_section_is_answered_without_its_name() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    assert_eq!(
        caller.json("/runningconfig?section=dns").await,
        json!({"dns": "10.10.10.2"})
    );
    for unknown in ["DNS", "dns.dns", "", "saved", "copy"] {
        let told = caller
            .get(&format!("/runningconfig?section={unknown}"))
            .await
            .refusal(404);
        assert_eq!(
            told,
            format!("There is no section `{unknown}`; there are: net, dns.")
        );
    }
    let body = json!({"ntp": {"servers": []}});
    let answer = caller.put("/runningconfig?section=ntp", body.clone()).await;
    assert_eq!(answer.status, 204);
    assert_eq!(
        caller.json("/runningconfig").await,
        body,
        "a PUT has no section"
    );
}

#[tokio::test]
async fn a_config_that_is_none_changes_nothing() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    let before = caller.json("/runningconfig").await;
    for (body, told) in [
        ("", "the body is empty; it must be a JSON object"),
        ("[]", "the body must be a JSON object"),
        ("null", "the body must be a JSON object"),
        ("\"net\"", "the body must be a JSON object"),
        (
            r#"{"net": {}, "dns": "10.0.0.1"}"#,
            "`dns` must be an object, not a string",
        ),
        (r#"{"mine": [1]}"#, "`mine` must be an object, not an array"),
        (r#"{"id": 7}"#, "`id` must be an object, not a number"),
        (r#"{"net": null}"#, "`net` must be an object, not null"),
        (
            r#"{"password": {"strict": "yes"}}"#,
            "`password.strict` must be a boolean",
        ),
        (
            r#"{"net": {"hostname": 5}}"#,
            "`net.hostname` must be a string or null",
        ),
    ] {
        let answer = caller
            .send("PUT", "/runningconfig", &[], body.as_bytes())
            .await;
        assert_eq!(answer.refusal(400), told, "{body}");
    }
    let broken = caller
        .send("PUT", "/runningconfig", &[], b"{\"net\": {")
        .await;
    assert!(broken.refusal(400).starts_with("the body is not JSON"));
    assert_eq!(caller.json("/runningconfig").await, before);
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn no_answer_holds_a_password() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    let sent = json!({
        "email_notification": {"smtp_username": "mailer", "smtp_password": "hunter2hunter2", "report_password": ""},
        "ldap": {"servers": [{"bind": "cn=a", "bind_secret": "hunter2hunter2"}]},
        "password": {"strict": false}
    });
    caller.put("/runningconfig", sent).await;
    caller.send("POST", "/runningconfig/save", &[], b"").await;
    for path in [
        "/runningconfig",
        "/runningconfig/saved",
        "/runningconfig?section=ldap",
        "/auditlog",
    ] {
        let answer = caller.get(path).await;
        assert!(
            answer.status == 200 && !answer.text().contains("hunter2"),
            "{path}"
        );
    }
    let shown = caller.json("/runningconfig").await;
    assert_eq!(
        shown["email_notification"],
        json!({"smtp_username": "mailer", "smtp_password": "********", "report_password": ""})
    );
    assert_eq!(shown["password"], json!({"strict": false}));
    caller.put("/runningconfig", shown.clone()).await;
    assert_eq!(
        caller.json("/runningconfig").await,
        shown,
        "what is read may be sent back"
    );
}

/// The section `password` governs what a user's password must be, as soon as it is in effect.
#[tokio::test]
async fn the_password_policy_is_that_of_the_running_config() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let policy = async |strict: bool| {
        let mut config = caller.json("/runningconfig").await;
        config["password"]["strict"] = json!(strict);
        assert_eq!(caller.put("/runningconfig", config).await.status, 204);
    };
    let user =
        |name: &str, password: &str| json!({"username": name, "name": name, "password": password});
    assert_eq!(caller.post("/users", user("a", "12345")).await.status, 201);
    policy(true).await;
    let told = "`password` must be at least 8 characters long, with an upper-case and a lower-case letter, a digit and a character of another kind, as the password policy is strict";
    for weak in [
        "12345",
        "Abcdefg1",
        "abcdefg1!",
        "ABCDEFG1!",
        "Abcdefgh!",
        "Abcd1!x",
    ] {
        assert_eq!(
            caller.post("/users", user("b", weak)).await.refusal(422),
            told,
            "{weak}"
        );
        let changed = caller.patch("/users/a", json!({"password": weak})).await;
        assert_eq!(changed.refusal(422), told);
    }
    assert_eq!(
        caller.post("/users", user("b", "Abcdef1!")).await.status,
        201
    );
    assert_eq!(
        caller
            .patch("/users/a", json!({"password": "Abcdef1!"}))
            .await
            .status,
        204
    );
    assert_eq!(
        caller.patch("/users/a", json!({"name": "A"})).await.status,
        204
    );
    policy(false).await;
    assert_eq!(
        caller
            .patch("/users/a", json!({"password": "12345"}))
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn later_firmware_tells_the_host_name_and_the_address() {
    let twin = Twin::start_with(FIXTURE, &["--firmware", "8.4"]).await;
    let caller = twin.full_system();
    let told = async || {
        let mut told = caller.json("/extrahop").await;
        let told = told.as_object_mut().unwrap();
        told.retain(|name, _| !["version", "platform"].contains(&name.as_str()));
        Value::Object(told.clone())
    };
    assert_eq!(
        told().await,
        json!({"hostname": null, "mgmt_ipaddr": "10.10.10.205", "display_host": "10.10.10.205", "external_hostname": null})
    );
    let mut config = caller.json("/runningconfig").await;
    config["net"]["hostname"] = json!("probe");
    config["net"]["interfaces"]["1"]["addr"] = json!("10.0.0.9");
    caller.put("/runningconfig", config.clone()).await;
    assert_eq!(
        told().await,
        json!({"hostname": "probe", "mgmt_ipaddr": "10.0.0.9", "display_host": "probe", "external_hostname": null})
    );
    config["net"]["external_hostname"] = json!("probe.example.com");
    caller.put("/runningconfig", config).await;
    assert_eq!(told().await["display_host"], "probe.example.com");
    assert_eq!(told().await["external_hostname"], "probe.example.com");
}

#[tokio::test]
async fn changes_are_told_by_their_sections() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    let audit_note = |operation: &str, details: &str| json!({"user": "setup", "operation": operation, "details": details, "component": "REST API"});
    let mut config = caller.json("/runningconfig").await;
    config["dns"]["dns2"] = json!("10.10.10.3");
    config["ntp"] = json!({"servers": []});
    caller.put("/runningconfig", config.clone()).await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note("Modify running config", "running config: dns, ntp")
    );
    caller.put("/runningconfig", config).await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note("Modify running config", "running config: nothing changed")
    );
    caller.put("/runningconfig", json!({"dns": {}})).await;
    assert_eq!(
        caller.last_audit_note().await["details"],
        "running config: net, dns, ntp"
    );
    caller.send("POST", "/runningconfig/save", &[], b"").await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note("Save running config", "running config")
    );
    assert_eq!(caller.json("/auditlog").await.as_array().unwrap().len(), 4);
    let lower = twin.full_write();
    lower.get("/runningconfig").await.refusal(403);
    lower.get("/runningconfig/saved").await.refusal(403);
    lower.put("/runningconfig", json!({})).await.refusal(403);
    assert_eq!(sections(&caller, "/runningconfig").await, ["dns"]);
}

#[tokio::test]
async fn a_restart_puts_the_saved_config_back_into_effect() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let caller = process.caller();
    let saved = json!({"net": {"hostname": "kept"}});
    caller.put("/runningconfig", saved.clone()).await;
    caller.send("POST", "/runningconfig/save", &[], b"").await;
    caller
        .put("/runningconfig", json!({"net": {"hostname": "lost"}}))
        .await;
    let deeds = caller.json("/auditlog").await;
    drop(process);
    let process = Process::start(folder.path(), &[]);
    let caller = process.caller();
    assert_eq!(caller.json("/runningconfig").await, saved);
    assert_eq!(caller.json("/runningconfig/saved").await, saved);
    assert_eq!(caller.json("/auditlog").await, deeds, "nobody wrote");
}

#[tokio::test]
async fn a_fixture_may_differ_between_the_two() {
    let both = "runningconfig: [{copy: running, sections: {net: {a: 1}}}, {copy: saved, sections: {net: {a: 2}}}]";
    let twin = Twin::start(both).await;
    let caller = twin.full_system();
    assert_eq!(
        caller.json("/runningconfig").await,
        json!({"net": {"a": 1}})
    );
    assert_eq!(
        caller.json("/runningconfig/saved").await,
        json!({"net": {"a": 2}})
    );
}

/// Numbers that no 64 bits hold, or that another text would stand for.
const NUMBERS: &str = "[9007199254740993,18446744073709551616,-9223372036854775809,123456789012345678901234567890,1.10,-0.5,1e400,-2E-7,2.0,0]";

#[tokio::test]
async fn numbers_come_back_with_the_text_that_was_sent() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let caller = process.caller();
    let sent =
        format!(r#"{{"mine":{{"a":{NUMBERS},"b":{{"c":1.10}}}},"net":{{"hostname":"1.10"}}}}"#);
    let answer = caller
        .send("PUT", "/runningconfig", &[], sent.as_bytes())
        .await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    caller.send("POST", "/runningconfig/save", &[], b"").await;
    let told = async |caller: &Caller, path: &str| caller.get(path).await.text();
    assert_eq!(told(&caller, "/runningconfig").await, sent);
    let section = told(&caller, "/runningconfig?section=mine").await;
    assert_eq!(section, format!(r#"{{"a":{NUMBERS},"b":{{"c":1.10}}}}"#));
    let again = sent.replace(r#""c":1.10"#, r#""c":1.1"#);
    caller
        .send("PUT", "/runningconfig", &[], again.as_bytes())
        .await;
    assert_eq!(told(&caller, "/runningconfig").await, again);
    assert_eq!(
        caller.last_audit_note().await["details"],
        "running config: mine"
    );
    drop(process);
    let process = Process::start(folder.path(), &[]);
    let caller = process.caller();
    assert_eq!(told(&caller, "/runningconfig").await, sent);
    assert_eq!(told(&caller, "/runningconfig/saved").await, sent);
}

#[tokio::test]
async fn numbers_pass_through_an_export() {
    let twin = Twin::start("empty").await;
    let sent = format!(r#"{{"mine":{{"a":{NUMBERS}}}}}"#);
    let caller = twin.full_system();
    caller
        .send("PUT", "/runningconfig", &[], sent.as_bytes())
        .await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &held.store.state(),
        held.firmware,
        held.platform,
        held.seed,
        held.clock.held(),
    );
    let other = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    let again = other.full_system().get("/runningconfig").await;
    assert_eq!(again.text(), sent);
}

#[tokio::test]
async fn a_number_is_no_section_and_its_stored_form_is_no_value() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.full_system();
    for (body, told) in [
        (r#"{"mine": 1e400}"#, "`mine` must be an object: a section"),
        (
            r#"{"mine": {"a": {"$number": "1e400"}}}"#,
            "an object with nothing but `$number` and the text of a number cannot be kept; send the number",
        ),
        (
            r#"{"mine": {"a": 1e}}"#,
            "the body is not JSON: line 1, column 18: a number is not written as JSON has it",
        ),
        (
            r#"{"password": {"strict": 1.10}}"#,
            "`password.strict` must be a boolean",
        ),
    ] {
        let answer = caller
            .send("PUT", "/runningconfig", &[], body.as_bytes())
            .await;
        assert_eq!(answer.refusal(400), told, "{body}");
    }
}

#[tokio::test]
async fn a_fixture_says_numbers_of_any_size() {
    let fixture = |number: &str| {
        format!("runningconfig: [{{copy: running, sections: {{mine: {{a: {number}}}}}}}]")
    };
    for (number, told) in [
        ("18446744073709551615", "18446744073709551615"),
        ("1.10", "1.1"),
        ("{$number: \"1.10\"}", "1.10"),
        (
            "{$number: \"123456789012345678901234567890\"}",
            "123456789012345678901234567890",
        ),
    ] {
        let twin = Twin::start(&fixture(number)).await;
        let config = twin.full_system().get("/runningconfig").await.text();
        assert_eq!(config, format!("{{\"mine\":{{\"a\":{told}}}}}"));
    }
    let rounded = fixture("123456789012345678901234567890");
    let read = wiretwin::twin::fixture::Fixture::parse(&rounded, wiretwin::families::CONTENTS);
    let (keys, seed) = (Default::default(), wiretwin::base::seed::Seed(1));
    let contents = wiretwin::families::CONTENTS;
    let drafted = read
        .unwrap()
        .draft(contents, Default::default(), 0, seed, &keys);
    let told = drafted.err().unwrap();
    assert!(
        told.contains("{$number: ") && told.starts_with("line 1: "),
        "{told}"
    );
}
