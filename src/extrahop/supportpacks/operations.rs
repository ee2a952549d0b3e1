//! The operations on support packs.
use super::{
    archive::listing,
    facts::Appliance,
    object::SupportPack,
    seed::{complete, restart},
};
use crate::{
    api::{
        Accepted, Download, Gzip, Name, Operation, Part, Upload, View, get, list, post, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result},
        secret::hex,
    },
    runtime::background,
    store::{Draft, Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How many files are kept; the oldest ones make room.
const KEPT: usize = 10;

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

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<SupportPack>()],
    complete,
    restart,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
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
    let log = background::run(move || Ok(uploaded(&file))).await?;
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
    Ok(Accepted(permit.location("supportpacks/queue", id)))
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
