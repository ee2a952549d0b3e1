//! How a batch begins, goes on with a further part, and is forgotten after a week.
use super::object::{Batch, BatchDimension, BatchUser, ReplaceAllState};
use crate::{
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
        seed::Seed,
    },
    store::{Draft, Kind, Object, Resource},
    twin::access::User,
};

/// How long what came of a batch is kept, in ms: a week.
const RETENTION: Millis = 7 * 24 * 3_600_000;

impl Batch {
    /// A new batch, before its first part is done.
    pub fn begin(
        draft: &mut Draft,
        seed: Seed,
        user: &User,
        custom_dimension: Option<BatchDimension>,
    ) -> Self {
        forget_old(draft);
        let id = draft.next_id(Kind::of::<Self>());
        Self {
            id,
            guid: guid(seed, id),
            custom_dimension,
            user: BatchUser {
                id: user.id,
                email: user.name.to_string(),
            },
            replace_all: ReplaceAllState {
                successful: true,
                ..ReplaceAllState::default()
            },
            ..Self::default()
        }
    }
    /// Stores it as it is now.
    pub fn store(mut self, draft: &mut Draft) -> Result<()> {
        self.set_id_and_time(self.id, draft.stamp.at);
        draft.place(Object::new(self))
    }
    /// The batch that a further part belongs to.
    pub fn find_open(
        draft: &Draft,
        guid: &str,
        dimension: Option<&BatchDimension>,
    ) -> Result<Self> {
        let known = draft.by_key::<Self>(guid).map(|known| known.get::<Self>());
        let known = known.filter(|batch| batch.custom_dimension.as_ref() == dimension);
        let batch = known.ok_or_else(|| no_such_batch(guid))?;
        match batch.is_complete {
            true => Err(refused(format!(
                "`guid`: the batch {guid} is complete, so no part can follow"
            ))),
            false => Ok(batch.clone()),
        }
    }
    /// What the audit log says of a part.
    pub fn audit_note(&self, title: &str, upserts: usize, deletes: usize) -> String {
        let (guid, number) = (&self.guid, self.number_of_parts + 1);
        format!("{title} batch {guid}, part {number}: {upserts} upserts, {deletes} deletes")
    }
}

pub fn no_such_batch(guid: &str) -> Problem {
    Problem::NotFound(format!("There is no batch with the guid {guid} here."))
}

fn guid(seed: Seed, id: i64) -> String {
    let half = |nth| seed.of(("batch", id)).at(nth).0;
    let bytes = (u128::from(half(0)) << 64 | u128::from(half(1))).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

/// Removes batches that are older than what is kept of one.
fn forget_old(draft: &mut Draft) {
    let horizon = draft.stamp.at - RETENTION;
    let old = draft.objects(Batch::KIND);
    let old = old.take_while(|batch| batch.get::<Batch>().batch_date.0 < horizon);
    for batch in old.cloned().collect::<Vec<_>>() {
        draft.discard(&batch);
    }
}
