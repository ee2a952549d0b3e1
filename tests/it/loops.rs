//! What holds for all resources alike: an object is created, read, changed and deleted, and an
//! assignment is seen from both its ends. The loops find the resources in the operation table.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use wiretwin::{api::openapi, base::firmware::Firmware, extrahop};

fn served() -> BTreeSet<(String, String)> {
    let operations = extrahop::operations().into_iter();
    operations
        .map(|op| (op.method.to_string(), op.path.to_string()))
        .collect()
}

/// The example body of an operation in the document.
fn example(document: &Value, method: &str, path: &str) -> Value {
    let body = &document["paths"][path][method]["requestBody"]["content"]["application/json"];
    body["example"].clone()
}

/// A field of the object whose value is a text that may be changed freely.
fn changeable(object: &Value) -> Option<&'static str> {
    ["description", "comment", "name", "group_name"]
        .into_iter()
        .find(|name| object.get(name).is_some())
}

#[tokio::test]
async fn what_is_created_is_read_changed_and_deleted() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    let document = openapi::document(extrahop::FAMILY, Firmware::FIRST);
    let served = served();
    let mut tried = vec![];
    for (_, list) in served.iter().filter(|(method, _)| method == "POST") {
        let one = format!("{list}/{{id}}");
        let whole = ["GET", "PATCH", "DELETE"]
            .iter()
            .all(|method| served.contains(&((*method).to_owned(), one.clone())));
        // Of a decryption key nothing but `enabled` may be changed; its own tests do that.
        if !whole || list.contains('{') || list == "/ssldecryptkeys" {
            continue;
        }
        live_and_die(&caller, list, example(&document, "post", list)).await;
        tried.push(list.as_str());
    }
    for expected in [
        "/alerts",
        "/customdevices",
        "/devicegroups",
        "/emailgroups",
        "/exclusionintervals",
        "/geomaps",
        "/pages",
        "/tags",
        "/triggers",
    ] {
        assert!(tried.contains(&expected), "{expected} was not tried");
    }
}

async fn live_and_die(caller: &Caller, list: &str, mut body: Value) {
    let field = changeable(&body).unwrap_or_else(|| panic!("{list}: no text in {body}"));
    let name = if body.get("group_name").is_some() {
        "group_name"
    } else {
        "name"
    };
    body[name] = json!("made by a loop");
    let before = caller.json(list).await.as_array().unwrap().len();
    let answer = caller.post(list, body.clone()).await;
    assert_eq!(answer.status, 201, "POST {list}: {}", answer.text());
    assert!(answer.body.is_empty());
    let location = answer.header("location").unwrap().to_owned();
    let path = location.strip_prefix("/api/v1").unwrap();
    let made = caller.json(path).await;
    assert_eq!(made[name], "made by a loop", "{path}");
    let listed = caller.json(list).await;
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), before + 1, "{list}");
    assert!(listed.contains(&made), "{list}");

    let answer = caller
        .patch(path, json!({field: "changed by a loop"}))
        .await;
    assert_eq!(answer.status, 204, "PATCH {path}: {}", answer.text());
    let mut changed = caller.json(path).await;
    assert_eq!(changed[field], "changed by a loop", "{path}");
    // Nothing else has changed but the time.
    for (key, value) in made.as_object().unwrap() {
        if key.ends_with("mod_time") || key == field {
            changed[key] = value.clone();
        }
    }
    assert_eq!(changed, made, "{path}");

    assert_eq!(caller.delete(path).await.status, 204, "DELETE {path}");
    for method in ["GET", "DELETE"] {
        let answer = caller.send(method, path, &[], b"").await;
        assert_eq!(answer.status, 404, "{method} {path} after its end");
    }
    assert_eq!(caller.json(list).await.as_array().unwrap().len(), before);
}

/// A parent and a child collection that are joined at `/{parent}/{id}/{child}`.
fn joints(served: &BTreeSet<(String, String)>) -> Vec<(String, String)> {
    let paths = served.iter().filter(|(method, _)| method == "DELETE");
    let parts = paths.filter_map(|(_, path)| {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["", parent, "{id}", child, "{child}"] => {
                Some(((*parent).to_owned(), (*child).to_owned()))
            }
            _ => None,
        }
    });
    parts.collect()
}

