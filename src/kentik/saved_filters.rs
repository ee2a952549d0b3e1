//! Saved filters: conditions on traffic under a name, for queries to use.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    filters::Filters,
    levels::{ADMINISTRATOR, MEMBER},
    types::{IsoTime, Quoted},
};
use crate::{
    api::{self, Body, Id, NoContent, Operation, Part, View, delete, get, post, put, read_only},
    base::{
        clock::Millis,
        problem::{Problem, Result},
    },
    store::{Kind, Resource, State, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [request_example()]))]
pub struct SavedFilter {
    /// The unique identifier of the filter.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the filter.
    #[schemars(length(min = 1, max = 1000))]
    pub filter_name: String,
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub filter_description: String,
    /// Whose it is. The API makes filters of the company; others come with a fixture.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub filter_level: FilterLevel,
    /// When the filter was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub cdate: IsoTime,
    /// When the filter was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub edate: IsoTime,
    pub filters: Filters,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FilterLevel {
    User,
    #[default]
    Company,
    /// A preset of Kentik's.
    Global,
}

impl Resource for SavedFilter {
    const KIND: &str = "kentik_saved_filter";
    const PATH: &str = "kentik/savedFilters";
    const TITLE: &str = "saved filter";
    const CHANGED: &str = "edate";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "filter_name",
        key: |filter| filter.filter_name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.cdate.set_once(at);
        (self.id, self.edate) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        self.filters.check_negations()
    }
    fn duplicate_message(&self) -> String {
        format!("Filter name ({}) Already Exists", self.filter_name)
    }
}

/// A saved filter as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SavedFilterAnswer", extend("examples" = [example()]))]
pub struct SavedFilterView {
    /// The unique identifier of the filter.
    #[schemars(transform = read_only)]
    id: i64,
    /// The company that the filter belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// The unique name of the filter.
    filter_name: String,
    filter_description: String,
    #[schemars(transform = read_only)]
    filter_level: FilterLevel,
    /// When the filter was made.
    #[schemars(transform = read_only)]
    cdate: IsoTime,
    /// When the filter was last changed.
    #[schemars(transform = read_only)]
    edate: IsoTime,
    filters: Filters,
}

/// What a client may send.
fn request_example() -> serde_json::Value {
    let mut example = example();
    if let Some(fields) = example.as_object_mut() {
        fields.remove("company_id");
    }
    example
}
fn example() -> serde_json::Value {
    json!({
        "id": 8152, "company_id": "74333", "filter_name": "test_filter1",
        "filter_description": "Traffic to one network", "filter_level": "company",
        "cdate": "2020-12-16T10:46:13.095Z", "edate": "2020-12-26T10:46:13.095Z",
        "filters": {"connector": "All", "filterGroups": [{
            "connector": "All", "not": false,
            "filters": [{"filterField": "dst_as", "filterValue": "81", "operator": "="}],
        }]},
    })
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<SavedFilter>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/saved-filters",            MEMBER,        list_all,              "Retrieve all saved filters, those that come with Kentik included."),
        get   ("/saved-filters/custom",     MEMBER,        list,                  "Retrieve all saved filters of the company."),
        get   ("/saved-filter/custom/{id}", MEMBER,        read,                  "Retrieve a saved filter."),
        post  ("/saved-filter/custom",      ADMINISTRATOR, create,                "Create a saved filter."),
        put   ("/saved-filter/custom/{id}", ADMINISTRATOR, replace,               "Replace a saved filter."),
        delete("/saved-filter/custom/{id}", ADMINISTRATOR, remove,                "Delete a saved filter."),
    ]
}

async fn list_all(permit: Permit) -> Result<View<Vec<SavedFilterView>>> {
    let state = permit.store.state();
    let filters = state.all::<SavedFilter>();
    permit.answers(filters.map(|filter| filter.view(&state)))
}

async fn list(permit: Permit) -> Result<View<Vec<SavedFilterView>>> {
    let state = permit.store.state();
    let filters = state.all::<SavedFilter>();
    let own = filters.filter(|filter| filter.filter_level != FilterLevel::Global);
    permit.answers(own.map(|filter| filter.view(&state)))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<SavedFilterView>> {
    let state = permit.store.state();
    permit.answer(&of_company(&state, id)?.view(&state))
}

async fn create(
    permit: Permit,
    Body(new): Body<SavedFilter>,
) -> Result<CreateAnswer<SavedFilterView>> {
    let created = permit
        .write(|draft| {
            let id = draft.insert(new)?;
            Ok(draft.get::<SavedFilter>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &created)
}

async fn replace(
    permit: Permit,
    Id(id): Id,
    Body(new): Body<SavedFilter>,
) -> Result<View<SavedFilterView>> {
    let changed = permit
        .write(move |draft| {
            of_company(draft, id)?;
            draft.update(id, |old: &SavedFilter| Ok(new.replacing(old)))?;
            Ok(draft.get::<SavedFilter>(id)?.view(draft))
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    of_company(&permit.store.state(), id)?;
    api::remove::<SavedFilter>(permit, Id(id)).await
}

/// A filter of the company: those that come with Kentik are listed, and no more.
fn of_company(state: &State, id: i64) -> Result<&SavedFilter> {
    let filter = state.get::<SavedFilter>(id)?;
    match filter.filter_level {
        FilterLevel::Global => Err(Problem::no_such(SavedFilter::TITLE, id)),
        _ => Ok(filter),
    }
}

impl SavedFilter {
    /// The filter with what no client sets.
    fn replacing(self, old: &Self) -> Self {
        Self {
            filter_level: old.filter_level,
            cdate: old.cdate,
            ..self
        }
    }
    fn view(&self, state: &State) -> SavedFilterView {
        SavedFilterView {
            id: self.id,
            company_id: Quoted(company::id(state)),
            filter_name: self.filter_name.clone(),
            filter_description: self.filter_description.clone(),
            filter_level: self.filter_level,
            cdate: self.cdate,
            edate: self.edate,
            filters: self.filters.clone(),
        }
    }
}
