//! A support pack is a file of ExtraHop Support that is run on the appliance; each run leaves a file
//! of results.
mod archive;
mod facts;

use crate::{
    api::{Accepted, Download, Gzip, Name, Operation, Upload, View, get, list, post, read_only},
    base::{
        clock::Millis,
        problem::{Problem, Result},
    },
    store::{Draft, Object, Resource, State, Unique},
    twin::{
        Platform,
        access::{Level::*, Permit},
        fleet::hex,
    },
};
use archive::{archive, listing};
use bytes::Bytes;
use facts::Appliance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How many files are kept; the oldest ones make room.
const KEPT: usize = 10;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"filename": "support-pack-20171121-200000.tar.gz", "size": "482133", "created_time": 1511294400000i64}]))]
pub struct SupportPack {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// The name of the file, by which it is downloaded.
    #[schemars(transform = read_only)]
    pub filename: String,
    /// The size of the file in bytes, written as text.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub size: String,
    /// When the file was made, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_time: Millis,
    /// The file itself.
    #[serde(default, with = "archive::base64")]
    #[schemars(skip)]
    pub content: Bytes,
    /// Whether the run that made the file can still be asked for.
    #[serde(default)]
    #[schemars(skip)]
    pub queued: bool,
}

impl Resource for SupportPack {
    const KIND: &str = "support_pack";
    const PATH: &str = "supportpacks";
    const TITLE: &str = "support pack";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "filename",
        key: |pack| pack.filename.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.created_time == 0 {
            self.created_time = at;
        }
    }
}

/// What is told of a run. One is done before its location is answered.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "7", "status": "done", "filename": "support-pack-20171121-200000.tar.gz", "size": "482133", "created_time": 1511294400000i64}]))]
struct SupportPackRun {
    #[schemars(transform = read_only)]
    id: String,
    #[schemars(transform = read_only, extend("enum" = ["running", "done", "failed"]))]
    status: &'static str,
    /// The file that the run left; null while it runs.
    #[schemars(transform = read_only)]
    filename: Option<String>,
    /// The size of the file in bytes, written as text; null while it runs.
    #[schemars(transform = read_only)]
    size: Option<String>,
    /// When the file was made, in ms since the epoch; null while it runs.
    #[schemars(transform = read_only)]
    created_time: Option<Millis>,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get ("/supportpacks",            FullSystem, list::<SupportPack>, "Retrieve the files of all support packs that were run."),
        post("/supportpacks",            FullSystem, upload,   "Upload a support pack and run it."),
        post("/supportpacks/execute",    FullSystem, execute,  "Run the default support pack."),
        get ("/supportpacks/queue/{id}", FullSystem, queue,    "Retrieve how a run goes on."),
        get ("/supportpacks/{filename}", FullSystem, download, "Download the file of a support pack."),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

async fn upload(permit: Permit, file: Upload) -> Result<Accepted> {
    let log = tokio::task::spawn_blocking(move || uploaded(&file));
    let log = log.await.map_err(anyhow::Error::from)?;
    run(permit, "Upload and run support pack", log).await
}

async fn execute(permit: Permit) -> Result<Accepted> {
    run(
        permit,
        "Run support pack",
        "The default support pack was run.\n".into(),
    )
    .await
}

async fn queue(permit: Permit, Name(id): Name) -> Result<View<SupportPackRun>> {
    let state = permit.store.state();
    let number = id.parse().ok();
    let pack = number.and_then(|number| state.get::<SupportPack>(number).ok());
    let pack = pack.filter(|pack| pack.queued);
    let pack = pack.ok_or_else(|| Problem::no_such("run of a support pack", &id))?;
    permit.answer(&SupportPackRun {
        id,
        status: "done",
        filename: Some(pack.filename.clone()),
        size: Some(pack.size.clone()),
        created_time: Some(pack.created_time),
    })
}

async fn download(permit: Permit, Name(filename): Name) -> Result<Download<Gzip>> {
    let state = permit.store.state();
    let pack = state.by_key::<SupportPack>(&filename);
    let pack = pack
        .ok_or_else(|| Problem::NotFound(format!("There is no support pack named {filename}.")))?;
    let content = pack.get::<SupportPack>().content.clone();
    Ok(Download::new(content, filename))
}

/// What is told of a file that was uploaded: it is looked at, and nothing in it is carried out.
fn uploaded(file: &Upload) -> String {
    let name = file.name.as_deref().unwrap_or("without a name");
    let (name, size) = (name.escape_debug(), file.bytes.len());
    let digest = hex(&Sha256::digest(&file.bytes));
    let mut log = format!("Uploaded support pack: {name}\nSize: {size} bytes\nSHA-256: {digest}\n");
    match listing(&file.bytes) {
        None => log += "It is no tar.gz; it was run as one script.\n",
        Some(names) => names
            .iter()
            .for_each(|name| log += &format!("Run: {name}\n")),
    }
    log
}

/// A run, which is done at once.
async fn run(permit: Permit, audit_note: &'static str, log: String) -> Result<Accepted> {
    let appliance = Appliance::of(&permit);
    let id = permit
        .write(move |draft| {
            let pack = SupportPack::made(draft, &appliance, &log)?;
            let details = format!("support pack {}: {}", pack.id, pack.filename);
            draft.note(audit_note, details);
            let id = draft.insert(pack)?;
            forget_oldest(draft)?;
            Ok(id)
        })
        .await?;
    Ok(Accepted(format!("/api/v1/supportpacks/queue/{id}")))
}

fn forget_oldest(draft: &mut Draft) -> Result<()> {
    let excess = draft.count(SupportPack::KIND).saturating_sub(KEPT);
    let oldest: Vec<i64> = draft
        .all::<SupportPack>()
        .map(|pack| pack.id)
        .take(excess)
        .collect();
    oldest
        .into_iter()
        .try_for_each(|id| draft.remove::<SupportPack>(id))
}

/// A pack of a fixture gets the file that a run on its appliance would have left.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    let empty = draft
        .all::<SupportPack>()
        .filter(|pack| pack.content.is_empty());
    let empty: Vec<SupportPack> = empty.cloned().collect();
    let appliance = Appliance {
        version: None,
        platform,
    };
    for pack in empty {
        let log = "The default support pack was run.\n";
        let filled = pack.filled(draft, &appliance, log)?;
        draft.place(Object::new(filled))?;
    }
    Ok(())
}

