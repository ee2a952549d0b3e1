//! Saved filters.
use crate::client::Twin;
use serde_json::{Value, json};

const CLOCK: &str = "2020-12-16T10:46:13.000Z";

async fn start() -> Twin {
    Twin::start_with("empty", &["--clock", "2020-12-16T10:46:13Z"]).await
}

/// With everything that a group may have: nested groups, nulls, and keys that nobody knows.
fn groups() -> Value {
    json!([{
        "connector": "All", "not": false, "id": null, "named": false, "metric": null, "colour": "red",
        "filters": [
            {"filterField": "dst_as", "filterValue": "81", "operator": "=", "id": null},
            {"filterField": "src_geo", "filterValue": "US", "operator": "NOT ILIKE", "id": "c118", "more": [1]},
        ],
        "saved_filters": [{"filter_id": 4, "is_not": true}],
        "filterGroups": [{"connector": "Any", "not": true, "filters": [], "autoAdded": ""}],
    }])
}

fn filter() -> Value {
    json!({
        "filter_name": "test_filter1", "filter_description": "This is a filter",
        "filters": {"connector": "All", "filterGroups": groups(), "custom": true, "shade": 1},
    })
}

fn with(mut object: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        object[name] = value.clone();
    }
    object
}

#[tokio::test]
async fn a_filter_is_answered_as_it_was_sent() {
    let twin = start().await;
    let caller = twin.administrator();
    // The Go SDK sends what only the server sets.
    let never = "0001-01-01T00:00:00Z";
    let body = with(
        filter(),
        json!({"id": 9, "company_id": "0", "filter_level": "", "cdate": never, "edate": never}),
    );
    let made = caller.post("/saved-filter/custom", body).await;
    let own = json!({"id": 1, "company_id": "74333", "filter_level": "company", "cdate": CLOCK, "edate": CLOCK});
    let seen = with(filter(), own.clone());
    assert_eq!((made.status, made.json()), (201, seen.clone()));
    let member = twin.member();
    assert_eq!(member.json("/saved-filter/custom/1").await, seen);
    assert_eq!(member.json("/saved-filters/custom").await, json!([seen]));
    assert_eq!(member.json("/saved-filters").await, json!([seen]));
    // What a PUT leaves out is gone, and a connector is written in one way.
    let body = json!({"filter_name": "new", "filters": {"connector": "any", "filterGroups": [
        {"connector": "and", "not": true, "filters": []}, {"connector": "OR", "not": false, "filters": []}]}});
    let changed = caller.put("/saved-filter/custom/1", body).await;
    let seen = with(
        own,
        json!({"filter_name": "new", "filter_description": "", "filters": {"connector": "Any", "filterGroups": [
        {"connector": "All", "not": true, "filters": []}, {"connector": "Any", "not": false, "filters": []}]}}),
    );
    assert_eq!((changed.status, changed.json()), (200, seen));
    assert_eq!(caller.delete("/saved-filter/custom/1").await.status, 204);
    assert_eq!(
        caller.get("/saved-filter/custom/1").await.refusal(404),
        "There is no saved filter with the id 1."
    );
}

#[tokio::test]
async fn a_filter_needs_its_parts() {
    let twin = start().await;
    let caller = twin.administrator();
    assert_eq!(
        caller.post("/saved-filter/custom", filter()).await.status,
        201
    );
    let path = |field: &str| format!("/{}", field.replace(['.', '['], "/").replace(']', ""));
    for field in [
        "filter_name",
        "filters",
        "filters.connector",
        "filters.filterGroups",
        "filters.filterGroups[0].connector",
        "filters.filterGroups[0].not",
        "filters.filterGroups[0].filters",
        "filters.filterGroups[0].filters[1].operator",
        "filters.filterGroups[0].filterGroups[0].not",
    ] {
        let mut body = filter();
        let pointer = path(field);
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(key);
        for answer in [
            caller.post("/saved-filter/custom", body.clone()).await,
            caller.put("/saved-filter/custom/1", body).await,
        ] {
            let told = answer.refusal(400);
            assert!(
                told.starts_with(&format!("`{field}` is required: ")),
                "{told}"
            );
        }
    }
    for (field, wrong) in [
        ("filters.connector", json!("Either")),
        ("filters.filterGroups[0].connector", json!("")),
        ("filters.filterGroups[0].not", json!("no")),
        ("filters.filterGroups[0].filters[0].operator", json!("==")),
        ("filters.filterGroups[0].filters[0].filterValue", json!(81)),
    ] {
        let mut body = filter();
        *body.pointer_mut(&path(field)).unwrap() = wrong;
        let told = caller.post("/saved-filter/custom", body).await.refusal(400);
        assert!(told.starts_with(&format!("`{field}` must be ")), "{told}");
    }
    let taken = caller.post("/saved-filter/custom", filter()).await;
    assert_eq!(
        taken.refusal(400),
        "Filter name (test_filter1) Already Exists"
    );
    assert_eq!(
        caller
            .json("/saved-filters")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn presets_are_listed_and_no_more() {
    let twin = Twin::start(
        "kentik:
  savedFilters:
    - {id: 4, filter_name: preset, filter_level: global, filters: {connector: All, filterGroups: []}}
    - {id: 5, filter_name: own, filters: {connector: All, filterGroups: []}}
",
    )
    .await;
    let caller = twin.administrator();
    let ids = async |path: &str| {
        let listed = caller.json(path).await;
        let listed = listed.as_array().unwrap().iter();
        listed
            .map(|filter| filter["id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("/saved-filters").await, [4, 5]);
    assert_eq!(ids("/saved-filters/custom").await, [5]);
    let path = "/saved-filter/custom/4";
    let statuses = [
        caller.get(path).await.status,
        caller.put(path, filter()).await.status,
        caller.delete(path).await.status,
    ];
    assert_eq!(statuses, [404; 3]);
}
