//! The conditions that filters and saved filters stand for.
use super::{condition::Condition, lookup::Lookup, request::SavedFilterUse, tolerant::is_set};
use crate::{
    base::problem::{Result, refused},
    kentik::{
        filters::{Connector, FilterGroup, Filters},
        saved_filters::SavedFilter,
        types::Number,
    },
    store::State,
};
use serde_json::Value;

impl Condition {
    /// What the filters say of traffic.
    pub fn of_filters(filters: &Filters, lookup: &Lookup, state: &State) -> Result<Self> {
        FilterReader { lookup, state }.filters(filters, 0)
    }
    /// A saved filter, or what does not match it.
    pub fn of_saved_filter(used: &SavedFilterUse, lookup: &Lookup, state: &State) -> Result<Self> {
        FilterReader { lookup, state }.saved(used, 0)
    }
}

/// Where names in filters are looked up.
#[derive(Clone, Copy)]
struct FilterReader<'a> {
    lookup: &'a Lookup,
    state: &'a State,
}

/// How deep saved filters may be in saved filters.
const MAX_DEPTH: usize = 8;

impl FilterReader<'_> {
    fn filters(self, filters: &Filters, depth: usize) -> Result<Condition> {
        let groups = filters
            .filter_groups
            .iter()
            .map(|one| self.group(one, depth));
        Ok(joined(filters.connector, groups.collect::<Result<_>>()?))
    }
    fn group(self, group: &FilterGroup, depth: usize) -> Result<Condition> {
        let mut parts = vec![];
        for one in &group.filters {
            let (name, value) = (&one.filter_field, &one.filter_value);
            parts.push(Condition::compare(
                name,
                one.operator,
                value,
                &self.lookup.custom_dimensions,
            )?);
        }
        for inner in group.groups() {
            parts.push(self.group(inner, depth)?);
        }
        for used in group.saved_filters.iter().flatten().flatten() {
            let used: SavedFilterUse = serde_json::from_value(Value::Object(used.clone()))
                .map_err(|why| refused(format!("`saved_filters`: {why}")))?;
            parts.push(self.saved(&used, depth.saturating_add(1))?);
        }
        let condition = joined(group.connector, parts);
        Ok(match group.is_negated() {
            true => condition.not(),
            false => condition,
        })
    }
    fn saved(self, used: &SavedFilterUse, depth: usize) -> Result<Condition> {
        let id = used.filter_id;
        let Number(id) = id.ok_or_else(|| refused("`saved_filters`: `filter_id` is required"))?;
        let saved = self.state.get::<SavedFilter>(id);
        let saved = saved.map_err(|why| refused(format!("`saved_filters`: {why}")))?;
        if depth >= MAX_DEPTH {
            return Err(refused("`saved_filters`: a saved filter is made of itself"));
        }
        let condition = self.filters(&saved.filters, depth)?;
        Ok(match is_set(used.is_not) {
            true => condition.not(),
            false => condition,
        })
    }
}

/// Conditions that must all hold, or one of them.
fn joined(connector: Connector, parts: Vec<Condition>) -> Condition {
    match connector {
        Connector::Any if !parts.is_empty() => Condition::Any(parts),
        _ => Condition::All(parts),
    }
}
