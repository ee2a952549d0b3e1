//! Every write of every resource leaves exactly one entry in the audit log, and a refused one
//! none: one loop over the table, on the demo, with the bodies that the document gives as examples.
use crate::client::{Answer, Caller, Twin};
use serde_json::{Value, json};
use wiretwin::{
    api::{Family, Operation, openapi},
    base::firmware::Firmware,
    families::FAMILIES,
};

/// These read, and are no GET only because they carry a body.
const READS: &[&str] = &[
    "POST /metrics",
    "POST /metrics/total",
    "POST /metrics/totalbyobject",
    "POST /customizations/{id}/download",
    "POST /query/sql",
    "POST /query/topXchart",
    "POST /query/topXdata",
    "POST /query/url",
];

/// What cannot be called with success on the demo, and why.
const UNCALLED: &[(&str, &str)] = &[];

/// What is sent where the document has no example of the body: a text, or the file of a form.
const BODIES: &[(&str, &[u8])] = &[
    ("PUT /license", LICENSE),
    ("PUT /licenses", LICENSE),
    ("PUT /extrahop/sslcert", PAIR),
];
const PAIR: &[u8] = concat!(
    include_str!("../../src/extrahop/resources/ssldecryptkeys/example-certificate.pem"),
    include_str!("../../src/extrahop/resources/ssldecryptkeys/example-key.pem")
)
.as_bytes();
const LICENSE: &[u8] = b"-----BEGIN LICENSE-----\nd2lyZXR3aW4=\n-----END LICENSE-----\n";

/// Of the objects that a part of a path may name, so many are tried.
const TRIED: usize = 8;

fn writes(family: &Family) -> impl Iterator<Item = Operation> {
    let operations = (family.operations)().into_iter();
    let there = operations.filter(|op| op.terms.is_documented_in(Firmware::FIRST));
    there.filter(|op| op.method != http::Method::GET)
}

/// Who calls the operations of a family, and who reads the audit log.
struct Who {
    caller: Caller,
    log: Caller,
}

impl Who {
    fn of(family: &Family, twin: &Twin) -> Self {
        let (caller, log) = (twin.foremost(family.name), twin.full_system());
        Self { caller, log }
    }
}

fn name(op: &Operation) -> String {
    format!("{} {}", op.method, op.path)
}

/// What a call carries.
struct Sent {
    kind: String,
    bytes: Vec<u8>,
}

/// The body of an operation, by the document.
fn body(document: &Value, op: &Operation) -> Sent {
    let method = op.method.as_str().to_lowercase();
    let request = &document["paths"][op.path.as_ref()][&method]["requestBody"];
    let kinds = request["content"].as_object().into_iter().flatten();
    let Some((kind, content)) = kinds.map(|(kind, content)| (kind.clone(), content)).next() else {
        let (kind, bytes) = ("application/json".into(), vec![]);
        return Sent { kind, bytes };
    };
    let given = BODIES.iter().find(|(of, _)| *of == name(op));
    let bytes = match given {
        Some((_, bytes)) => bytes.to_vec(),
        None => content["example"].to_string().into_bytes(),
    };
    match kind.as_str() {
        "multipart/form-data" => form(&bytes),
        _ => Sent { kind, bytes },
    }
}

/// A form with one file.
fn form(file: &[u8]) -> Sent {
    let head = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n";
    Sent {
        kind: "multipart/form-data; boundary=cut".into(),
        bytes: [&head[..], file, b"\r\n--cut--\r\n"].concat(),
    }
}

/// The names of the objects in a list, as a path has them.
async fn named(caller: &Caller, list: &str, key: &str) -> Vec<String> {
    let objects = caller.listed(list).await;
    let names = objects.iter().filter_map(|object| {
        let keys = match key {
            "dimension_name" => ["name", "id", "name"],
            key => [key, "id", "name"],
        };
        match keys.iter().find_map(|key| object.get(*key))? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    });
    names.take(TRIED).collect()
}

/// The paths of an operation with objects that are there. What stands before an id is the list it
/// is from; where that is none, as with what is not assigned yet, the list of all of that name.
async fn paths(caller: &Caller, op: &Operation) -> Vec<String> {
    let mut paths = vec![String::new()];
    let parts: Vec<&str> = op.path.split('/').skip(1).collect();
    for (i, part) in parts.iter().enumerate() {
        let Some(key) = part
            .strip_prefix('{')
            .map(|part| part.trim_end_matches('}'))
        else {
            paths
                .iter_mut()
                .for_each(|path| *path += &format!("/{part}"));
            continue;
        };
        let of = parts[i - 1];
        let mut longer = vec![];
        for path in paths {
            for list in [path.clone(), format!("/{of}"), format!("/{of}s")] {
                let found = named(caller, &list, key).await;
                if !found.is_empty() {
                    longer.extend(found.iter().map(|name| format!("{path}/{name}")));
                    break;
                }
            }
        }
        longer.truncate(TRIED);
        paths = longer;
    }
    paths
}

/// A batch of assignments with ids that are there.
async fn with_children(caller: &Caller, path: &str, sent: &Sent) -> Option<Sent> {
    let mut body: Value = serde_json::from_slice(&sent.bytes).ok()?;
    body.get("assign")?;
    let child = path.rsplit('/').next()?;
    let ids = named(caller, &format!("/{child}"), "id").await;
    let ids = ids.iter().filter_map(|id| id.parse::<i64>().ok());
    body = json!({"assign": ids.take(1).collect::<Vec<_>>(), "unassign": []});
    let (kind, bytes) = (sent.kind.clone(), body.to_string().into_bytes());
    Some(Sent { kind, bytes })
}

