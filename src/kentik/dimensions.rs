//! Custom dimensions: columns of a flow that the company fills itself, by populators.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    levels::{ADMINISTRATOR, MEMBER},
    populators::{Populator, PopulatorView},
    types::{IsoTime, Quoted},
};
use crate::{
    api::{
        Enveloped, Id, NoContent, Operation, Unwrapped, View, delete, get, post, put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Resource, State, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"name": "c_testapi_dimension", "display_name": "dimension_display_name", "type": "string"}]))]
pub struct CustomDimension {
    /// The unique identifier of the dimension.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name in queries, which begins with `c_`; it cannot be changed.
    #[schemars(length(min = 3, max = 20), regex(pattern = "^c_[A-Za-z0-9_-]+$"))]
    pub name: String,
    /// The name for people.
    #[schemars(length(min = 2, max = 30), regex(pattern = "^[A-Za-z0-9 _-]+$"))]
    pub display_name: String,
    /// What its values are; it cannot be changed.
    #[serde(rename = "type")]
    pub kind: DimensionType,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

/// What the values of a dimension are: texts, or numbers from 0 to 4294967295.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum DimensionType {
    String,
    Uint32,
}

impl Resource for CustomDimension {
    const KIND: &str = "kentik_dimension";
    const PATH: &str = "kentik/customdimensions";
    const TITLE: &str = "custom dimension";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |dimension| dimension.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn duplicate_message(&self) -> String {
        format!("Custom dimension name ({}) Already Exists", self.name)
    }
}

/// The names of envelopes that documents speak of; clients send the object bare.
const ENVELOPES: &[&str] = &["customDimension", "custom dimension"];

impl Enveloped for CustomDimension {
    const KEYS: &[&str] = ENVELOPES;
    const BARE: bool = true;
}

/// What can be changed of a dimension; all else is ignored.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"display_name": "The 4th dimension"}]))]
pub struct CustomDimensionUpdate {
    /// The name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        with = "String",
        length(min = 2, max = 30),
        regex(pattern = "^[A-Za-z0-9 _-]+$")
    )]
    display_name: Option<String>,
}
impl Enveloped for CustomDimensionUpdate {
    const KEYS: &[&str] = ENVELOPES;
    const BARE: bool = true;
}

/// A dimension as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 42, "name": "c_testapi_dimension", "display_name": "dimension_display_name", "type": "string", "company_id": "74333", "populators": [], "created_date": "2020-12-15T08:32:19.503Z", "updated_date": "2020-12-15T08:32:19.503Z"}]))]
pub struct CustomDimensionView {
    /// The unique identifier of the dimension.
    #[schemars(transform = read_only)]
    id: i64,
    /// The unique name in queries.
    name: String,
    /// The name for people.
    display_name: String,
    /// What its values are.
    #[serde(rename = "type")]
    kind: DimensionType,
    /// The company that the dimension belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// What fills the dimension.
    #[schemars(transform = read_only)]
    populators: Vec<PopulatorView>,
    #[schemars(transform = read_only)]
    created_date: IsoTime,
    #[schemars(transform = read_only)]
    updated_date: IsoTime,
}

/// One dimension.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("examples" = [{"customDimension": {"id": 42, "name": "c_testapi_dimension", "display_name": "dimension_display_name", "type": "string", "company_id": "74333", "populators": [], "created_date": "2020-12-15T08:32:19.503Z", "updated_date": "2020-12-15T08:32:19.503Z"}}]))]
pub struct CustomDimensionEnvelope {
    #[schemars(transform = read_only)]
    custom_dimension: CustomDimensionView,
}

/// All dimensions.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("examples" = [{"customDimensions": [{"id": 42, "name": "c_testapi_dimension", "display_name": "dimension_display_name", "type": "string", "company_id": "74333", "populators": [], "created_date": "2020-12-15T08:32:19.503Z", "updated_date": "2020-12-15T08:32:19.503Z"}]}]))]
pub struct CustomDimensionList {
    #[schemars(transform = read_only)]
    custom_dimensions: Vec<CustomDimensionView>,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/customdimensions",     MEMBER,        list,   "Retrieve all custom dimensions, with their populators."),
        get   ("/customdimension/{id}", MEMBER,        read,   "Retrieve a custom dimension, with its populators."),
        post  ("/customdimension",      ADMINISTRATOR, create, "Create a custom dimension."),
        put   ("/customdimension/{id}", ADMINISTRATOR, update, "Change the display name of a custom dimension."),
        delete("/customdimension/{id}", ADMINISTRATOR, remove, "Delete a custom dimension and its populators."),
    ]
}

async fn list(permit: Permit) -> Result<View<CustomDimensionList>> {
    let state = permit.store.state();
    let mut populators = Populator::views(&state);
    let dimensions = state.all::<CustomDimension>().map(|dimension| {
        let own = populators.remove(&dimension.id).unwrap_or_default();
        dimension.view(&state, own)
    });
    permit.answer(&CustomDimensionList {
        custom_dimensions: dimensions.collect(),
    })
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<CustomDimensionEnvelope>> {
    let state = permit.store.state();
    permit.answer(&CustomDimension::whole(&state, id)?)
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<CustomDimension>,
) -> Result<CreateAnswer<CustomDimensionEnvelope>> {
    let made = permit
        .write(move |draft| {
            let id = draft.insert(new)?;
            CustomDimension::whole(draft, id)
        })
        .await?;
    create_answer(&permit, &made)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    Unwrapped(change): Unwrapped<CustomDimensionUpdate>,
) -> Result<View<CustomDimensionEnvelope>> {
    let changed = permit
        .write(move |draft| {
            draft.update(id, |before: &CustomDimension| {
                let display_name = change.display_name;
                Ok(CustomDimension {
                    display_name: display_name.unwrap_or_else(|| before.display_name.clone()),
                    ..before.clone()
                })
            })?;
            CustomDimension::whole(draft, id)
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit
        .write(move |draft| {
            draft.remove::<CustomDimension>(id)?;
            draft.discard_all(|populator: &Populator| populator.dimension_id == id);
            Ok(())
        })
        .await?;
    Ok(NoContent)
}

/// The characters that a text value may have.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " -_".contains(c);
    text.chars().all(plain)
}

impl CustomDimension {
    /// A populator may give this value.
    pub fn takes(&self, value: &str) -> Result<()> {
        let fits = match self.kind {
            DimensionType::String => (1..=128).contains(&value.len()) && is_plain(value),
            DimensionType::Uint32 => {
                value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<u32>().is_ok()
            }
        };
        fits.then_some(()).ok_or_else(|| {
            refused(match self.kind {
                DimensionType::String => {
                    "`value` must have 1 to 128 letters, digits, spaces, dashes and underscores"
                }
                DimensionType::Uint32 => "`value` must be a number from 0 to 4294967295",
            })
        })
    }
    fn whole(state: &State, id: i64) -> Result<CustomDimensionEnvelope> {
        let dimension = state.get::<CustomDimension>(id)?;
        let populators = Populator::of(state, id).map(|populator| populator.view(state));
        Ok(CustomDimensionEnvelope {
            custom_dimension: dimension.view(state, populators.collect()),
        })
    }
    fn view(&self, state: &State, populators: Vec<PopulatorView>) -> CustomDimensionView {
        CustomDimensionView {
            id: self.id,
            name: self.name.clone(),
            display_name: self.display_name.clone(),
            kind: self.kind,
            company_id: Quoted(company::id(state)),
            populators,
            created_date: self.created_date,
            updated_date: self.updated_date,
        }
    }
}
