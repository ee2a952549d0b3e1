//! What can be asked of a network's metrics.
use super::{cycle::Cycle, key_filter::KeyFilter};
use crate::{
    base::clock::Millis,
    network::{catalog::ObjectType, world::subject::Subject},
};

/// A question about metrics; times are absolute.
#[derive(Clone, Debug)]
pub struct Query {
    pub object_type: ObjectType,
    pub category: String,
    pub specs: Vec<Spec>,
    pub subjects: Vec<Subject>,
    pub cycle: Cycle,
    pub from: Millis,
    pub until: Millis,
    pub now: Millis,
    pub fold: Fold,
    /// Nodes that report no more, and since when.
    pub silent: Vec<(i64, Millis)>,
}

/// What makes a row of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Every object and bucket.
    Buckets,
    /// All objects and buckets together.
    Total,
    /// Every object, its buckets together.
    ByObject,
}

/// One metric that is asked for.
#[derive(Clone, Debug)]
pub struct Spec {
    pub name: String,
    pub key1: Option<KeyFilter>,
    pub key2: Option<KeyFilter>,
    pub calc: Calc,
}

impl Spec {
    /// A metric without filters or calculation.
    pub fn named(name: &str) -> Spec {
        Spec {
            name: name.to_owned(),
            key1: None,
            key2: None,
            calc: Calc::None,
        }
    }
}

/// What to make of a dataset.
#[derive(Clone, Debug, PartialEq)]
pub enum Calc {
    None,
    Mean,
    Percentiles(Vec<f64>),
}