/// The entries after this one, oldest first.
async fn entries(caller: &Caller, after: i64) -> Vec<Value> {
    let newest = caller.json("/auditlog?limit=20").await;
    let entries = newest.as_array().unwrap().iter().rev();
    let after = entries.filter(|entry| entry["id"].as_i64().unwrap() > after);
    after.cloned().collect()
}

/// Calls, and says what is wrong with the entries that the call left.
async fn call(who: &Who, op: &Operation, path: &str, sent: &Sent) -> (Answer, Option<String>) {
    let newest = who.log.json("/auditlog?limit=1").await;
    let newest = newest[0]["id"].as_i64().unwrap_or(0);
    let kind = format!("Content-Type: {}", sent.kind);
    let method = op.method.as_str();
    let answer = who.caller.send(method, path, &[&kind], &sent.bytes).await;
    let left = entries(&who.log, newest).await;
    let written = (200..300).contains(&answer.status) && !READS.contains(&name(op).as_str());
    let right = match (written, left.as_slice()) {
        (true, [entry]) => is_whole(&entry["body"]),
        (false, []) => true,
        _ => false,
    };
    let told = json!(left);
    let wrong = format!("{method} {path}: {} left {told}", answer.status);
    (answer, (!right).then_some(wrong))
}

/// Who did what to what, and through what.
fn is_whole(entry: &Value) -> bool {
    let said = |field: &str| entry[field].as_str().is_some_and(|text| !text.is_empty());
    let through = json!([entry["user"], entry["component"]]);
    let known = [
        json!(["setup", "REST API"]),
        json!(["admin@example.com", "Kentik V5 API"]),
    ];
    known.contains(&through) && said("operation") && said("details")
}

/// Calls an operation until it succeeds, and notes the entries that are not right; the error is
/// what the last call was told.
async fn succeed(
    who: &Who,
    op: &Operation,
    sent: &Sent,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let mut told = String::from("there is no object to call it with");
    for path in paths(&who.caller, op).await {
        let there = with_children(&who.caller, &path, sent).await;
        let (answer, left) = call(who, op, &path, there.as_ref().unwrap_or(sent)).await;
        wrong.extend(left);
        if (200..300).contains(&answer.status) {
            return Ok(());
        }
        told = format!("{path}: {} {}", answer.status, answer.text());
    }
    Err(format!("{} never succeeds: {told}", name(op)))
}

#[tokio::test]
async fn every_write_is_one_entry() {
    let (mut wrong, mut called) = (vec![], 0);
    for family in FAMILIES {
        let document = openapi::document(family, Firmware::FIRST);
        let mut twin = Twin::start("demo").await;
        for op in writes(&family) {
            if UNCALLED.iter().any(|(of, _)| *of == name(&op)) {
                continue;
            }
            let sent = body(&document, &op);
            let mut done = succeed(&Who::of(&family, &twin), &op, &sent, &mut wrong).await;
            if done.is_err() {
                // What others deleted or changed may be what it needs.
                twin = Twin::start("demo").await;
                done = succeed(&Who::of(&family, &twin), &op, &sent, &mut wrong).await;
            }
            if done.is_err() {
                // Only a Command appliance has nodes.
                let command = Twin::start_with("demo", &["--platform", "command"]).await;
                done = succeed(&Who::of(&family, &command), &op, &sent, &mut wrong).await;
            }
            wrong.extend(done.err());
            called += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(called > 150, "{called} writes");
}

#[tokio::test]
async fn a_refused_write_leaves_no_entry() {
    let twin = Twin::start("demo").await;
    let mut wrong = vec![];
    for family in FAMILIES {
        let document = openapi::document(family, Firmware::FIRST);
        let who = Who::of(&family, &twin);
        for op in writes(&family) {
            for (path, sent) in refused_calls(&who.caller, &document, &op).await {
                let (answer, left) = call(&who, &op, &path, &sent).await;
                wrong.extend(left);
                if !(400..500).contains(&answer.status) {
                    wrong.push(format!(
                        "{} {path}: {} in place of a refusal",
                        op.method, answer.status
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A body that is cut off, and objects that are not there.
async fn refused_calls(caller: &Caller, document: &Value, op: &Operation) -> Vec<(String, Sent)> {
    let mut calls = vec![];
    let sent = body(document, op);
    if !sent.bytes.is_empty() {
        let kind = sent.kind.clone();
        let bytes = br#"{"cut": "off"#.to_vec();
        let there = paths(caller, op).await.into_iter().next();
        calls.extend(there.map(|path| (path, Sent { kind, bytes })));
    }
    if op.path.contains('{') {
        let parts = op.path.split('/').map(|part| match part.starts_with('{') {
            true => "999999",
            false => part,
        });
        calls.push((parts.collect::<Vec<_>>().join("/"), sent));
    }
    calls
}

#[test]
fn the_lists_name_operations_that_there_are() {
    let known = FAMILIES.iter().flat_map(writes);
    let known: Vec<String> = known.map(|op| name(&op)).collect();
    let bodies = BODIES.iter().map(|(of, _)| of);
    let uncalled = UNCALLED.iter().map(|(of, _)| of);
    for of in READS.iter().chain(bodies).chain(uncalled) {
        assert!(known.iter().any(|name| name == of), "{of}");
    }
}