async fn ids(caller: &Caller, path: &str) -> BTreeSet<i64> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let direct = format!("{path}{separator}direct_assignments_only=true&limit=-1");
    let listed = caller.json(&direct).await;
    let listed = listed.as_array().unwrap().iter();
    listed.map(|one| one["id"].as_i64().unwrap()).collect()
}

/// Two objects of a collection that can be assigned to: static groups among the groups.
async fn two(caller: &Caller, collection: &str) -> Option<(i64, i64)> {
    let listed = caller
        .json(&format!("/{collection}?limit=-1&all=true"))
        .await;
    let free = |one: &&Value| one["dynamic"] != json!(true);
    let mut found = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(free)
        .filter_map(|one| one["id"].as_i64());
    let first = found.next()?;
    Some((first, found.next().unwrap_or(first)))
}

#[tokio::test]
async fn an_assignment_is_seen_from_both_its_ends() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    let served = served();
    let all = joints(&served);
    assert_eq!(all.len(), 39, "{all:?}");
    for (parent, child) in &all {
        let (Some((p, _)), Some((c, c2))) = (two(&caller, parent).await, two(&caller, child).await)
        else {
            panic!("demo has no {parent} or no {child}");
        };
        let (list, one) = (
            format!("/{parent}/{p}/{child}"),
            format!("/{parent}/{p}/{child}/{c}"),
        );
        caller.delete(&one).await;
        let before = ids(&caller, &list).await;
        assert!(!before.contains(&c), "{one} stays");
        assert_eq!(
            caller.post(&one, Value::Null).await.status,
            204,
            "POST {one}"
        );
        let mut after = before.clone();
        after.insert(c);
        assert_eq!(ids(&caller, &list).await, after, "GET {list}");
        // Once more changes nothing.
        assert_eq!(caller.post(&one, Value::Null).await.status, 204);
        assert_eq!(ids(&caller, &list).await, after);

        let back = format!("/{child}/{c}/{parent}");
        let inverse = ("GET".to_owned(), format!("/{child}/{{id}}/{parent}"));
        if served.contains(&inverse) {
            assert!(ids(&caller, &back).await.contains(&p), "GET {back}");
        }
        let batch = json!({"assign": [c2], "unassign": [c]});
        let answer = caller.post(&list, batch).await;
        assert_eq!(answer.status, 204, "POST {list}: {}", answer.text());
        let mut swapped = before.clone();
        swapped.insert(c2);
        swapped.remove(&c);
        assert_eq!(ids(&caller, &list).await, swapped, "GET {list}");
        if served.contains(&inverse) {
            assert!(!ids(&caller, &back).await.contains(&p), "GET {back}");
        }
        caller.post(&list, json!({"unassign": [c2]})).await;
        assert!(!ids(&caller, &list).await.contains(&c2), "GET {list}");
        let stranger = format!("/{parent}/{p}/{child}/987654321");
        assert_eq!(caller.post(&stranger, Value::Null).await.status, 404);
        assert_eq!(
            caller
                .get(&format!("/{parent}/987654321/{child}"))
                .await
                .status,
            404
        );
    }
}

#[tokio::test]
async fn what_is_deleted_is_assigned_to_nothing() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    let served = served();
    let mut tried = 0;
    for (parent, child) in joints(&served) {
        let inverse = ("GET".to_owned(), format!("/{child}/{{id}}/{parent}"));
        let dies = ("DELETE".to_owned(), format!("/{parent}/{{id}}"));
        if !served.contains(&dies) || !served.contains(&inverse) {
            continue;
        }
        let document = openapi::document(extrahop::FAMILY, Firmware::FIRST);
        let mut body = example(&document, "post", &format!("/{parent}"));
        body["name"] = json!(format!("of {child}"));
        body["dynamic"] = json!(false);
        let p = caller.created(&format!("/{parent}"), body).await;
        let (c, _) = two(&caller, &child).await.unwrap();
        let one = format!("/{parent}/{p}/{child}/{c}");
        assert_eq!(caller.post(&one, Value::Null).await.status, 204, "{one}");
        let back = format!("/{child}/{c}/{parent}");
        assert!(ids(&caller, &back).await.contains(&p), "{back}");
        assert_eq!(caller.delete(&format!("/{parent}/{p}")).await.status, 204);
        assert!(!ids(&caller, &back).await.contains(&p), "{back}");
        assert_eq!(caller.delete(&one).await.status, 404);
        tried += 1;
    }
    assert!(tried >= 15, "only {tried} relations have two such ends");
}
