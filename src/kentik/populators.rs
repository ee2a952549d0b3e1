//! Populators: each gives its value to a custom dimension of the flows that match.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    custom_dimensions::CustomDimension,
    levels::ADMINISTRATOR,
    matching::{Direction, Matching},
    types::{IsoTime, IsoTimeMicros, Number, Quoted},
    users,
};
use crate::{
    api::{
        Enveloped, Id, NoContent, Operation, Pair, Part, Unwrapped, UnwrappedPatch, View, delete,
        post, put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Kind, Resource, State},
    twin::access::{Permit, User},
};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize};
use std::{borrow::Cow, collections::HashMap};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"value": "testapi-dimension-value-1", "direction": "DST", "addr": "128.0.0.1/32,128.0.0.2/32", "port": "1001,1002"}]))]
pub struct Populator {
    /// The unique identifier of the populator.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The dimension that it fills.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub dimension_id: i64,
    /// What it gives: a text of 1 to 128 characters, or a number, as the dimension's type says.
    #[serde(deserialize_with = "text_or_number")]
    #[schemars(length(min = 1, max = 128), transform = allow_number)]
    pub value: String,
    /// Which end of a flow must match: `src`, `dst` or `either`, in any case.
    pub direction: Direction,
    #[serde(flatten)]
    pub matching: Matching,
    /// Who made the populator.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user: Option<Number>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

fn allow_number(schema: &mut Schema) {
    schema.insert("type".into(), vec!["string", "integer"].into());
}
fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrNumber {
        Text(String),
        Number(i64),
    }
    Ok(match TextOrNumber::deserialize(from)? {
        TextOrNumber::Text(text) => text,
        TextOrNumber::Number(number) => number.to_string(),
    })
}

impl Resource for Populator {
    const KIND: &str = "kentik_populator";
    const PATH: &str = "kentik/populators";
    const TITLE: &str = "populator";
    const CHANGED: &str = "updated_date";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.matching.normalize();
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        self.matching.check()
    }
    fn check_in(&self, state: &State) -> Result<()> {
        let dimension = state.get::<CustomDimension>(self.dimension_id);
        let dimension = dimension.map_err(|why| refused(format!("`dimension_id`: {why}")))?;
        dimension.check_value(&self.value)
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.value.as_str().into())
    }
}
impl Enveloped for Populator {
    const KEYS: &[&str] = &["populator"];
}

/// A populator as clients see it. Keys that are not set are left out.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 1510862280, "dimension_id": 24001, "value": "testapi-dimension-value-1", "direction": "DST", "addr": "128.0.0.1/32,128.0.0.2/32", "port": "1001,1002", "user": "1", "mac_count": 0, "addr_count": 2, "company_id": "74333", "created_date": "2020-12-15T08:32:19.503000Z", "updated_date": "2020-12-15T08:32:19.503000Z"}]))]
pub struct PopulatorView {
    /// The unique identifier of the populator.
    #[schemars(transform = read_only)]
    id: i64,
    /// The dimension that it fills.
    #[schemars(transform = read_only)]
    dimension_id: i64,
    /// What it gives.
    value: String,
    /// Which end of a flow must match.
    direction: Direction,
    #[serde(flatten)]
    matching: Matching,
    /// Who made the populator.
    #[schemars(transform = read_only)]
    user: Quoted,
    /// How many entries `mac` has.
    #[schemars(transform = read_only)]
    mac_count: usize,
    /// How many entries `addr` has.
    #[schemars(transform = read_only)]
    addr_count: usize,
    /// The company that the populator belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    #[schemars(transform = read_only)]
    created_date: IsoTimeMicros,
    #[schemars(transform = read_only)]
    updated_date: IsoTimeMicros,
}

