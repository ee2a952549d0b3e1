//! A support pack as it is stored.
use super::{
    archive::{self, archive},
    facts::{self, Appliance},
};
use crate::{
    api::read_only,
    base::{clock::Millis, problem::Result},
    store::{Draft, Resource, State, Unique},
};
use bytes::Bytes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

impl SupportPack {
    /// What a run leaves now, named after the time of the twin.
    pub fn made(draft: &Draft, appliance: &Appliance, log: &str) -> Result<Self> {
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
    pub fn filled(mut self, state: &State, appliance: &Appliance, log: &str) -> Result<Self> {
        let mut files = facts::facts(state, appliance, self.created_time);
        files.push(("run.log", log.to_owned()));
        let folder = self.filename.trim_end_matches(".tar.gz").to_owned();
        self.content = archive(&folder, self.created_time, &files)?.into();
        self.size = self.content.len().to_string();
        Ok(self)
    }
}
