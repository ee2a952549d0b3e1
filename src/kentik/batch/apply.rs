//! What a part of a batch does to the tags, or to the populators of a dimension.
use super::{
    Batch, BatchPart,
    part::{Criterion, Upsert},
    record::BatchDimension,
};
use crate::{
    api::fields::Fields,
    base::problem::Result,
    kentik::{
        custom_dimensions::CustomDimension, matching::Matching, populators::Populator, tags::Tag,
    },
    store::{Draft, Resource, State},
    twin::access::User,
};
use serde_json::{Map, Value};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Where a batch works, and for whom.
pub struct Home {
    pub user: Arc<User>,
    /// None where it is about tags.
    pub dimension: Option<BatchDimension>,
}

impl Home {
    /// The id of the dimension; tags have none.
    fn dimension(&self) -> i64 {
        self.dimension.as_ref().map_or(0, |dimension| dimension.id)
    }
}

/// Of what a batch makes one for each criterion of a value.
pub trait Batched: Resource {
    /// The name or value that it gives to flows.
    fn value(&self) -> &str;
    /// By what two of one value are the same.
    fn criterion(&self) -> (String, &Matching);
    fn is_in(&self, home: &Home) -> bool;
    /// Whether it may be a value.
    fn takes(state: &State, home: &Home, value: &str) -> Result<()>;
    fn made(home: &Home, value: &str, criterion: Criterion) -> Self;
}

impl Batched for Tag {
    fn value(&self) -> &str {
        &self.flow_tag
    }
    fn criterion(&self) -> (String, &Matching) {
        (String::new(), &self.matching)
    }
    fn is_in(&self, _: &Home) -> bool {
        true
    }
    fn takes(_: &State, _: &Home, value: &str) -> Result<()> {
        let name = Map::from_iter([("flow_tag".to_owned(), Value::from(value))]);
        Fields::of::<Self>().check(&name)
    }
    fn made(home: &Home, value: &str, criterion: Criterion) -> Self {
        let tag = Self {
            flow_tag: value.to_owned(),
            matching: criterion.matching,
            ..Self::default()
        };
        tag.authored_by(&home.user)
    }
}

impl Batched for Populator {
    fn value(&self) -> &str {
        &self.value
    }
    fn criterion(&self) -> (String, &Matching) {
        (self.direction.lower(), &self.matching)
    }
    fn is_in(&self, home: &Home) -> bool {
        self.dimension_id == home.dimension()
    }
    fn takes(state: &State, home: &Home, value: &str) -> Result<()> {
        state
            .get::<CustomDimension>(home.dimension())?
            .check_value(value)
    }
    fn made(home: &Home, value: &str, criterion: Criterion) -> Self {
        let populator = Self::new(value, criterion.direction, criterion.matching);
        populator.authored_by(&home.user, home.dimension())
    }
}

/// The ids of what is there, by value.
type Held = HashMap<String, Vec<i64>>;

fn held<T: Batched>(state: &State, home: &Home) -> Held {
    let mut held = Held::new();
    for one in state.all::<T>().filter(|one| one.is_in(home)) {
        held.entry(one.value().to_owned())
            .or_default()
            .push(one.id());
    }
    held
}

/// Upserts are done at once; deletes, and the deletion of all else, after the last part.
pub fn apply<T: Batched>(
    draft: &mut Draft,
    home: &Home,
    batch: &mut Batch,
    part: BatchPart,
) -> Result<()> {
    let mut held = held::<T>(draft, home);
    for upsert in part.upserts {
        batch.upserted.insert(upsert.value.clone());
        set::<T>(draft, home, batch, &mut held, upsert)?;
    }
    let doomed = part.deletes.into_iter().map(|delete| delete.value);
    batch.doomed.extend(doomed);
    batch.replace_all.requested |= part.replace_all;
    if part.complete {
        delete::<T>(draft, home, batch, &mut held)?;
    }
    batch.count_part(part.complete);
    Ok(())
}

/// Gives a value its criteria. What it has already stays as it is, what breaks a rule is left out;
/// where nothing else is sent, the value keeps what it had.
fn set<T: Batched>(
    draft: &mut Draft,
    home: &Home,
    batch: &mut Batch,
    held: &mut Held,
    upsert: Upsert,
) -> Result<()> {
    let counts = &mut batch.upserts;
    let sent = upsert.criteria.len();
    let wanted = wanted::<T>(draft, home, upsert.criteria, &upsert.value);
    counts.invalid += sent - wanted.len();
    if wanted.is_empty() {
        return Ok(());
    }
    let before = held.remove(&upsert.value).unwrap_or_default();
    let mut known = HashMap::new();
    for id in &before {
        known.insert(identity(draft.get::<T>(*id)?), *id);
    }
    let mut after = vec![];
    for new in wanted {
        let identity = identity(&new);
        if let Some(id) = known.get(&identity) {
            counts.unchanged += 1;
            after.push(*id);
            continue;
        }
        let id = draft.insert(new)?;
        counts.applied += 1;
        known.insert(identity, id);
        after.push(id);
    }
    let stay: HashSet<_> = after.iter().collect();
    for id in before.iter().filter(|id| !stay.contains(id)) {
        draft.remove::<T>(*id)?;
    }
    held.insert(upsert.value, stay.into_iter().copied().collect());
    Ok(())
}

/// What the criteria describe, as far as they break no rule.
fn wanted<T: Batched>(draft: &Draft, home: &Home, criteria: Vec<Criterion>, value: &str) -> Vec<T> {
    if T::takes(draft, home, value).is_err() {
        return vec![];
    }
    let made = criteria.into_iter().map(|criterion| {
        let mut made = T::made(home, value, criterion);
        // As it would be kept, to be compared with what is there.
        made.set_id_and_time(0, draft.stamp.at);
        made
    });
    made.filter(|made| made.check().and_then(|()| made.check_in(draft)).is_ok())
        .collect()
}

fn identity<T: Batched>(one: &T) -> (String, Matching) {
    let (direction, matching) = one.criterion();
    (direction, matching.clone())
}

fn delete<T: Batched>(
    draft: &mut Draft,
    home: &Home,
    batch: &mut Batch,
    held: &mut Held,
) -> Result<()> {
    for value in std::mem::take(&mut batch.doomed) {
        let counts = &mut batch.deletes;
        match held.remove(&value) {
            Some(ids) => {
                ids.into_iter().try_for_each(|id| draft.remove::<T>(id))?;
                counts.applied += 1;
            }
            None if T::takes(draft, home, &value).is_ok() => counts.unchanged += 1,
            None => counts.invalid += 1,
        }
    }
    let upserted = std::mem::take(&mut batch.upserted);
    if !batch.replace_all.requested {
        return Ok(());
    }
    held.retain(|value, _| !upserted.contains(value));
    let mut rest: Vec<_> = held.values().flatten().copied().collect();
    rest.sort_unstable();
    rest.into_iter().try_for_each(|id| draft.remove::<T>(id))?;
    batch.replace_all.deletes_performed = held.len();
    Ok(())
}
