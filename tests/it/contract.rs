//! Every path, level, parameter, status and field of the contract, against the document that the
//! table of operations gives. What is not served yet stands in `tests/contract/gaps.txt`: the
//! list may only shrink.
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use wiretwin::{
    api::{Family, openapi},
    base::firmware::Firmware,
    extrahop,
    families::FAMILIES,
    twin::access::Level,
};

/// Where the contract of a family is.
fn folder(family: &Family) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    match family.name {
        "extrahop" => folder,
        name => folder.join(name),
    }
}

/// Every resource of a family's contract.
fn resources(family: &Family) -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(folder(family))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    files
        .iter()
        .map(|path| serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The operations of a resource, those of its assignments among them.
fn operations(resource: &Value) -> Vec<Value> {
    let mut all = list(&resource["operations"]).to_vec();
    for assignment in list(&resource["assignments"]) {
        let base = format!(
            "/{}/{{id}}/{}",
            text(&assignment["parent"]),
            text(&assignment["child"])
        );
        let (one, level) = (format!("{base}/{{child}}"), &assignment["level"]);
        all.push(json!({"method": "GET", "path": base, "level": "read_only", "query": assignment["query"], "returns": {"status": 200}}));
        all.push(json!({"method": "POST", "path": base, "level": level, "body": "Assignments", "returns": {"status": 204}}));
        all.push(
            json!({"method": "POST", "path": one, "level": level, "returns": {"status": 204}}),
        );
        all.push(
            json!({"method": "DELETE", "path": one, "level": level, "returns": {"status": 204}}),
        );
    }
    all
}

/// What stands in the document behind a reference.
fn resolve<'a>(document: &'a Value, mut value: &'a Value) -> &'a Value {
    while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        value = document.pointer(reference.trim_start_matches('#')).unwrap();
    }
    value
}

/// The schema of what an operation answers, of one object or of each in a list.
fn answered<'a>(document: &'a Value, operation: &'a Value) -> &'a Value {
    let media = operation["responses"].as_object().and_then(|answers| {
        let done = answers.iter().find(|(status, _)| status.starts_with('2'));
        done?.1["content"].as_object()?.values().next()
    });
    let schema = media.map_or(&Value::Null, |media| &media["schema"]);
    let schema = resolve(document, schema);
    schema
        .get("items")
        .map_or(schema, |items| resolve(document, items))
}

/// A path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "{}",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The path under its own names of parameters.
fn served_path<'a>(document: &'a Value, path: &'a str) -> &'a str {
    let mut paths = document["paths"].as_object().unwrap().keys();
    let served = paths.find(|served| unnamed(served) == unnamed(path));
    served.map_or(path, String::as_str)
}

fn check_operation(
    document: &Value,
    resource: &Value,
    wanted: &Value,
    gaps: &mut BTreeSet<String>,
) {
    let (method, path) = (text(&wanted["method"]), text(&wanted["path"]));
    let served = &document["paths"][served_path(document, path)][method.to_lowercase()];
    let mut gap = |what: String| gaps.insert(format!("{method} {path}: {what}"));
    if served.is_null() {
        gap("is not served".into());
        return;
    }
    if served["x-permission-level"] != wanted["level"] {
        gap(format!(
            "level {} in place of {}",
            served["x-permission-level"], wanted["level"]
        ));
    }
    for query in list(&wanted["query"]) {
        let found = list(&served["parameters"])
            .iter()
            .find(|p| p["in"] == "query" && p["name"] == query["name"]);
        match found {
            None => drop(gap(format!("parameter {} is missing", query["name"]))),
            Some(found)
                if !query["default"].is_null()
                    && found["schema"]["default"] != query["default"] =>
            {
                gap(format!(
                    "parameter {} has the default {}",
                    query["name"], found["schema"]["default"]
                ));
            }
            Some(_) => {}
        }
    }
    // Nobody has to accept an end user licence agreement here, so there is no 402.
    let statuses = list(&wanted["errors"])
        .iter()
        .filter(|status| **status != json!(402))
        .chain([&wanted["returns"]["status"]]);
    for status in statuses.filter(|status| !status.is_null()) {
        if served["responses"][status.to_string()].is_null() {
            gap(format!("status {status} is missing"));
        }
    }
    let returned = text(&wanted["returns"]["body"]);
    let schema = answered(document, served);
    for what in object_gaps(document, resource, returned, schema, 0) {
        gap(what);
    }
    let body = &served["requestBody"]["content"]["application/json"]["schema"];
    // A PATCH may take fewer fields than a create.
    let object = match method {
        "PATCH" => "",
        _ => text(&wanted["body"]),
    };
    for what in body_gaps(document, resource, object, body, 0) {
        gap(what);
    }
}

