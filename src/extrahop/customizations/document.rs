//! What a customization saves: every kind of the table of records, whole.
use crate::{
    api::read_only,
    base::{clock::Millis, firmware::Firmware, problem::Result},
    extrahop::{bundles::document::BundleMeta, configuration},
    store::State,
};
use flate2::{Compression, GzBuilder};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::io::Write;

/// It has the form of a bundle. Its records also hold what only a restored object has: its id,
/// and when it was last changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(transform = list_records)]
#[schemars(extend("examples" = [{
    ".meta": {"name": "before-upgrade", "comment": "", "created": 1448474346, "version": "5.1.2.1345"},
    "Tag": [{"mod_time": 1447878253953i64, "id": 1, "name": "my_test_tag", "device_set": [[["extrahop_id", "test0001"], ["id", 10212]]]}],
    "Alert": []
}]))]
pub struct CustomizationDocument {
    #[serde(rename = ".meta")]
    #[schemars(transform = read_only)]
    pub meta: BundleMeta,
    /// Records by the name of their kind.
    #[serde(flatten)]
    pub sections: Map<String, Value>,
}

fn list_records(schema: &mut Schema) {
    let records = json!({"type": "array", "items": {"type": "object"}, "readOnly": true});
    schema.insert("additionalProperties".into(), records);
}

impl CustomizationDocument {
    /// The configuration as it is now.
    pub fn of(state: &State, name: &str, firmware: Firmware, at: Millis) -> Self {
        let meta = BundleMeta {
            name: name.to_owned(),
            comment: Some(String::new()),
            created: Some(at / 1000),
            version: Some(firmware.full_version()),
            ..BundleMeta::default()
        };
        let sections = configuration::table().iter().map(|row| {
            let objects = state.objects(row.kind.name);
            let records: Vec<_> = objects.map(|object| row.record(state, object)).collect();
            (row.name.to_owned(), json!(records))
        });
        Self {
            meta,
            sections: sections.collect(),
        }
    }
    /// The document as a gzip file: the same bytes at every call.
    pub fn gzip(&self, at: Millis) -> Result<Vec<u8>> {
        let text = serde_json::to_vec(self).map_err(anyhow::Error::from)?;
        let seconds = u32::try_from(at / 1000).unwrap_or_default();
        let mut file = GzBuilder::new()
            .mtime(seconds)
            .write(vec![], Compression::default());
        let written = file.write_all(&text).and_then(|()| file.finish());
        Ok(written.map_err(anyhow::Error::from)?)
    }
}
