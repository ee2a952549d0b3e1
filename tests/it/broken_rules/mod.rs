//! Every rule of every field of every JSON body, broken one at a time: a refusal that names the
//! field, and nothing changed. What bodies and rules there are is read off the OpenAPI document,
//! and what objects there are off their lists, so an operation that comes later is in the loop.
mod broken;
mod schema;

use crate::client::{Caller, Twin, list_of};
use broken::Broken;
use schema::Schemas;
use serde_json::Value;
use std::collections::BTreeSet;
use wiretwin::{api::openapi, base::firmware::Firmware, families::FAMILIES};

/// An operation that takes JSON.
struct Target<'a> {
    method: String,
    path: &'a str,
    schema: &'a Value,
    good: &'a Value,
}

fn targets(document: &Value) -> Vec<Target<'_>> {
    let mut targets = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let media = &operation["requestBody"]["content"]["application/json"];
            if !media.is_null() {
                targets.push(Target {
                    method: method.to_uppercase(),
                    path,
                    schema: &media["schema"],
                    good: &media["example"],
                });
            }
        }
    }
    targets
}

/// Where a field that is null counts as one that is not there, by the contract.
const NULL_IS_ABSENT: [&str; 5] = [
    "/alerts/manual-mitigate",
    "/customApplications",
    "/customApplications/{id}",
    "/user",
    "/user/{id}",
];

/// A twin of the demo fixture, which has an object of every kind. Its time stands still, so that
/// what is seen in the network stays the same.
async fn demo(platform: &str) -> Twin {
    let options = ["--clock", "2017-09-01T00:00:00Z", "--platform", platform];
    Twin::start_with("demo", &options).await
}

/// The path with an object that is there for each of its parameters: the first one that the path
/// before the parameter lists.
async fn reached(caller: &Caller, path: &str) -> Option<String> {
    let mut reached = String::new();
    for part in path.split('/').skip(1) {
        let named = part.strip_prefix('{').and_then(|p| p.strip_suffix('}'));
        let part = match named {
            None => part.to_owned(),
            Some(parameter) => {
                let first = caller.listed(&reached).await.into_iter().next()?;
                let field = match parameter {
                    "dimension_name" => "name",
                    parameter => parameter,
                };
                match first.get(field).or_else(|| first.get("id"))? {
                    Value::String(name) => name.clone(),
                    id => id.to_string(),
                }
            }
        };
        reached += &format!("/{part}");
    }
    Some(reached)
}

/// What a client sees around a path: the resource, and what is at the path itself.
async fn seen(caller: &Caller, path: &str) -> Vec<(u16, String)> {
    let resource = format!("/{}", path.split('/').nth(1).unwrap());
    let mut seen = vec![];
    for path in [list_of(&resource), path.to_owned()] {
        let answer = caller.get(&path).await;
        seen.push((answer.status, answer.text()));
    }
    seen
}

/// Whether a sentence speaks of a field: one of its quoted places has the field in it.
fn names(sentence: &str, field: Option<&str>) -> bool {
    let Some(field) = field else {
        return sentence.starts_with("the body must be ");
    };
    let mut quoted = sentence.split('`').skip(1).step_by(2);
    quoted.any(|place| place == field || place.split(['.', '[', ']']).any(|part| part == field))
}

/// In what the answer to a broken body is not what it must be.
async fn fault(caller: &Caller, method: &str, path: &str, broken: &Broken) -> Option<String> {
    let body = broken.body.to_string();
    let answer = caller.send(method, path, &[], body.as_bytes()).await;
    if !matches!(answer.status, 400 | 422) {
        return Some(format!("answers {} {}", answer.status, answer.text()));
    }
    let told = answer.refusal(answer.status);
    (!names(&told, broken.field())).then(|| format!("does not name the field: {told}"))
}

/// Sends every broken body; what went wrong.
async fn faults(
    caller: &Caller,
    log: &Caller,
    target: &Target<'_>,
    path: &str,
    all: &[Broken],
) -> Vec<String> {
    let newest = async || log.json("/auditlog?limit=1").await;
    let (before, mut audit_note, mut faults) = (seen(caller, path).await, newest().await, vec![]);
    let mut note = |what: String| faults.push(format!("{} {}: {what}", target.method, target.path));
    for broken in all {
        if let Some(fault) = fault(caller, &target.method, path, broken).await {
            note(format!("{broken} {fault}"));
        }
        let newer = newest().await;
        if newer != audit_note {
            note(format!("{broken} is in the audit log"));
            audit_note = newer;
        }
    }
    if seen(caller, path).await != before {
        note("something has changed".into());
    }
    faults
}

#[tokio::test]
async fn every_rule_of_every_field_of_every_body() {
    let twins = [demo("discover").await, demo("command").await];
    let (mut rules, mut wrong, mut unreached) = (BTreeSet::new(), vec![], vec![]);
    for family in FAMILIES {
        let document = openapi::document(family, Firmware::FIRST);
        let schemas = Schemas(&document);
        let callers = twins.each_ref().map(|twin| twin.foremost(family.name));
        let log = twins.each_ref().map(Twin::full_system);
        let (mut operations, mut count) = (0, 0);
        for target in targets(&document) {
            let mut all = schemas.broken_bodies(target.schema, target.good);
            if NULL_IS_ABSENT.contains(&target.path) {
                all.retain(|broken| !broken.is_null());
            }
            let mut found = None;
            for (caller, log) in callers.iter().zip(&log) {
                if found.is_none() {
                    let path = reached(caller, target.path).await;
                    found = path.map(|path| (caller, log, path));
                }
            }
            match found {
                Some((caller, log, path)) => {
                    wrong.extend(faults(caller, log, &target, &path, &all).await)
                }
                None => unreached.push(format!("{} {}", target.method, target.path)),
            }
            operations += 1;
            count += all.len();
            rules.extend(all.iter().map(|broken| broken.rule));
        }
        assert!(operations > 20 && count > 7 * operations);
    }
    let known = [
        "type",
        "enum",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "required",
    ];
    for rule in known {
        assert!(rules.contains(rule), "no field has the rule {rule}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        unreached, [""; 0],
        "the demo fixture has no object for these"
    );
}
