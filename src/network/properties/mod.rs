//! What must hold of any network, whatever its seed.
use super::*;
use crate::base::{
    clock::{DAY, HOUR, Millis},
    seed::Seed,
};
use std::sync::LazyLock;

mod agree;
mod asked;
mod build;
mod busy_hours;
mod catalogue;
mod custom;
mod ends;
mod filters;
mod order;
mod recording;
mod rows;
mod sums;

/// A Friday noon, in 2017.
pub const NOW: Millis = 1_504_267_200_000;

/// Some forty devices, and a plan of a company, of which three seeds are kept.
pub static NETWORKS: LazyLock<Vec<Network>> =
    LazyLock::new(|| (1..4).map(|seed| network(Seed(seed))).collect());

pub fn network(seed: Seed) -> Network {
    let built = Network::build(seed, hosts(seed, 40), Vec::new(), Vec::new());
    built.unwrap().with_packetstore(true)
}

pub fn hosts(seed: Seed, count: u32) -> Vec<Host> {
    let born = populate(seed, &plan(count, seed)).unwrap();
    let host = |(at, born): (usize, GeneratedDevice)| Host {
        id: at as i64 + 1,
        addr: born.addr.map(Into::into),
        name: born.dns_name,
        role: born.role,
        parent: born.parent.map(|place| place as i64 + 1),
        vlan: born.vlan,
        discovered: NOW - born.age,
        activity: Vec::new(),
    };
    let mut hosts: Vec<Host> = born.into_iter().enumerate().map(host).collect();
    // Whatever the roles draw, somebody does each thing.
    let all = Activity::all();
    let people = hosts.iter_mut().filter(|host| host.role == Role::Pc);
    for (host, some) in people.zip(all.chunks(7)) {
        host.activity = some.to_vec();
    }
    hosts
}

pub fn ask(network: &Network, category: &str, name: &str) -> TestQuery {
    let devices = network.hosts().iter().map(|host| host.id).collect();
    TestQuery {
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
pub struct TestQuery {
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

impl TestQuery {
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
    pub fn of(&self, device: i64) -> TestQuery {
        TestQuery {
            devices: vec![device],
            ..self.clone()
        }
    }
    pub fn between(&self, from: Millis, until: Millis) -> TestQuery {
        TestQuery {
            from,
            until,
            ..self.clone()
        }
    }
    pub fn at(&self, object_type: ObjectType) -> TestQuery {
        TestQuery {
            object_type,
            devices: vec![0],
            ..self.clone()
        }
    }
    pub fn calc(mut self, calc: Calc) -> TestQuery {
        self.spec.calc = calc;
        self
    }
    pub fn rows(&self, network: &Network) -> Vec<Stat> {
        network.query(&self.query()).unwrap()
    }
    /// One row for each bucket.
    pub fn series(&self, network: &Network, cycle: Cycle) -> Vec<Stat> {
        TestQuery {
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

/// A metric of the catalogue, and the type of objects that has it.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
    pub object_type: ObjectType,
    pub category: &'static str,
    pub name: &'static str,
    /// Of a scalar, and of the entries of a detail metric.
    pub vtype: &'static str,
}

/// Every metric that has a name.
pub fn picks() -> impl Iterator<Item = Pick> {
    catalog::all().flat_map(|category| {
        let object_type = match category.level {
            catalog::MetricLevel::Device => ObjectType::Device,
            catalog::MetricLevel::Capture => ObjectType::Network,
            catalog::MetricLevel::Application => ObjectType::Application,
            catalog::MetricLevel::Vlan => ObjectType::Vlan,
            catalog::MetricLevel::System => ObjectType::System,
        };
        category.metrics.iter().map(move |metric| Pick {
            object_type,
            category: category.name,
            name: metric.name,
            vtype: metric.kind.vtype(),
        })
    })
}

impl Pick {
    /// Asks one object of the type: that device, or the only one there is.
    pub fn of(self, network: &Network, device: i64) -> TestQuery {
        let id = match self.object_type {
            ObjectType::Device => device,
            ObjectType::Vlan => 10,
            _ => 0,
        };
        TestQuery {
            object_type: self.object_type,
            ..ask(network, self.category, self.name).of(id)
        }
    }
    pub fn is_count(&self) -> bool {
        self.vtype == "count"
    }
}

/// What buckets that follow each other are together: per key, by the kind of the values.
pub fn folded(vtype: &str, values: Vec<Value>) -> Value {
    let mut values = values.into_iter();
    let first = values.next().unwrap();
    values.fold(first, |one, next| joined(vtype, one, next))
}

fn joined(vtype: &str, one: Value, next: Value) -> Value {
    match (one, next) {
        (Value::Count(one), Value::Count(next)) => Value::Count(match vtype {
            "count" => one + next,
            "snap" => next,
            _ => one.max(next),
        }),
        (Value::Samples(one), Value::Samples(next)) => Value::Samples(Samples {
            count: one.count + next.count,
            sum: one.sum + next.sum,
            sum2: one.sum2 + next.sum2,
        }),
        (Value::Frequencies(one), Value::Frequencies(next)) => {
            let mut all = std::collections::BTreeMap::new();
            for Frequency { value, freq } in one.into_iter().chain(next) {
                *all.entry((value * 1000.0) as i64).or_insert(0) += freq;
            }
            let back = |(us, freq)| Frequency {
                value: us as f64 / 1000.0,
                freq,
            };
            Value::Frequencies(all.into_iter().map(back).collect())
        }
        // What nobody has open any more has no entry.
        (Value::Detail(_), next @ Value::Detail(_)) if vtype == "snap" => next,
        (Value::Detail(mut one), Value::Detail(next)) => {
            for entry in next {
                match one.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => {
                        let so_far = std::mem::replace(&mut known.value, Value::Count(0));
                        known.value = joined(vtype, so_far, entry.value);
                    }
                    None => one.push(entry),
                }
            }
            Value::Detail(one)
        }
        other => panic!("{other:?} do not join"),
    }
}

/// Whether two values are equal, but for the order of keys and the last digits of sums.
pub fn alike(one: &Value, other: &Value) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= a.abs() * 1e-9;
    match (one, other) {
        (Value::Samples(one), Value::Samples(other)) => {
            one.count == other.count && near(one.sum, other.sum) && near(one.sum2, other.sum2)
        }
        (Value::Detail(one), Value::Detail(other)) => {
            let is_there = |entry: &Entry| {
                let mut same = other.iter().filter(|known| known.key == entry.key);
                same.any(|known| alike(&entry.value, &known.value))
            };
            one.len() == other.len() && one.iter().all(is_there)
        }
        (one, other) => one == other,
    }
}
