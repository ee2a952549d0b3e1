//! The catalogue as people look things up in it: categories by name, each with its metrics.
use super::{
    category::Category,
    list::all,
    metric::Metric,
    object_type::{MetricLevel, ObjectType},
};
use crate::base::{firmware::Firmware, nearest::nearest};
use serde::{Serialize, Serializer};

/// A category, once for all the object types that have the same metrics in it.
#[derive(Debug, Serialize)]
pub struct ListedCategory {
    pub category: &'static str,
    pub title: &'static str,
    pub object_types: Vec<ObjectType>,
    /// Whether only an appliance with a packet store has it.
    pub needs_packetstore: bool,
    /// Whether it has a metric of any name, as triggers write it.
    pub open: bool,
    pub metrics: Vec<ListedMetric>,
}

/// A metric of a category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListedMetric {
    pub name: &'static str,
    pub kind: &'static str,
    pub unit: &'static str,
    /// What its details are about, from the outside in; empty for one without details.
    pub details: Vec<String>,
    /// The first firmware that has it.
    #[serde(serialize_with = "written")]
    pub since: Firmware,
    /// What it counts.
    pub counts: String,
}

impl ListedCategory {
    /// The object types as queries name them, in a line.
    pub fn type_names(&self) -> String {
        let names = self.object_types.iter().map(|one| one.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// What a firmware has, by name. A category of which it has no metric is left out.
pub fn listed(firmware: Firmware) -> Vec<ListedCategory> {
    let mut found: Vec<ListedCategory> = vec![];
    for category in all() {
        let metrics = metrics(category, firmware);
        if metrics.is_empty() && category.open.is_none() {
            continue;
        }
        let same = found
            .iter_mut()
            .find(|other| other.category == category.name && other.metrics == metrics);
        match same {
            Some(other) => other.object_types.extend(object_types(category.level)),
            None => found.push(ListedCategory {
                category: category.name,
                title: category.title,
                object_types: object_types(category.level).to_vec(),
                needs_packetstore: category.needs_packetstore,
                open: category.open.is_some(),
                metrics,
            }),
        }
    }
    // The sort is stable: of one name, the order of the catalogue stays.
    found.sort_by_key(|one| one.category);
    found
}

fn written<S: Serializer>(firmware: &Firmware, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(firmware)
}

fn metrics(category: &Category, firmware: Firmware) -> Vec<ListedMetric> {
    let had = category.metrics.iter();
    let had = had.filter(|metric| metric.since <= firmware);
    let listed = |metric: &Metric| ListedMetric {
        name: metric.name,
        kind: metric.kind(),
        unit: metric.unit,
        details: metric.broken_down_by(category),
        since: metric.since,
        counts: metric.counts(),
    };
    had.map(listed).collect()
}

fn object_types(level: MetricLevel) -> &'static [ObjectType] {
    match level {
        MetricLevel::Device => &[
            ObjectType::Device,
            ObjectType::DeviceGroup,
            ObjectType::ActivityGroup,
        ],
        MetricLevel::Capture => &[ObjectType::Network, ObjectType::Capture],
        MetricLevel::Application => &[ObjectType::Application],
        MetricLevel::Vlan => &[ObjectType::Vlan],
        MetricLevel::System => &[ObjectType::System],
    }
}

/// Of these names the one that was probably meant: the nearest in letters, or else the shortest that
/// begins with what was given, or the longest that it begins with.
pub fn probably_meant(wrong: &str, names: &[&'static str]) -> Option<&'static str> {
    let bare = ObjectType::of_stat_name(wrong).map_or(wrong, |(_, category)| category);
    let bare = bare.to_lowercase();
    let names = || names.iter().copied();
    let longer = || {
        let longer = names().filter(|name| bare.len() > 1 && name.starts_with(&bare));
        longer.min_by_key(|name| name.len())
    };
    let shorter = || {
        let shorter = names().filter(|name| name.len() > 2 && bare.starts_with(name));
        shorter.max_by_key(|name| name.len())
    };
    nearest(&bare, names()).or_else(longer).or_else(shorter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::catalog::find;
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_have_every_metric_of_every_object_type() {
        let mut seen = BTreeSet::new();
        for one in listed(Firmware::LAST) {
            assert!(one.open || !one.metrics.is_empty(), "{}", one.category);
            for object_type in &one.object_types {
                let held = find(*object_type, one.category).expect("a category");
                assert_eq!(held.metrics.len(), one.metrics.len(), "{}", one.category);
                let first = seen.insert((*object_type, one.category));
                assert!(first, "{} of {object_type:?} is listed twice", one.category);
            }
        }
        let wanted: usize = all().map(|one| object_types(one.level).len()).sum();
        assert_eq!(seen.len(), wanted);
    }

    #[test]
    fn a_firmware_has_no_later_metric() {
        let names = |firmware| {
            let metrics = listed(firmware).into_iter().flat_map(|one| one.metrics);
            metrics.map(|one| one.name).collect::<BTreeSet<_>>()
        };
        let later = "post_quantum_kex";
        assert!(!names(Firmware::FIRST).contains(later) && names(Firmware::LAST).contains(later));
        let first = listed(Firmware::FIRST);
        assert!(first.iter().all(|one| one.open || !one.metrics.is_empty()));
    }

    #[test]
    fn everything_is_said_in_words() {
        for one in listed(Firmware::LAST) {
            for metric in &one.metrics {
                let words = [&metric.counts].into_iter().chain(&metric.details);
                for words in words {
                    let plain = !words.is_empty() && words.len() < 80 && !words.contains('|');
                    assert!(plain, "{}.{}: {words}", one.category, metric.name);
                }
            }
        }
    }

    #[test]
    fn a_wrong_name_has_one_that_was_meant() {
        let names = ["http_client", "http_server", "net", "net_detail", "req"];
        for (wrong, meant) in [
            ("http_cleint", Some("http_client")),
            ("HTTP_SERVER", Some("http_server")),
            ("http", Some("http_client")),
            ("extrahop.device.net", Some("net")),
            ("requests", Some("req")),
            ("chess", None),
            ("", None),
        ] {
            assert_eq!(probably_meant(wrong, &names), meant, "{wrong}");
        }
    }
}
