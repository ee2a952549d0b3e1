//! Bundles are JSON documents with chosen parts of a configuration, which can be applied.
mod apply;
pub mod document;
mod outcome;

use crate::{
    api::{
        Body, Changed, Created, CreatedWith, Document, Id, NoContent, Operation, View, delete, get,
        list, post, read_only, remove,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::Resource,
    twin::access::{Level::*, Permit},
};
use apply::Apply;
use document::BundleDocument;
use outcome::Outcome;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A row of the list; all but the id, the time and `built_in` is said by the document.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 23, "name": "Branch offices", "description": "Groups and alerts for a branch", "created_time": 1448474346000i64, "mod_time": 1448474346504i64, "built_in": false}]))]
pub struct Bundle {
    /// The unique identifier of the bundle.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub name: String,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub description: Option<String>,
    /// When the document was made, in ms since the epoch; where it does not say so, when it was
    /// uploaded.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_time: Millis,
    /// When the bundle was uploaded, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// Whether the bundle came with the appliance; such a bundle cannot be deleted.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub built_in: bool,
    #[schemars(skip)]
    pub document: BundleDocument,
}

impl Resource for Bundle {
    const KIND: &str = "bundle";
    const PATH: &str = "bundles";
    const TITLE: &str = "bundle";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        let meta = &self.document.meta;
        self.name.clone_from(&meta.name);
        self.description.clone_from(&meta.comment);
        if self.created_time == 0 {
            self.created_time = meta.created.map_or(at, |s| s.saturating_mul(1000));
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    fn check(&self) -> Result<()> {
        self.document.check()
    }
}

/// An answer with nothing in it.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{}]))]
struct Nothing {}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/bundles",            ReadOnly,  list::<Bundle>, "Retrieve all bundles."),
        post  ("/bundles",            FullWrite, create_bundle,  "Upload a bundle; it is kept, and changes nothing until it is applied."),
        get   ("/bundles/{id}",       ReadOnly,  export,         "Retrieve the document of a bundle."),
        delete("/bundles/{id}",       FullWrite, remove_bundle,  "Delete a bundle; what it was applied to stays."),
        post  ("/bundles/{id}/apply", FullWrite, apply_bundle,   "Apply a bundle: create its objects, and overwrite or skip those that are there."),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

/// Installers of later firmware parse the answer, and take an empty one for a failure.
async fn create_bundle(
    permit: Permit,
    Document(document): Document<BundleDocument>,
) -> Result<Changed<Created, CreatedWith<Nothing>, 8, 0>> {
    document.fits(permit.firmware)?;
    let bundle = Bundle::from(document);
    let id = permit.write(|draft| draft.insert(bundle)).await?;
    let location = format!("/api/v1/bundles/{id}");
    let later = CreatedWith(location.clone(), permit.answer(&Nothing {})?);
    Ok(Changed::of(permit.firmware, Created(location), later))
}

async fn export(permit: Permit, Id(id): Id) -> Result<View<BundleDocument>> {
    View::json(&permit.store.state().get::<Bundle>(id)?.document)
}

async fn remove_bundle(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit.store.state().get::<Bundle>(id)?.removable()?;
    remove::<Bundle>(permit, Id(id)).await
}

async fn apply_bundle(
    permit: Permit,
    Id(id): Id,
    Body(how): Body<Apply>,
) -> Result<CreatedWith<Outcome>> {
    let by = permit.clone();
    let outcome = permit
        .write(move |draft| {
            let bundle = draft.get::<Bundle>(id)?.clone();
            bundle.document.fits(by.firmware)?;
            let outcome = how.apply(draft, &by, &bundle.document)?;
            let details = format!("bundle {id}: {}; {outcome}", bundle.name);
            draft.note("Apply bundle", details);
            Ok(outcome)
        })
        .await?;
    let location = format!("/api/v1/bundles/{id}");
    Ok(CreatedWith(location, permit.answer(&outcome)?))
}

impl From<BundleDocument> for Bundle {
    /// The other fields are set when it is stored.
    fn from(document: BundleDocument) -> Self {
        Self {
            id: 0,
            name: String::new(),
            description: None,
            created_time: 0,
            mod_time: 0,
            built_in: false,
            document,
        }
    }
}

impl Bundle {
    fn removable(&self) -> Result<()> {
        match self.built_in {
            true => Err(refused("a built-in bundle cannot be deleted")),
            false => Ok(()),
        }
    }
}
