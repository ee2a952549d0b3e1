//! A mitigation that was started by hand, as it is stored.
use crate::{
    api::{Enveloped, read_only, without_nulls},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{
        address::is_address_or_block,
        types::{IsoTime, Number},
    },
    schema::marks::write_only,
    store::Resource,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ManualMitigation", extend("examples" = [{"ipCidr": "192.168.0.0/24", "comment": "test", "platformID": "1234", "methodID": "12345", "minutesBeforeAutoStop": "20"}]))]
pub struct Mitigation {
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The address or CIDR block whose traffic is mitigated.
    #[serde(rename = "ipCidr")]
    #[schemars(transform = write_only)]
    pub ip_cidr: String,
    #[serde(default)]
    #[schemars(transform = write_only, length(max = 10000))]
    pub comment: Option<String>,
    /// What mitigates. There are no platforms here, so every number is taken.
    #[serde(rename = "platformID")]
    #[schemars(transform = write_only)]
    pub platform_id: Number,
    /// How it mitigates.
    #[serde(rename = "methodID")]
    #[schemars(transform = write_only)]
    pub method_id: Number,
    /// After how many minutes it ends; 0: when it is ended by hand, which no call does.
    #[serde(rename = "minutesBeforeAutoStop")]
    #[schemars(transform = write_only)]
    pub minutes: Number,
    /// When it began.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub started: IsoTime,
}

impl Resource for Mitigation {
    const KIND: &str = "kentik_mitigation";
    const PATH: &str = "kentik/mitigations";
    const TITLE: &str = "manual mitigation";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        self.started.set_once(at);
    }
    fn check(&self) -> Result<()> {
        if !is_address_or_block(&self.ip_cidr) {
            return Err(refused(
                "`ipCidr` must be an address or a CIDR block such as 192.168.0.0/24",
            ));
        }
        match self.minutes.0 < 0 {
            true => Err(refused("`minutesBeforeAutoStop` must be a number from 0")),
            false => Ok(()),
        }
    }
}

impl Enveloped for Mitigation {
    const KEYS: &[&str] = &[];
    /// Kentik itself writes two of the keys in two ways.
    fn settle(sent: &mut Map<String, Value>) {
        without_nulls(sent);
        for (other, key) in [("Comment", "comment"), ("methodId", "methodID")] {
            if let Some(value) = sent.shift_remove(other) {
                sent.entry(key).or_insert(value);
            }
        }
    }
}

impl Mitigation {
    /// When it ends by itself, if it does.
    pub fn end(&self) -> Option<Millis> {
        let length = self.minutes.0.saturating_mul(60_000);
        (length > 0).then(|| self.started.0.saturating_add(length))
    }
}
