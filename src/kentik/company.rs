//! The company that all of it belongs to; a twin has one.
use crate::{
    api::Part,
    base::{clock::Millis, problem::Result},
    store::{Draft, Kind, Object, Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The unique identifier of the company.
    pub id: i64,
    /// Its name, for people.
    pub name: String,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    kinds: || vec![Kind::of::<Company>()],
    complete: |draft, _| complete(draft),
    ..Part::NONE
};

impl Resource for Company {
    const KIND: &str = "kentik_company";
    const PATH: &str = "kentik/companies";
    const TITLE: &str = "company";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

/// The company of a twin whose fixture names none.
const DEFAULT_ID: i64 = 74333;

/// The id of the company.
pub fn id(state: &State) -> i64 {
    let company = state.all::<Company>().next();
    company.map_or(DEFAULT_ID, |company| company.id)
}

fn complete(draft: &mut Draft) -> Result<()> {
    if draft.count(Company::KIND) > 0 {
        return Ok(());
    }
    draft.place(Object::new(Company {
        id: DEFAULT_ID,
        name: "Example company".into(),
    }))
}
