//! Sites.
use crate::client::Twin;
use serde_json::{Value, json};

const NONE: Value = Value::Null;

#[tokio::test]
async fn ids_are_in_quotes_where_clients_expect_it() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let sent = json!({"site": {"id": 0, "company_id": 0, "site_name": "apitest-site-1", "lat": 54.349276, "lon": "18.659577"}});
    let made = caller.post("/site", sent).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.header("location"), None);
    assert_eq!(
        made.json(),
        json!({"site": {"id": 1, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577, "company_id": "74333"}})
    );
    let seen = json!({"id": 1, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577, "company_id": 74333});
    assert_eq!(caller.json("/site/1").await, json!({"site": seen}));
    assert_eq!(twin.member().json("/sites").await, json!({"sites": [seen]}));
    let changed = caller
        .put(
            "/site/1",
            json!({"site": {"site_name": "new-site", "lat": -15, "lon": null}}),
        )
        .await;
    assert_eq!(changed.status, 200);
    assert_eq!(
        changed.json(),
        json!({"site": {"id": "1", "site_name": "new-site", "lat": -15.0, "lon": NONE, "company_id": "74333"}})
    );
    // The bare object is taken too.
    let changed = caller.put("/site/1/", json!({"lat": null})).await;
    assert_eq!(
        changed.json(),
        json!({"site": {"id": "1", "site_name": "new-site", "lat": NONE, "lon": NONE, "company_id": "74333"}})
    );
    let gone = caller.delete("/site/1").await;
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    assert_eq!(
        caller.get("/site/1").await.refusal(404),
        "There is no site with the id 1."
    );
    assert_eq!(caller.json("/sites").await, json!({"sites": []}));
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let first = json!({"site": {"site_name": "first"}});
    assert_eq!(caller.post("/site", first.clone()).await.status, 201);
    let told = async |body: Value| caller.post("/site", body).await.refusal(400);
    assert_eq!(told(first).await, "Site name (first) Already Exists");
    assert_eq!(told(json!({})).await, "`site` is required: an object");
    assert_eq!(told(json!({"site": 5})).await, "`site` must be an object");
    assert_eq!(
        told(json!({"site": {}})).await,
        "`site_name` is required: a string"
    );
    assert_eq!(
        told(json!({"site": {"site_name": "ab"}})).await,
        "`site_name` must be at least 3 characters long"
    );
    assert_eq!(
        told(json!({"site": {"site_name": "a".repeat(41)}})).await,
        "`site_name` must be at most 40 characters long"
    );
    assert_eq!(
        told(json!({"site": {"site_name": "far", "lat": 90.5}})).await,
        "`lat` must be a number from -90 to 90"
    );
    assert_eq!(
        told(json!({"site": {"site_name": "far", "lon": "-181"}})).await,
        "`lon` must be a number from -180 to 180"
    );
    let other = caller
        .post("/site", json!({"site": {"site_name": "other"}}))
        .await
        .json();
    let path = format!("/site/{}", other["site"]["id"]);
    let taken = caller
        .put(&path, json!({"site": {"site_name": "first"}}))
        .await;
    assert_eq!(taken.refusal(400), "Site name (first) Already Exists");
    assert_eq!(
        caller.json("/sites").await["sites"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    for id in ["99", "-1", "first"] {
        assert_eq!(caller.get(&format!("/site/{id}")).await.status, 404, "{id}");
    }
}

#[tokio::test]
async fn a_write_is_one_entry_of_the_audit_log() {
    let twin = Twin::start("empty").await;
    twin.administrator()
        .post("/site", json!({"site": {"site_name": "first"}}))
        .await;
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        [
            &audit_note["user"],
            &audit_note["operation"],
            &audit_note["details"],
            &audit_note["component"]
        ],
        [
            "admin@example.com",
            "Create site",
            "site 1: first",
            "Kentik V5 API"
        ]
    );
}

/// Every create answers the same thing with 200 where the twin is told so.
#[tokio::test]
async fn creates_answer_200_where_clients_want_it() {
    let twin = Twin::start_with("empty", &["--kentik", "created200"]).await;
    let caller = twin.administrator();
    let site = caller
        .post("/site", json!({"site": {"site_name": "first"}}))
        .await;
    let expected = json!({"site": {"id": 1, "site_name": "first", "lat": NONE, "lon": NONE, "company_id": "74333"}});
    assert_eq!((site.status, site.json()), (200, expected));
    let label = json!({"name": "edge", "color": "#800000"});
    assert_eq!(caller.post("/deviceLabels", label).await.status, 200);
}
