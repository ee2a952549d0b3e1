//! The operations on customizations.
use super::{
    document::CustomizationDocument,
    object::{Customization, CustomizationStatus},
    restore::Restore,
    seed::complete,
};
use crate::{
    api::{
        Body, Changed, Created, Download, Gzip, Id, NoContent, Operation, Part, SavedFile, View,
        delete, get, post, remove,
    },
    base::problem::{Problem, Result, refused},
    extrahop::resources,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || {
        vec![
            Kind::of::<Customization>(),
            Kind::of::<CustomizationStatus>(),
        ]
    },
    complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/customizations",               FullSystem, list,                    "Retrieve all customizations, the oldest first."),
        post  ("/customizations",               FullSystem, create_customization,    "Take a customization of the configuration as it is now.").without_422(),
        get   ("/customizations/status",        FullSystem, status,                  "Retrieve how the latest attempt to take a customization ended.").refusing(&[404]),
        get   ("/customizations/{id}",          FullSystem, export,                  "Retrieve the document of a customization."),
        delete("/customizations/{id}",          FullSystem, remove::<Customization>, "Delete a customization."),
        post  ("/customizations/{id}/apply",    FullSystem, apply_customization,     "Put the configuration back as it was; what came later goes."),
        post  ("/customizations/{id}/download", FullSystem, download,                "Retrieve a customization as a gzip file.").refusing(&[422]),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<Customization>>> {
    let state = permit.store.state();
    let mut all: Vec<_> = state.objects(Customization::KIND).collect();
    all.sort_by_key(|object| object.get::<Customization>().create_time);
    Ok(permit.views(all))
}

/// Clients of the earlier firmware get no location: they ask for the status, and take the last of
/// the list.
async fn create_customization(
    permit: Permit,
    Body(mut new): Body<Customization>,
) -> Result<Changed<NoContent, Created, 8, 0>> {
    let firmware = permit.firmware;
    let id = permit
        .write(move |draft| {
            new.document = CustomizationDocument::of(draft, &new.name, firmware, draft.stamp.at);
            let id = draft.insert(new)?;
            CustomizationStatus::succeeded(draft.stamp.at).place(draft)?;
            Ok(id)
        })
        .await?;
    let location = Created(permit.location(Customization::PATH, id));
    Ok(Changed::of(firmware, NoContent, location))
}

async fn status(permit: Permit) -> Result<View<CustomizationStatus>> {
    let state = permit.store.state();
    let status = state.all::<CustomizationStatus>().next();
    let never = || Problem::NotFound("No customization was ever taken.".into());
    permit.answer(status.ok_or_else(never)?)
}

async fn export(permit: Permit, Id(id): Id) -> Result<SavedFile<CustomizationDocument>> {
    let state = permit.store.state();
    View::as_is(&state.get::<Customization>(id)?.document).map(SavedFile)
}

async fn apply_customization(permit: Permit, Id(id): Id) -> Result<Created> {
    let (platform, firmware) = (permit.platform, permit.firmware);
    permit
        .write(move |draft| {
            let saved = draft.get::<Customization>(id)?.clone();
            let mut restore = Restore::new(draft);
            restore.put_back(&saved.document.sections)?;
            let mut details = vec![format!("customization {id}: {}", saved.name)];
            details.append(&mut restore.left_out);
            draft.note("Apply customization", details.join("; left out: "));
            resources::complete(draft, platform)?;
            resources::built_in(draft, platform, firmware)
        })
        .await?;
    Ok(Created(permit.location(Customization::PATH, id)))
}

async fn download(permit: Permit, Id(id): Id) -> Result<Download<Gzip>> {
    let state = permit.store.state();
    let saved = state.get::<Customization>(id)?;
    if saved.recovered == Some(true) {
        return Err(refused(format!(
            "The customization {id} was made of a backup that was not complete; it cannot be downloaded."
        )));
    }
    let file = saved.document.gzip(saved.create_time)?;
    Ok(Download::new(file, format!("{}.json.gz", saved.name)))
}
