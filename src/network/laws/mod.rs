//! What must hold of any network, whatever its seed.
use super::*;
use crate::clock::Millis;
use crate::seed::Seed;
use std::sync::LazyLock;

mod agree;
mod build;
mod custom;
mod recording;
mod rows;
mod sums;

pub const HOUR: Millis = 3_600_000;
pub const DAY: Millis = 24 * HOUR;
/// A Friday noon, in 2017.
pub const NOW: Millis = 1_504_267_200_000;

/// Some forty devices, and a plan of a company, of which three seeds are kept.
pub static NETWORKS: LazyLock<Vec<Network>> =
    LazyLock::new(|| (1..4).map(|seed| network(Seed(seed))).collect());

pub fn network(seed: Seed) -> Network {
    Network::build(seed, hosts(seed, 40), Vec::new(), Vec::new()).unwrap()
}

pub fn hosts(seed: Seed, count: u32) -> Vec<Host> {
    let born = populate(seed, &plan(count, seed)).unwrap();
    let host = |(at, born): (usize, Born)| Host {
        id: at as i64 + 1,
        addr: born.addr.map(Into::into),
        name: born.dns_name,
        role: born.role,
        parent: born.parent.map(|place| place as i64 + 1),
        vlan: born.vlan,
        discovered: NOW - born.age,
        activity: Vec::new(),
    };
    born.into_iter().enumerate().map(host).collect()
}

pub fn ask(network: &Network, category: &str, name: &str) -> Ask {
    let devices = network.hosts().iter().map(|host| host.id).collect();
    Ask {
        object_type: ObjectType::Device,
        category: category.into(),
        spec: Spec::named(name),
        devices,
        cycle: Cycle::Sec30,
        from: NOW - HOUR,
        until: NOW,
        now: NOW,
        fold: Fold::Total,
    }
}

/// A query of one metric, to be changed field by field.
#[derive(Clone)]
pub struct Ask {
    pub object_type: ObjectType,
    pub category: String,
    pub spec: Spec,
    pub devices: Vec<i64>,
    pub cycle: Cycle,
    pub from: Millis,
    pub until: Millis,
    pub now: Millis,
    pub fold: Fold,
}

impl Ask {
    pub fn query(&self) -> Query {
        let subject = |id: &i64| Subject {
            oid: *id,
            members: vec![*id],
            ..Subject::default()
        };
        Query {
            object_type: self.object_type,
            category: self.category.clone(),
            specs: vec![self.spec.clone()],
            subjects: self.devices.iter().map(subject).collect(),
            cycle: self.cycle,
            from: self.from,
            until: self.until,
            now: self.now,
            fold: self.fold,
            silent: vec![],
        }
    }
    pub fn of(&self, device: i64) -> Ask {
        Ask {
            devices: vec![device],
            ..self.clone()
        }
    }
    pub fn between(&self, from: Millis, until: Millis) -> Ask {
        Ask {
            from,
            until,
            ..self.clone()
        }
    }
    pub fn at(&self, object_type: ObjectType) -> Ask {
        Ask {
            object_type,
            devices: vec![0],
            ..self.clone()
        }
    }
    pub fn calc(mut self, calc: Calc) -> Ask {
        self.spec.calc = calc;
        self
    }
    pub fn rows(&self, network: &Network) -> Vec<Stat> {
        network.query(&self.query()).unwrap()
    }
    /// One row for each bucket.
    pub fn series(&self, network: &Network, cycle: Cycle) -> Vec<Stat> {
        Ask {
            cycle,
            fold: Fold::Buckets,
            ..self.clone()
        }
        .rows(network)
    }
    pub fn value(&self, network: &Network) -> Value {
        self.rows(network).remove(0).values.remove(0)
    }
    pub fn count(&self, network: &Network) -> i64 {
        number(&self.value(network))
    }
    pub fn detail(&self, network: &Network) -> Vec<Entry> {
        match self.value(network) {
            Value::Detail(entries) => entries,
            other => panic!("{other:?} is no detail"),
        }
    }
}

/// A count, or the sum over the keys of a detail metric.
pub fn number(value: &Value) -> i64 {
    match value {
        Value::Count(count) => *count,
        Value::Detail(entries) => entries.iter().map(|entry| number(&entry.value)).sum(),
        Value::Frequencies(list) => list.iter().map(|one| one.freq).sum(),
        Value::Samples(samples) => samples.count,
        other => panic!("{other:?} is no number"),
    }
}

pub fn numbers(rows: &[Stat]) -> Vec<i64> {
    rows.iter().map(|row| number(&row.values[0])).collect()
}

/// Scalar counts of devices: category and name.
pub fn scalar_counts() -> Vec<(&'static str, &'static str)> {
    let categories = catalog::all().filter(|category| category.level == catalog::Level::Device);
    let named = categories.flat_map(|category| {
        category
            .metrics
            .iter()
            .map(move |metric| (category.name, metric))
    });
    named
        .filter(|(_, metric)| metric.is_scalar_count())
        .map(|(category, metric)| (category, metric.name))
        .collect()
}
