//! The operations on bundles.
use super::{apply::Apply, apply_result::ApplyResult, document::BundleDocument, object::Bundle};
use crate::{
    api::{
        Body, Changed, Created, CreatedWith, Document, Id, NoContent, Operation, Part, View,
        delete, get, list, post, remove,
    },
    base::problem::Result,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Serialize;

/// An answer with nothing in it.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{}]))]
struct Nothing {}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Bundle>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
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
    let location = permit.location(Bundle::PATH, id);
    let later = CreatedWith(location.clone(), permit.answer(&Nothing {})?);
    Ok(Changed::of(permit.firmware, Created(location), later))
}

async fn export(permit: Permit, Id(id): Id) -> Result<View<BundleDocument>> {
    View::as_is(&permit.store.state().get::<Bundle>(id)?.document)
}

async fn remove_bundle(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit.store.state().get::<Bundle>(id)?.removable()?;
    remove::<Bundle>(permit, Id(id)).await
}

async fn apply_bundle(
    permit: Permit,
    Id(id): Id,
    Body(how): Body<Apply>,
) -> Result<CreatedWith<ApplyResult>> {
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
    let location = permit.location(Bundle::PATH, id);
    Ok(CreatedWith(location, permit.answer(&outcome)?))
}
