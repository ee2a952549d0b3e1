//! Queries of one metric, and the numbers in their answers.
use super::samples::NOW;
use crate::{
    base::clock::{HOUR, Millis},
    network::{
        Calc, Cycle, Entry, Fold, Network, ObjectType, Query, Spec, Stat, Subject, Value, metrics,
    },
};

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
        metrics::answer(network, &self.query(), &[]).unwrap()
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
