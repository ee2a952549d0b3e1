//! Metrics that the appliance itself looks at.
use super::{
    query::{evaluated, refused_query},
    subjects::subjects,
};
use crate::{
    base::{clock::Millis, problem::Result},
    extrahop::resources::{customdevices::Customs, nodes},
    network::{Cycle, Fold, ObjectType, Query, Spec, Stat, Value, metrics},
    store::State,
    twin::access::Permit,
};

/// A question that the appliance itself asks, as for an alert.
pub struct Watch<'a> {
    pub object_type: ObjectType,
    pub category: &'a str,
    pub specs: &'a [Spec],
    pub ids: &'a [i64],
}

impl Watch<'_> {
    /// A row for each object.
    pub fn stats(&self, permit: &Permit, from: Millis, until: Millis) -> Result<Vec<Stat>> {
        let state = permit.store.state();
        let query = self.query(permit, &state, (from, until))?;
        evaluated(&permit.network, &query, &Customs::of(&state))
    }
    /// The values of all objects together, in each of these spans.
    pub fn over(&self, permit: &Permit, spans: &[(Millis, Millis)]) -> Result<Vec<Vec<Value>>> {
        let state = permit.store.state();
        let query = self.query(permit, &state, (0, 0))?;
        let customs = Customs::of(&state);
        let values = metrics::over(&permit.network, &query, customs.list(), spans);
        values.map_err(refused_query)
    }
    fn query(
        &self,
        permit: &Permit,
        state: &State,
        (from, until): (Millis, Millis),
    ) -> Result<Query> {
        Ok(Query {
            object_type: self.object_type,
            category: self.category.to_owned(),
            specs: self.specs.to_vec(),
            subjects: subjects(permit, self.object_type, self.ids)?,
            cycle: Cycle::Sec30,
            from,
            until,
            now: permit.clock.now(),
            fold: Fold::ByObject,
            silent: nodes::silent(state),
        })
    }
}
