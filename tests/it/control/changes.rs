//! What is different in a twin.
use super::{full_system, make, tag};
use crate::client::Twin;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[tokio::test]
async fn changes_are_told_by_field() {
    let server = Twin::start("empty").await;
    let made = make(
        &server,
        json!({"fixture": "guide", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    let caller = full_system(&server, &made);
    let control = caller.control();
    assert_eq!(control.json("/changes").await, json!([]));
    let production = tag(&caller, "production").await;
    let gone = tag(&caller, "gone").await;
    caller.delete(&format!("/tags/{gone}")).await;
    caller
        .post(
            &format!("/tags/{production}/devices"),
            json!({"assign": [10212]}),
        )
        .await;
    caller
        .patch("/devices/10212", json!({"custom_name": "shop"}))
        .await;
    let changes = control.json("/changes").await;
    let expected = json!([
        {"op": "changed", "resource": "devices", "id": 10212},
        {"op": "created", "resource": "tags", "id": production, "name": "production", "fields": {"name": "production"}},
        {"op": "linked", "resource": "tags/devices", "id": production, "child": 10212},
    ]);
    for (change, expected) in changes
        .as_array()
        .unwrap()
        .iter()
        .zip(expected.as_array().unwrap())
    {
        for name in ["op", "resource", "id"] {
            assert_eq!(change[name], expected[name], "{changes:#}");
        }
    }
    assert_eq!(changes.as_array().unwrap().len(), 3, "{changes:#}");
    assert_eq!(changes[0]["fields"]["custom_name"][1], "shop");
    let verify = |expected: Value, only: bool| {
        let control = control.clone();
        async move {
            let body = json!({"expected": expected, "only": only});
            control.post("/changes/verify", body).await
        }
    };
    assert_eq!(verify(expected.clone(), true).await.status, 200);
    let some = json!([{"op": "created", "resource": "tags"}]);
    assert_eq!(verify(some.clone(), false).await.status, 200);
    let answer = verify(some, true).await;
    assert_eq!(
        (
            answer.status,
            answer.json()["unexpected"].as_array().unwrap().len()
        ),
        (417, 2)
    );
    let answer = verify(json!([{"op": "deleted", "resource": "tags"}]), false).await;
    assert_eq!(answer.status, 417);
    assert_eq!(answer.json()["missing"][0]["op"], "deleted");
    // What is changed back is no change.
    control.post("/reset", json!({})).await;
    assert_eq!(verify(json!([]), true).await.status, 200);
}

/// A number that follows from the one before it (Knuth's constants).
fn next(seed: &mut u64) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

/// The objects of an export that the test changes, by section and id.
fn objects(export: &Value) -> BTreeMap<(String, i64), Value> {
    let mut objects = BTreeMap::new();
    for section in ["tags", "devices", "emailgroups"] {
        for object in export[section].as_array().into_iter().flatten() {
            objects.insert(
                (section.to_owned(), object["id"].as_i64().unwrap()),
                object.clone(),
            );
        }
    }
    objects
}

#[tokio::test]
async fn changes_are_the_difference_of_two_exports() {
    let server = Twin::start("empty").await;
    for seed in 1..6 {
        let made = make(
            &server,
            json!({"fixture": "guide", "clock": "2017-09-01T00:00:00Z"}),
        )
        .await;
        let caller = full_system(&server, &made);
        let control = caller.control();
        let before = objects(&control.json("/export").await);
        let (mut seed, mut tags) = (seed, vec![]);
        for step in 0..40 {
            match next(&mut seed) % 5 {
                0 => tags.push(tag(&caller, &format!("tag {step}")).await),
                1 if !tags.is_empty() => {
                    let at = next(&mut seed) % tags.len();
                    caller
                        .delete(&format!("/tags/{}", tags.swap_remove(at)))
                        .await;
                }
                2 if !tags.is_empty() => {
                    let one = tags[next(&mut seed) % tags.len()];
                    caller
                        .patch(
                            &format!("/tags/{one}"),
                            json!({"name": format!("again {step}")}),
                        )
                        .await;
                }
                3 => {
                    let text = ["", "one", "two"][next(&mut seed) % 3];
                    caller
                        .patch("/devices/10212", json!({"description": text}))
                        .await;
                }
                _ => drop(control.post("/clock/advance", json!({"ms": 1000})).await),
            }
        }
        let after = objects(&control.json("/export").await);
        let mut slow: Vec<(String, String, i64)> = vec![];
        for (key, object) in &after {
            match before.get(key) {
                None => slow.push(("created".into(), key.0.clone(), key.1)),
                Some(old) if old != object => slow.push(("changed".into(), key.0.clone(), key.1)),
                Some(_) => {}
            }
        }
        for key in before.keys().filter(|key| !after.contains_key(key)) {
            slow.push(("deleted".into(), key.0.clone(), key.1));
        }
        let changes = control.json("/changes").await;
        let told = changes.as_array().unwrap().iter().map(|change| {
            let text = |name: &str| change[name].as_str().unwrap().to_owned();
            (text("op"), text("resource"), change["id"].as_i64().unwrap())
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        slow.sort();
        assert_eq!(told, slow);
    }
}