/// The fields of an object of the contract, by its name or as a list of it.
fn fields<'a>(resource: &'a Value, object: &str) -> &'a [Value] {
    let object = object.trim_start_matches("array<").trim_end_matches('>');
    list(&resource["objects"][object])
}

/// Whether a field holds objects of the kind that it belongs to.
fn is_of(field: &Value, object: &str) -> bool {
    let inner = text(&field["type"]).trim_start_matches("array<");
    inner.trim_end_matches('>') == object.trim_start_matches("array<").trim_end_matches('>')
}

/// Objects may stand in objects, so deep.
const DEEP: usize = 3;

/// The schema of a value, or of each in a list of them.
fn one<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let schema = resolve(document, schema);
    let some = schema["anyOf"].as_array().into_iter().flatten();
    let schema = some
        .map(|schema| resolve(document, schema))
        .find(|schema| schema["type"] != "null")
        .unwrap_or(schema);
    match schema.get("items") {
        Some(items) => one(document, items),
        None => schema,
    }
}

/// In what the schema of an answer differs from the contract.
fn object_gaps(
    document: &Value,
    resource: &Value,
    object: &str,
    schema: &Value,
    depth: usize,
) -> Vec<String> {
    let mut gaps = vec![];
    for field in fields(resource, object) {
        let found = match text(&field["name"]) {
            "*" => &schema["additionalProperties"],
            name => &schema["properties"][name],
        };
        // What a reference says beside it holds too.
        let read_only = found["readOnly"] == json!(true);
        let mut whole = resolve(document, found).clone();
        if read_only {
            whole["readOnly"] = json!(true);
        }
        // What stands in an object that only the server sets, or is such an envelope, need not say so.
        let inside = depth > 0 || fields(resource, object).len() == 1;
        if inside && field["access"] == "ro" && !found.is_null() {
            whole["readOnly"] = json!(true);
        }
        if !found.is_null() {
            whole["referred"] = one(document, found).clone();
        }
        gaps.extend(field_gap(field, &whole));
        // An object that has objects of its own kind is documented once.
        let again = is_of(field, object);
        if depth < DEEP && !found.is_null() && !again {
            let (name, inner) = (text(&field["name"]), text(&field["type"]));
            let inner = object_gaps(document, resource, inner, one(document, found), depth + 1);
            gaps.extend(inner.into_iter().map(|gap| format!("{name}: {gap}")));
        }
    }
    gaps
}

/// Which fields a client may send by the contract, and cannot by the schema of a body.
fn body_gaps(
    document: &Value,
    resource: &Value,
    object: &str,
    schema: &Value,
    depth: usize,
) -> Vec<String> {
    let mut gaps = vec![];
    let schema = one(document, schema);
    for field in fields(resource, object)
        .iter()
        .filter(|field| field["access"] != "ro" && field["name"] != "*")
    {
        let (name, inner) = (text(&field["name"]), text(&field["type"]));
        let found = &schema["properties"][name];
        if found.is_null() || found["readOnly"] == json!(true) {
            gaps.push(format!("field {name} cannot be sent"));
        } else if depth < DEEP && !is_of(field, object) {
            let inner = body_gaps(document, resource, inner, found, depth + 1);
            gaps.extend(inner.into_iter().map(|gap| format!("{name}: {gap}")));
        }
    }
    gaps
}

/// In what a field differs from the contract.
fn field_gap(wanted: &Value, found: &Value) -> Option<String> {
    let name = text(&wanted["name"]);
    if wanted["access"] == "wo" {
        return (!found.is_null() && found["writeOnly"] != json!(true))
            .then(|| format!("field {name} is shown"));
    }
    if found.is_null() {
        return Some(format!("field {name} is missing"));
    }
    let said = found.to_string();
    for value in list(&wanted["enum"])
        .iter()
        .filter(|value| !value.is_null())
    {
        // `node` and the like are what the appliance finds, not what may be sent.
        if wanted["access"] == "rw" && !said.contains(&value.to_string()) {
            return Some(format!("field {name} lacks the value {value}"));
        }
    }
    let settable = wanted["access"] == "rw";
    (settable == (found["readOnly"] == json!(true)))
        .then(|| format!("field {name}: access {}", wanted["access"]))
}

