//! Customizations are backups of the configuration: taken, downloaded, and put back.
mod document;
mod restore;

use crate::{
    api::{
        Body, Changed, Created, Download, Gzip, Id, NoContent, Operation, SavedFile, View, delete,
        get, post, read_only, remove,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Object, Resource, State, Unique},
    twin::{
        Platform,
        access::{Level::*, Permit},
    },
};
use document::CustomizationDocument;
use restore::Restore;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 138, "name": "before-upgrade", "create_time": 1448474346504i64, "auto": false, "recovered": false}]))]
pub struct Customization {
    /// The unique identifier of the customization.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the customization.
    #[schemars(length(min = 1))]
    pub name: String,
    /// When it was taken, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub create_time: Millis,
    /// Whether the appliance took it on its own.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub auto: bool,
    /// Whether it was made of a backup that was not complete; such a one cannot be downloaded.
    #[serde(default = "Customization::no")]
    #[schemars(transform = read_only)]
    pub recovered: Option<bool>,
    #[serde(default)]
    #[schemars(skip)]
    pub document: CustomizationDocument,
}

impl Resource for Customization {
    const KIND: &str = "customization";
    const PATH: &str = "customizations";
    const TITLE: &str = "customization";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |customization| customization.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.create_time == 0 {
            self.create_time = at;
        }
    }
}

/// How the latest attempt to take a customization ended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"did_last_succeed": true, "last_attempt_time": 1448474346504i64, "last_success_time": 1448474346504i64}]))]
pub struct CustomizationStatus {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    #[schemars(transform = read_only)]
    pub did_last_succeed: bool,
    /// In ms since the epoch.
    #[schemars(transform = read_only)]
    pub last_attempt_time: Millis,
    /// In ms since the epoch.
    #[schemars(transform = read_only)]
    pub last_success_time: Millis,
}

impl Resource for CustomizationStatus {
    const KIND: &str = "customization_status";
    const PATH: &str = "customizations/status";
    const TITLE: &str = "customization status";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
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
    let location = Created(location(id));
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
    View::json(&state.get::<Customization>(id)?.document).map(SavedFile)
}

async fn apply_customization(permit: Permit, Id(id): Id) -> Result<Created> {
    let platform = permit.platform;
    permit
        .write(move |draft| {
            let saved = draft.get::<Customization>(id)?.clone();
            let mut restore = Restore::new(draft);
            restore.put_back(&saved.document.sections)?;
            let mut details = vec![format!("customization {id}: {}", saved.name)];
            details.append(&mut restore.left_out);
            draft.note("Apply customization", details.join("; left out: "));
            super::complete(draft, platform)
        })
        .await?;
    Ok(Created(location(id)))
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

fn location(id: i64) -> String {
    format!("/api/v1/{}/{id}", Customization::PATH)
}

/// Where there are customizations, the newest of them was an attempt that succeeded.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    let newest = |state: &State| {
        let times = state.all::<Customization>();
        times.map(|customization| customization.create_time).max()
    };
    match newest(draft).filter(|_| draft.count(CustomizationStatus::KIND) == 0) {
        Some(at) => CustomizationStatus::succeeded(at).place(draft),
        None => Ok(()),
    }
}

impl Customization {
    fn no() -> Option<bool> {
        Some(false)
    }
}

impl CustomizationStatus {
    fn succeeded(at: Millis) -> Self {
        Self {
            id: 1,
            did_last_succeed: true,
            last_attempt_time: at,
            last_success_time: at,
        }
    }
    /// There is one of them.
    fn place(self, draft: &mut Draft) -> Result<()> {
        draft.place(Object::new(self))
    }
}
