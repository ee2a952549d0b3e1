//! The catalogue in the description of a query: a line for each category, or for each that object
//! types have with other metrics.
use crate::{
    base::firmware::Firmware,
    network::catalog::{ListedCategory, listed},
    schema::marks::lines_since,
};
use schemars::Schema;
use std::collections::BTreeMap;

/// Every category with the object types that have it.
pub fn categories(schema: &mut Schema) {
    let listed = listed(Firmware::LAST);
    let line = |one: &ListedCategory| {
        let since = one.metrics.iter().map(|metric| metric.since).min();
        let line = format!("- `{}` ({}): {}", one.category, one.type_names(), one.title);
        (since.unwrap_or(Firmware::FIRST), line)
    };
    lines_since(schema, listed.iter().map(line));
}

/// The names of the metrics of every category; later ones are in lines of their own.
pub fn metrics(schema: &mut Schema) {
    let mut lines = vec![];
    for one in listed(Firmware::LAST) {
        if one.open {
            let line = head(&one) + "any name that a trigger writes";
            lines.push((Firmware::FIRST, line));
        }
        let mut by_firmware: BTreeMap<Firmware, Vec<String>> = BTreeMap::new();
        for metric in &one.metrics {
            let names = by_firmware.entry(metric.since).or_default();
            names.push(format!("`{}`", metric.name));
        }
        let line =
            |(since, names): (Firmware, Vec<String>)| (since, head(&one) + &names.join(", "));
        lines.extend(by_firmware.into_iter().map(line));
    }
    lines_since(schema, lines);
}

fn head(one: &ListedCategory) -> String {
    format!("- `{}` ({}): ", one.category, one.type_names())
}
