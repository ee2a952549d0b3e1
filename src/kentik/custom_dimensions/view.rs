//! A custom dimension as clients see it, with its populators.
use super::object::{CustomDimension, DimensionType};
use crate::{
    api::read_only,
    base::problem::Result,
    kentik::{
        company,
        populators::{Populator, PopulatorView},
        types::{IsoTime, Quoted},
    },
    store::State,
};
use schemars::JsonSchema;
use serde::Serialize;

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

impl CustomDimensionEnvelope {
    /// A dimension with its populators.
    pub fn of(state: &State, id: i64) -> Result<Self> {
        let dimension = state.get::<CustomDimension>(id)?;
        let populators = Populator::of(state, id).map(|populator| populator.view(state));
        Ok(Self {
            custom_dimension: dimension.view(state, populators.collect()),
        })
    }
}
impl CustomDimensionList {
    /// All dimensions with their populators.
    pub fn of(state: &State) -> Self {
        let mut populators = Populator::views_by_dimension(state);
        let dimensions = state.all::<CustomDimension>().map(|dimension| {
            let own = populators.remove(&dimension.id).unwrap_or_default();
            dimension.view(state, own)
        });
        Self {
            custom_dimensions: dimensions.collect(),
        }
    }
}

impl CustomDimension {
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
