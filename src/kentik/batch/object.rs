//! A batch as it is stored: what came of it so far.
use crate::{
    api::read_only,
    base::clock::Millis,
    kentik::types::IsoTime,
    store::{Resource, Unique},
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
    pub custom_dimension: Option<BatchDimension>,
    /// What further parts and the status name it by.
    #[schemars(transform = read_only)]
    pub guid: String,
    /// Whether it has more parts than one.
    #[schemars(transform = read_only)]
    pub is_multipart: bool,
    /// Whether a part waits; none ever does, as each is done when it comes.
    #[schemars(transform = read_only)]
    pub is_pending: bool,
    /// Whether the last part is done.
    #[schemars(transform = read_only)]
    pub is_complete: bool,
    /// How many parts came so far.
    #[schemars(transform = read_only)]
    pub number_of_parts: u64,
    /// Who sent the first part.
    #[schemars(transform = read_only)]
    pub user: BatchUser,
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
    pub batch_date: IsoTime,
    /// The values to delete after the last part.
    #[serde(default, rename = "doomed")]
    #[schemars(skip)]
    pub pending_deletes: Vec<String>,
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
    pub id: i64,
    #[schemars(transform = read_only)]
    pub email: String,
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
    pub successful: bool,
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

impl Batch {
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
