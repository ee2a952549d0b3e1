//! What came of a batch so far.
use super::{BatchPart, unknown};
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
        seed::Seed,
    },
    kentik::types::IsoTime,
    store::{Draft, Kind, Object, Resource, Unique},
    twin::access::User,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"custom_dimension": {"id": 98, "name": "c_my_dim"}, "guid": "c5d9eb4f-0e8a-4d0e-a7d0-a4c5cd6e4a77", "is_multipart": false, "is_pending": false, "is_complete": true, "number_of_parts": 1, "user": {"id": 1, "email": "admin@example.com"}, "upserts": {"total": 9955, "applied": 9898, "invalid": 57, "unchanged": 0, "over_limit": 0}, "deletes": {"total": 0, "applied": 0, "unchanged": 0, "invalid": 0}, "replace_all": {"requested": true, "deletes_performed": 0, "successful": true}, "batch_date": "2018-09-25T21:41:18.888Z"}]))]
pub struct Batch {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// The dimension whose populators it is about; none where it is about tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    custom_dimension: Option<BatchDimension>,
    /// What further parts and the status name it by.
    #[schemars(transform = read_only)]
    pub guid: String,
    /// Whether it has more parts than one.
    #[schemars(transform = read_only)]
    is_multipart: bool,
    /// Whether a part waits; none ever does, as each is done when it comes.
    #[schemars(transform = read_only)]
    is_pending: bool,
    /// Whether the last part is done.
    #[schemars(transform = read_only)]
    is_complete: bool,
    /// How many parts came so far.
    #[schemars(transform = read_only)]
    number_of_parts: u64,
    /// Who sent the first part.
    #[schemars(transform = read_only)]
    user: BatchUser,
    /// What came of the upserts, counted in criteria.
    #[schemars(transform = read_only)]
    pub upserts: UpsertCounts,
    /// What came of the deletes, counted in values.
    #[schemars(transform = read_only)]
    pub deletes: DeleteCounts,
    /// What came of the wish to delete all else.
    #[schemars(transform = read_only)]
    pub replace_all: ReplaceAllState,
    /// When the first part came.
    #[schemars(transform = read_only)]
    batch_date: IsoTime,
    /// The values to delete after the last part.
    #[serde(default)]
    #[schemars(skip)]
    pub doomed: Vec<String>,
    /// The values that were among the upserts, until the last part.
    #[serde(default)]
    #[schemars(skip)]
    pub upserted: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BatchDimension {
    #[schemars(transform = read_only)]
    pub id: i64,
    #[schemars(transform = read_only)]
    pub name: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct BatchUser {
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = read_only)]
    email: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpsertCounts {
    /// All of them.
    #[schemars(transform = read_only)]
    pub total: usize,
    /// For these a tag or populator was made.
    #[schemars(transform = read_only)]
    pub applied: usize,
    /// These break a rule, or their value does.
    #[schemars(transform = read_only)]
    pub invalid: usize,
    /// The value had these already.
    #[schemars(transform = read_only)]
    pub unchanged: usize,
    /// None: there is no limit here.
    #[schemars(transform = read_only)]
    pub over_limit: usize,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct DeleteCounts {
    /// All of them.
    #[schemars(transform = read_only)]
    pub total: usize,
    /// These are gone.
    #[schemars(transform = read_only)]
    pub applied: usize,
    /// These were not there.
    #[schemars(transform = read_only)]
    pub unchanged: usize,
    /// These can be no values.
    #[schemars(transform = read_only)]
    pub invalid: usize,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReplaceAllState {
    /// Whether a part asked for it.
    #[schemars(transform = read_only)]
    pub requested: bool,
    /// How many values were deleted because no part had them.
    #[schemars(transform = read_only)]
    pub deletes_performed: usize,
    /// Whether nothing stood against it.
    #[schemars(transform = read_only)]
    successful: bool,
}

/// The answer to a part.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"message": "Successfully stored request. Batch queued for processing.", "guid": "c5d9eb4f-0e8a-4d0e-a7d0-a4c5cd6e4a77"}]))]
pub struct BatchAccepted {
    #[schemars(transform = read_only)]
    message: &'static str,
    /// What further parts and the status name the batch by.
    #[schemars(transform = read_only)]
    guid: String,
}

impl BatchAccepted {
    pub fn of(guid: String) -> Self {
        Self {
            message: "Successfully stored request. Batch queued for processing.",
            guid,
        }
    }
}

impl Resource for Batch {
    const KIND: &str = "kentik_batch";
    const PATH: &str = "kentik/batches";
    const TITLE: &str = "batch";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "guid",
        key: |batch| batch.guid.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.batch_date.set_once(at);
        self.id = id;
    }
}

/// How long what came of a batch is kept, in ms: a week.
const KEPT: Millis = 7 * 24 * 3_600_000;

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
    /// Keeps it as it is now.
    pub fn keep(mut self, draft: &mut Draft) -> Result<()> {
        self.set_id_and_time(self.id, draft.stamp.at);
        draft.place(Object::new(self))
    }
    /// The batch that a further part belongs to.
    pub fn going_on(draft: &Draft, guid: &str, of: Option<&BatchDimension>) -> Result<Self> {
        let known = draft.by_key::<Self>(guid).map(|known| known.get::<Self>());
        let known = known.filter(|batch| batch.custom_dimension.as_ref() == of);
        let batch = known.ok_or_else(|| unknown(guid))?;
        match batch.is_complete {
            true => Err(refused(format!(
                "`guid`: the batch {guid} is complete, so no part can follow"
            ))),
            false => Ok(batch.clone()),
        }
    }
    /// What the audit log says of a part.
    pub fn described(&self, part: &BatchPart, title: &str) -> String {
        let upserts = part.upserts.len();
        let deletes = part.deletes.len();
        let (guid, number) = (&self.guid, self.number_of_parts + 1);
        format!("{title} batch {guid}, part {number}: {upserts} upserts, {deletes} deletes")
    }
    /// Counts a part that is done.
    pub fn count_part(&mut self, complete: bool) {
        self.number_of_parts += 1;
        self.is_complete = complete;
        self.is_multipart = self.number_of_parts > 1 || !complete;
        let UpsertCounts {
            applied,
            invalid,
            unchanged,
            over_limit,
            ..
        } = self.upserts;
        self.upserts.total = applied + invalid + unchanged + over_limit;
        let deletes = &mut self.deletes;
        deletes.total = deletes.applied + deletes.unchanged + deletes.invalid;
    }
}

fn guid(seed: Seed, id: i64) -> String {
    let half = |nth| seed.of(("batch", id)).at(nth).0;
    let bytes = (u128::from(half(0)) << 64 | u128::from(half(1))).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

fn forget_old(draft: &mut Draft) {
    let horizon = draft.stamp.at - KEPT;
    let old = draft.objects(Batch::KIND);
    let old = old.take_while(|batch| batch.get::<Batch>().batch_date.0 < horizon);
    for batch in old.cloned().collect::<Vec<_>>() {
        draft.discard(&batch);
    }
}
