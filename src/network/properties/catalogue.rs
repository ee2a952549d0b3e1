//! The catalogue has what the contract lists, no less and no more.
use super::prelude::*;
use std::collections::BTreeSet;

/// Lines of object type, category, metric, kind, keys, vtype, and two metrics: what its keys add up
/// to, and what it is a part of. `device` stands for groups of
/// devices too, and `network` for `capture`. A category that triggers fill has the metric `*`.
pub const FACTS: &str = include_str!("../../../tests/network/catalogue.csv");

const TYPES: [(ObjectType, &[ObjectType], &str); 5] = [
    (
        ObjectType::Device,
        &[ObjectType::DeviceGroup, ObjectType::ActivityGroup],
        "device",
    ),
    (ObjectType::Network, &[ObjectType::Capture], "network"),
    (ObjectType::Application, &[], "application"),
    (ObjectType::Vlan, &[], "vlan"),
    (ObjectType::System, &[], "system"),
];

fn lines(category: &catalog::Category, object_type: &str) -> Vec<String> {
    let start = format!("{object_type},{}", category.name);
    let line = |metric: &catalog::Metric| {
        let keys: Vec<&str> = metric.keys().collect();
        let vtype = if keys.is_empty() { "" } else { metric.vtype() };
        let kind = metric.kind();
        format!("{start},{},{kind},{},{vtype}", metric.name, keys.join(" "))
    };
    let open = category.open.map(|_| format!("{start},*,,,"));
    category.metrics.iter().map(line).chain(open).collect()
}

#[test]
fn the_catalogue_is_that_of_the_contract() {
    let first_six = |line: &'static str| line.rsplitn(3, ',').nth(2).unwrap();
    let wanted: BTreeSet<&str> = FACTS.lines().skip(1).map(first_six).collect();
    let mut found = BTreeSet::new();
    for (object_type, same, name) in TYPES {
        for category in catalog::all() {
            let here = catalog::find(object_type, category.name);
            for other in same {
                let there = catalog::find(*other, category.name);
                assert_eq!(here.map(|one| one.title), there.map(|one| one.title));
            }
            found.extend(here.iter().flat_map(|here| lines(here, name)));
        }
    }
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let missing: Vec<_> = wanted.difference(&found).collect();
    let extra: Vec<_> = found.difference(&wanted).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing: {missing:#?}, extra: {extra:#?}"
    );
}
