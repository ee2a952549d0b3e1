mod apply;
mod assignments;
mod kinds;

use crate::client::Twin;
use serde_json::{Value, json};
use wiretwin::{api::openapi, base::firmware::Firmware, extrahop};

/// A bundle in the form that public ones have, with kinds of record that nothing is made of.
pub fn branch() -> Value {
    json!({
        ".meta": {"name": "Branch offices", "comment": "What a branch needs", "created": 1425168000, "version": "5.0.3.1100", "version_min": "5.0"},
        "DeviceGroup": [
            {"comment": "Printers", "dynamic": true, "field": "name", "value": "/^printer/", "include_custom_devices": false, "member_set": [], "name": "Branch printers"},
            {"comment": "", "dynamic": false, "field": null, "include_custom_devices": true, "member_set": [[["extrahop_id", "shop-front"]]], "name": "Branch tills", "value": null},
        ],
        "Alert": [{
            "name": "Branch errors", "author": "A colleague", "apply_all": false, "severity": 2,
            "stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "operator": ">", "operand": "5",
            "device_group_set": [[["name", "Branch tills"]]],
            "uuid": "c0ffee",
        }],
        "Page": [{"name": "Branch page", "author": "A colleague", "description": "A page", "apply_all": true}],
        "Region": [{"dashboard": [["owner", null], ["object_type", "any"], ["type", "summary_dashboard"], ["name", "Branch"]], "name": "Top", "uuid": "r-1"}],
        "Widget": [{"name": "Chart", "options": "{\"a\": 1.50}", "region": "r-1"}, {"name": "Text", "region": "r-1"}],
        "Metric": [],
    })
}

/// How much there is of what a bundle can bring.
pub async fn counts(twin: &Twin) -> [usize; 3] {
    let mut counts = [0; 3];
    for (i, path) in ["/devicegroups", "/alerts", "/pages"].iter().enumerate() {
        counts[i] = twin
            .full_system()
            .json(path)
            .await
            .as_array()
            .unwrap()
            .len();
    }
    counts
}

#[tokio::test]
async fn an_upload_is_kept_and_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    assert_eq!(caller.json("/bundles").await, json!([]));
    let before = counts(&twin).await;
    let text = branch().to_string();
    let kind = ["Content-Type: application/octet-stream"];
    let answer = caller
        .send("POST", "/bundles", &kind, text.as_bytes())
        .await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/bundles/1"));
    assert_eq!(counts(&twin).await, before, "nothing is applied");
    let reader = twin.read_only();
    assert_eq!(
        reader.json("/bundles").await,
        json!([{
            "id": 1,
            "name": "Branch offices",
            "description": "What a branch needs",
            "created_time": 1425168000000i64,
            "mod_time": 1447975207000i64,
            "built_in": false
        }])
    );
    assert_eq!(reader.json("/bundles/1").await, branch(), "as it was sent");
    assert_eq!(
        twin.full_system().last_audit_note().await,
        json!({"user": "full_write", "operation": "Create bundle", "details": "bundle 1: Branch offices", "component": "REST API"})
    );
}

#[tokio::test]
async fn the_least_bundle_has_a_name() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let least = json!({".meta": {"name": "Least", "maker": "someone"}, ".extra": 5});
    for id in [1, 2] {
        assert_eq!(caller.created("/bundles", least.clone()).await, id, "again");
    }
    assert_eq!(caller.json("/bundles/2").await, least);
    let row = &caller.json("/bundles").await[1];
    assert_eq!(
        (&row["description"], &row["created_time"]),
        (&json!(null), &json!(1447975207000i64)),
        "the time of the upload"
    );
}

#[tokio::test]
async fn what_is_no_bundle_is_refused() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let named = |more: &str| format!(r#"{{".meta": {{"name": "a"}}, {more}}}"#);
    let meta = |meta: &str| format!(r#"{{".meta": {meta}}}"#);
    let said = [
        (String::new(), "the body is empty; it must be a JSON object"),
        ("[]".into(), "the body must be a JSON object"),
        (
            meta(r#"{"name": "a"}"#)[..15].into(),
            "the body is not JSON: line 1, column 15: it ends too soon",
        ),
        ("{}".into(), "`.meta` is required"),
        (meta("null"), "`.meta`: it must be "),
        (meta("{}"), "`.meta`: `name` is required"),
        (
            meta(r#"{"name": 5}"#),
            "`.meta.name`: it must be a string, not integer `5`",
        ),
        (
            meta(r#"{"name": ""}"#),
            "`.meta.name` must be a text that is not empty",
        ),
        (
            meta(r#"{"name": "a", "created": "now"}"#),
            "`.meta.created`: it must be ",
        ),
        (
            meta(r#"{"name": "a", "version_min": "soon"}"#),
            "`.meta.version_min` must be empty or a firmware version such as 7.8",
        ),
        (
            meta(r#"{"name": "a", "version_min": "5.1.3"}"#),
            "`.meta.version_min`: the bundle needs firmware 5.1.3 or later, this is 5.1.2.1345",
        ),
        (
            meta(r#"{"name": "a", "version_min": "10.0"}"#),
            "`.meta.version_min`: the bundle needs firmware 10.0 or later",
        ),
        (
            named(r#""Alert": {}"#),
            "`Alert` must be an array of objects",
        ),
        (
            named(r#""Widget": [{}, 5]"#),
            "`Widget` must be an array of objects",
        ),
    ];
    for (body, expected) in said {
        let told = caller.send("POST", "/bundles", &[], body.as_bytes()).await;
        let told = told.refusal(400);
        assert!(told.starts_with(expected), "{body}: {told}");
    }
    assert_eq!(caller.json("/bundles").await, json!([]));
    for least in ["5.1", "5.1.2.1345", ""] {
        let fits = meta(&format!(r#"{{"name": "a", "version_min": "{least}"}}"#));
        let answer = caller.send("POST", "/bundles", &[], fits.as_bytes()).await;
        assert_eq!(answer.status, 201, "{least}");
    }
}

/// Installers of that time take an empty answer for a failure.
#[tokio::test]
async fn later_firmware_answers_an_upload_with_json() {
    let twin = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let answer = twin.full_write().post("/bundles", branch()).await;
    assert_eq!((answer.status, answer.json()), (201, json!({})));
    assert_eq!(answer.header("location"), Some("/api/v1/bundles/1"));
    let content = |firmware| {
        let document = openapi::document(extrahop::FAMILY, firmware);
        document["paths"]["/bundles"]["post"]["responses"]["201"]["content"].is_object()
    };
    assert_eq!(
        (content(Firmware(7, 9)), content(Firmware(8, 0))),
        (false, true)
    );
}

#[tokio::test]
async fn a_bundle_is_deleted_unless_it_is_built_in() {
    let twin = Twin::start(
        "bundles:\n  - {id: 5, built_in: true, document: {.meta: {name: Shipped}}}\n  - {document: {.meta: {name: Mine}}}\n",
    )
    .await;
    let caller = twin.full_write();
    assert_eq!(
        caller.delete("/bundles/5").await.refusal(400),
        "a built-in bundle cannot be deleted"
    );
    assert_eq!(caller.delete("/bundles/6").await.status, 204);
    for path in ["/bundles/6", "/bundles/x"] {
        caller.get(path).await.refusal(404);
        caller.delete(path).await.refusal(404);
    }
    let left = caller.json("/bundles").await;
    assert_eq!(
        (left.as_array().unwrap().len(), &left[0]["name"]),
        (1, &json!("Shipped"))
    );
    assert_eq!(
        twin.full_system().last_audit_note().await["details"],
        "bundle 6: Mine"
    );
}