/// One populator.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"populator": {"id": 1510862280, "dimension_id": 24001, "value": "testapi-dimension-value-1", "direction": "DST", "port": "1001,1002", "user": "1", "mac_count": 0, "addr_count": 0, "company_id": "74333", "created_date": "2020-12-15T08:32:19.503000Z", "updated_date": "2020-12-15T08:32:19.503000Z"}}]))]
pub struct PopulatorEnvelope {
    populator: PopulatorView,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Populator>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        post  ("/customdimension/{dimension_id}/populator",      ADMINISTRATOR, create, "Create a populator of a custom dimension."),
        put   ("/customdimension/{dimension_id}/populator/{id}", ADMINISTRATOR, update, "Change a populator; a matching key that is set to \"\" is removed."),
        delete("/customdimension/{dimension_id}/populator/{id}", ADMINISTRATOR, remove, "Delete a populator."),
    ]
}

async fn create(
    permit: Permit,
    Id(dimension): Id,
    Unwrapped(new): Unwrapped<Populator>,
) -> Result<CreateAnswer<PopulatorEnvelope>> {
    let new = new.authored_by(&permit.user, dimension);
    let populator = permit
        .write(move |draft| {
            draft.object::<CustomDimension>(dimension)?;
            let id = draft.insert(new)?;
            Ok(draft.get::<Populator>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &PopulatorEnvelope { populator })
}

async fn update(
    permit: Permit,
    ids: Pair,
    UnwrappedPatch(patch): UnwrappedPatch<Populator>,
) -> Result<View<PopulatorEnvelope>> {
    let populator = permit
        .write(move |draft| {
            let id = Populator::id_in(draft, ids)?;
            draft.update(id, |populator| patch.onto(populator))?;
            Ok(draft.get::<Populator>(id)?.view(draft))
        })
        .await?;
    permit.answer(&PopulatorEnvelope { populator })
}

async fn remove(permit: Permit, ids: Pair) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let id = Populator::id_in(draft, ids)?;
            draft.remove::<Populator>(id)
        })
        .await?;
    Ok(NoContent)
}

impl Populator {
    pub fn new(value: &str, direction: Direction, matching: Matching) -> Self {
        Self {
            id: 0,
            dimension_id: 0,
            value: value.to_owned(),
            direction,
            matching,
            user: None,
            created_date: IsoTime(0),
            updated_date: IsoTime(0),
        }
    }
    /// The populator of a dimension, with this user as its author.
    pub fn authored_by(mut self, user: &User, dimension: i64) -> Self {
        self.user = Some(Number(user.id));
        self.dimension_id = dimension;
        self
    }
    /// The populators of a dimension.
    pub fn of(state: &State, dimension: i64) -> impl Iterator<Item = &Self> {
        let all = state.all::<Self>();
        all.filter(move |populator| populator.dimension_id == dimension)
    }
    /// All populators as clients see them, by the dimension that they fill.
    pub fn views_by_dimension(state: &State) -> HashMap<i64, Vec<PopulatorView>> {
        let mut views = HashMap::<_, Vec<_>>::new();
        for populator in state.all::<Self>() {
            let of = views.entry(populator.dimension_id).or_default();
            of.push(populator.view(state));
        }
        views
    }
    /// The id of a populator that the dimension has.
    fn id_in(state: &State, Pair(dimension, id): Pair) -> Result<i64> {
        state.object::<CustomDimension>(dimension)?;
        match state.get::<Self>(id)?.dimension_id == dimension {
            true => Ok(id),
            false => Err(Problem::no_such(Self::TITLE, id)),
        }
    }
    pub fn view(&self, state: &State) -> PopulatorView {
        PopulatorView {
            id: self.id,
            dimension_id: self.dimension_id,
            value: self.value.clone(),
            direction: self.direction.clone(),
            matching: self.matching.clone(),
            user: Quoted(users::author(state, self.user)),
            mac_count: self.matching.mac.count(),
            addr_count: self.matching.addr.count(),
            company_id: Quoted(company::id(state)),
            created_date: IsoTimeMicros(self.created_date.0),
            updated_date: IsoTimeMicros(self.updated_date.0),
        }
    }
}