#[test]
fn the_list_of_gaps_only_shrinks() {
    for family in FAMILIES {
        let document = openapi::document(family, Firmware::FIRST);
        let mut gaps = BTreeSet::new();
        for resource in resources(&family) {
            for operation in operations(&resource) {
                check_operation(&document, &resource, &operation, &mut gaps);
            }
        }
        let known = std::fs::read_to_string(folder(&family).join("gaps.txt")).unwrap();
        let known: BTreeSet<String> = known.lines().map(str::to_owned).collect();
        let lines = |gaps: Vec<&String>| {
            let lines = gaps.into_iter().map(|gap| format!("{gap}\n"));
            lines.collect::<String>()
        };
        let new = lines(gaps.difference(&known).collect());
        assert_eq!(new, "", "{}: not as the contract says", family.name);
        let closed = lines(known.difference(&gaps).collect());
        assert_eq!(closed, "", "{}: take these out of gaps.txt", family.name);
    }
}

#[test]
fn nothing_is_served_that_the_contract_does_not_have() {
    for family in FAMILIES {
        let wanted: BTreeSet<_> = resources(&family)
            .iter()
            .flat_map(operations)
            .map(|op| (text(&op["method"]).to_owned(), unnamed(text(&op["path"]))))
            .collect();
        let documented = (family.operations)().into_iter();
        for op in documented.filter(|op| op.terms.is_documented_in(Firmware::FIRST)) {
            let served = (op.method.to_string(), unnamed(&op.path));
            assert!(wanted.contains(&served), "{served:?}");
        }
    }
}

#[test]
fn every_operation_says_all_that_a_client_needs() {
    for family in FAMILIES {
        let document = openapi::document(family, Firmware::FIRST);
        assert_eq!(document["openapi"], "3.1.0");
        let mut ids = BTreeSet::new();
        let mut count = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let what = format!("{method} {path}");
                assert!(
                    ids.insert(text(&operation["operationId"]).to_owned()),
                    "{what}: its id is taken"
                );
                assert!(text(&operation["summary"]).ends_with('.'), "{what}");
                assert!(
                    Level::ALL
                        .map(family.wording.api.level)
                        .contains(&text(&operation["x-permission-level"])),
                    "{what}"
                );
                let responses = operation["responses"].as_object().unwrap();
                assert!(
                    responses.keys().any(|status| status.starts_with('2')),
                    "{what}"
                );
                assert!(responses.contains_key("401"), "{what}");
                if let Some(body) = operation
                    .get("requestBody")
                    .filter(|body| body["content"]["application/octet-stream"].is_null())
                    .filter(|body| body["content"]["multipart/form-data"].is_null())
                {
                    assert!(
                        !body["content"]["application/json"]["example"].is_null(),
                        "{what}: the body has no example"
                    );
                }
                let answer = &operation["responses"]["200"]["content"]["application/json"];
                assert!(
                    answer.is_null() || !answer["example"].is_null(),
                    "{what}: the answer has no example"
                );
                count += 1;
            }
        }
        let listed = (family.operations)();
        let listed = listed.iter();
        let listed = listed.filter(|op| op.terms.is_documented_in(Firmware::FIRST));
        assert_eq!(count, listed.count());
    }
}

#[test]
fn what_a_firmware_does_not_have_is_not_in_its_document() {
    let [document, later] = [Firmware::FIRST, Firmware(8, 6)]
        .map(|firmware| openapi::document(extrahop::FAMILY, firmware));
    let next = "/metrics/next/{xid}";
    assert!(document["paths"][next].is_null(), "served, and not listed");
    assert!(later["paths"]["/pages"].is_null(), "pages ended with 7.9");
    assert!(!later["paths"][next]["get"].is_null());
    let fields = |document: &Value| {
        document["components"]["schemas"]["Device"]["properties"]
            .get("auto_role")
            .is_some()
    };
    assert_eq!((fields(&document), fields(&later)), (false, true));
}

#[test]
fn what_is_required_is_among_the_properties() {
    fn look(value: &Value, place: &str) {
        if let (Some(required), Some(properties)) = (
            value.get("required").and_then(Value::as_array),
            value.get("properties").and_then(Value::as_object),
        ) {
            for name in required {
                let known = properties.contains_key(name.as_str().unwrap());
                assert!(known, "{place} requires {name}");
            }
        }
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    look(inner, &format!("{place}/{name}"));
                }
            }
            Value::Array(items) => items.iter().for_each(|inner| look(inner, place)),
            _ => {}
        }
    }
    for firmware in [Firmware::FIRST, Firmware(9, 8), Firmware::LAST] {
        look(&openapi::document(extrahop::FAMILY, firmware), "");
    }
}