/// Files stay over a restart, runs do not.
pub fn restart(draft: &mut Draft) -> Result<()> {
    let queued = draft.all::<SupportPack>().filter(|pack| pack.queued);
    let queued: Vec<SupportPack> = queued.cloned().collect();
    queued.into_iter().try_for_each(|pack| {
        draft.place(Object::new(SupportPack {
            queued: false,
            ..pack
        }))
    })
}

impl SupportPack {
    /// What a run leaves now, named after the time of the twin.
    fn made(draft: &Draft, appliance: &Appliance, log: &str) -> Result<Self> {
        let (id, at) = (draft.last_id(Self::KIND) + 1, draft.stamp.at);
        let time = archive::compact_time(at);
        let plain = format!("support-pack-{time}.tar.gz");
        // A second run within a second, or while the twin's time stands still.
        let mut others = draft.all::<Self>();
        let filename = match others.any(|pack| archive::compact_time(pack.created_time) == time) {
            false => plain,
            true => format!("support-pack-{time}-{id}.tar.gz"),
        };
        let pack = Self {
            id,
            filename,
            size: String::new(),
            created_time: at,
            content: Bytes::new(),
            queued: true,
        };
        pack.filled(draft, appliance, log)
    }
    fn filled(mut self, state: &State, appliance: &Appliance, log: &str) -> Result<Self> {
        let mut files = facts::facts(state, appliance, self.created_time);
        files.push(("run.log", log.to_owned()));
        let folder = self.filename.trim_end_matches(".tar.gz").to_owned();
        self.content = archive(&folder, self.created_time, &files)?.into();
        self.size = self.content.len().to_string();
        Ok(self)
    }
}
