//! What a part of a batch does to the tags, or to the populators of a dimension.
use super::{
    item::{BatchItem, BatchTarget},
    object::Batch,
    query::{BatchPart, Criterion, Upsert},
};
use crate::{
    base::problem::Result,
    kentik::matching::Matching,
    store::{Draft, State},
};
use std::collections::{HashMap, HashSet};

/// The ids of the existing objects, by value.
type ExistingIds = HashMap<String, Vec<i64>>;

fn existing_ids<T: BatchItem>(state: &State, target: &BatchTarget) -> ExistingIds {
    let mut existing = ExistingIds::new();
    for one in state.all::<T>().filter(|one| one.is_in(target)) {
        existing
            .entry(one.value().to_owned())
            .or_default()
            .push(one.id());
    }
    existing
}

/// Upserts are done at once; deletes, and the deletion of all else, after the last part.
pub fn apply_part<T: BatchItem>(
    draft: &mut Draft,
    target: &BatchTarget,
    batch: &mut Batch,
    part: BatchPart,
) -> Result<()> {
    let mut existing = existing_ids::<T>(draft, target);
    for upsert in part.upserts {
        batch.upserted.insert(upsert.value.clone());
        set_criteria::<T>(draft, target, batch, &mut existing, upsert)?;
    }
    let pending_deletes = part.deletes.into_iter().map(|delete| delete.value);
    batch.pending_deletes.extend(pending_deletes);
    batch.replace_all.requested |= part.replace_all;
    if part.complete {
        delete::<T>(draft, target, batch, &mut existing)?;
    }
    batch.count_part(part.complete);
    Ok(())
}

/// Gives a value its criteria. What it has already stays as it is, what breaks a rule is left out;
/// where nothing else is sent, the value keeps what it had.
fn set_criteria<T: BatchItem>(
    draft: &mut Draft,
    target: &BatchTarget,
    batch: &mut Batch,
    existing: &mut ExistingIds,
    upsert: Upsert,
) -> Result<()> {
    let counts = &mut batch.upserts;
    let sent = upsert.criteria.len();
    let items = new_items::<T>(draft, target, upsert.criteria, &upsert.value);
    counts.invalid += sent - items.len();
    if items.is_empty() {
        return Ok(());
    }
    let before = existing.remove(&upsert.value).unwrap_or_default();
    let mut known = HashMap::new();
    for id in &before {
        known.insert(identity(draft.get::<T>(*id)?), *id);
    }
    let mut after = vec![];
    for new in items {
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
    existing.insert(upsert.value, stay.into_iter().copied().collect());
    Ok(())
}

/// What the criteria describe, as far as they break no rule.
fn new_items<T: BatchItem>(
    draft: &Draft,
    target: &BatchTarget,
    criteria: Vec<Criterion>,
    value: &str,
) -> Vec<T> {
    if T::check_value(draft, target, value).is_err() {
        return vec![];
    }
    let items = criteria.into_iter().map(|criterion| {
        let mut item = T::from_criterion(target, value, criterion);
        // As it would be kept, to be compared with what is there.
        item.set_id_and_time(0, draft.stamp.at);
        item
    });
    items
        .filter(|item| item.check().and_then(|()| item.check_in(draft)).is_ok())
        .collect()
}

fn identity<T: BatchItem>(one: &T) -> (String, Matching) {
    let (direction, matching) = one.matching();
    (direction, matching.clone())
}

fn delete<T: BatchItem>(
    draft: &mut Draft,
    target: &BatchTarget,
    batch: &mut Batch,
    existing: &mut ExistingIds,
) -> Result<()> {
    for value in std::mem::take(&mut batch.pending_deletes) {
        let counts = &mut batch.deletes;
        match existing.remove(&value) {
            Some(ids) => {
                ids.into_iter().try_for_each(|id| draft.remove::<T>(id))?;
                counts.applied += 1;
            }
            None if T::check_value(draft, target, &value).is_ok() => counts.unchanged += 1,
            None => counts.invalid += 1,
        }
    }
    let upserted = std::mem::take(&mut batch.upserted);
    if !batch.replace_all.requested {
        return Ok(());
    }
    existing.retain(|value, _| !upserted.contains(value));
    let mut rest: Vec<_> = existing.values().flatten().copied().collect();
    rest.sort_unstable();
    rest.into_iter().try_for_each(|id| draft.remove::<T>(id))?;
    batch.replace_all.deletes_performed = existing.len();
    Ok(())
}
