//! The page about fixtures has every section, and its examples load.
use crate::{network_docs::blocks, program::run};
use serde_json::Value;
use std::{collections::BTreeSet, fs};
use wiretwin::{families::CONTENTS, twin::fixture::schema::schema};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fixtures.md");

/// The sections that there are; those of Kentik are `kentik.devices` and so on.
fn sections() -> BTreeSet<String> {
    let schema = schema(CONTENTS);
    let names = |schema: &Value| -> Vec<String> {
        let properties = schema["properties"].as_object().unwrap();
        properties.keys().cloned().collect()
    };
    let of_kentik = names(&schema["properties"]["kentik"]).into_iter();
    let all = names(&schema).into_iter().filter(|name| name != "kentik");
    all.chain(of_kentik.map(|name| format!("kentik.{name}")))
        .collect()
}

#[test]
fn every_section_has_an_example_that_loads() {
    let page = fs::read_to_string(PAGE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut described = BTreeSet::new();
    for part in page.split("\n### `").skip(1) {
        let (name, rest) = part.split_once("`\n").unwrap();
        described.insert(name.to_owned());
        let [("yaml", place)] = &blocks(rest)[..] else {
            panic!("{name} must have one example");
        };
        let text = &rest[place.clone()];
        let example: Value = serde_saphyr::from_str(text).unwrap();
        let held = name.split('.').fold(&example, |held, key| &held[key]);
        assert!(!held.is_null(), "the example of {name} does not have it");
        fs::write(folder.path().join("fixture.yaml"), text).unwrap();
        let checked = run(folder.path(), &["fixture", "check", "fixture.yaml"]);
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{name}: {told}");
    }
    assert_eq!(described, sections());
}
