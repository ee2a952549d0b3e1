//! Of what a batch makes one for each criterion: tags, or populators of a dimension.
use super::{object::BatchDimension, query::Criterion};
use crate::{
    base::{firmware::Firmware, problem::Result},
    kentik::{
        custom_dimensions::CustomDimension, matching::Matching, populators::Populator, tags::Tag,
    },
    schema::fields::Fields,
    store::{Resource, State},
    twin::access::User,
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Where a batch works, and for whom.
pub struct BatchTarget {
    pub user: Arc<User>,
    /// None where it is about tags.
    pub dimension: Option<BatchDimension>,
}

impl BatchTarget {
    /// The id of the dimension; tags have none.
    fn dimension(&self) -> i64 {
        self.dimension.as_ref().map_or(0, |dimension| dimension.id)
    }
}

/// Of what a batch makes one for each criterion of a value.
pub trait BatchItem: Resource {
    /// The name or value that it gives to flows.
    fn value(&self) -> &str;
    /// By what two of one value are the same.
    fn matching(&self) -> (String, &Matching);
    fn is_in(&self, target: &BatchTarget) -> bool;
    /// Whether it may be a value.
    fn check_value(state: &State, target: &BatchTarget, value: &str) -> Result<()>;
    fn from_criterion(target: &BatchTarget, value: &str, criterion: Criterion) -> Self;
}

impl BatchItem for Tag {
    fn value(&self) -> &str {
        &self.flow_tag
    }
    fn matching(&self) -> (String, &Matching) {
        (String::new(), &self.matching)
    }
    fn is_in(&self, _: &BatchTarget) -> bool {
        true
    }
    fn check_value(_: &State, _: &BatchTarget, value: &str) -> Result<()> {
        let name = Map::from_iter([("flow_tag".to_owned(), Value::from(value))]);
        Fields::of::<Self>().check(&name, Firmware::LAST)
    }
    fn from_criterion(target: &BatchTarget, value: &str, criterion: Criterion) -> Self {
        let tag = Self {
            flow_tag: value.to_owned(),
            matching: criterion.matching,
            ..Self::default()
        };
        tag.authored_by(&target.user)
    }
}

impl BatchItem for Populator {
    fn value(&self) -> &str {
        &self.value
    }
    fn matching(&self) -> (String, &Matching) {
        (self.direction.lowercase(), &self.matching)
    }
    fn is_in(&self, target: &BatchTarget) -> bool {
        self.dimension_id == target.dimension()
    }
    fn check_value(state: &State, target: &BatchTarget, value: &str) -> Result<()> {
        state
            .get::<CustomDimension>(target.dimension())?
            .check_value(value)
    }
    fn from_criterion(target: &BatchTarget, value: &str, criterion: Criterion) -> Self {
        let populator = Self::new(value, criterion.direction, criterion.matching);
        populator.authored_by(&target.user, target.dimension())
    }
}
