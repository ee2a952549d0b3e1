use super::lists::listed;
use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn flex_grids_are_listed_and_not_made() {
    let twin = Twin::start("flexgrids: [{id: 3, mod_time: 1447878253953, name: HTTP servers, author: ExtraHop, built_in: true}, {name: b, mod_time: 5, apply_all: true, description: d}]").await;
    let caller = twin.full_system();
    let grids = json!([
        {"id": 3, "mod_time": 1447878253953i64, "name": "HTTP servers", "author": "ExtraHop", "description": null, "apply_all": false, "built_in": true},
        {"id": 4, "mod_time": 5, "name": "b", "author": null, "description": "d", "apply_all": true, "built_in": false}
    ]);
    assert_eq!(caller.json("/flexgrids").await, grids);
    let made = caller.post("/flexgrids", json!({"name": "a"})).await;
    made.refusal(405);
    for method in ["GET", "PATCH", "DELETE"] {
        let answer = caller.send(method, "/flexgrids/3", &[], b"{}").await;
        assert_eq!(answer.status, 404, "{method}");
    }
    assert_eq!(caller.json("/flexgrids").await, grids);
}

/// They have no `direct_assignments_only`, so a list holds what is assigned and nothing else.
#[tokio::test]
async fn an_object_lists_the_flex_grids_that_are_assigned_to_it() {
    let twin = Twin::start(&format!(
        "{}\nflexgrids: [{{name: a}}, {{name: b, apply_all: true}}]\n",
        super::devices::FIVE
    ))
    .await;
    let caller = twin.full_write();
    caller.created("/devicegroups", json!({"name": "a"})).await;
    for path in [
        "/devicegroups/1/devices/2",
        "/flexgrids/1/devicegroups/1",
        "/flexgrids/1/devices/3",
    ] {
        assert_eq!(caller.post(path, json!({})).await.status, 204, "{path}");
    }
    assert_eq!(listed(&caller, "/devicegroups/1/flexgrids").await, [1]);
    assert_eq!(listed(&caller, "/devices/3/flexgrids").await, [1]);
    let none = [] as [i64; 0];
    assert_eq!(listed(&caller, "/devices/2/flexgrids").await, none);
}
