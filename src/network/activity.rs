//! What a device is seen doing: the families of metrics that it has.
use super::protocol::Protocol;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

const PREFIX: &str = "extrahop.device.";

/// An activity of a device, such as `http_client`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    Net,
    Tcp,
    Udp,
    Client(Protocol),
    Server(Protocol),
}

impl Activity {
    /// Every activity that a simulated device can have.
    pub fn all() -> Vec<Activity> {
        let mut all = vec![Activity::Net, Activity::Tcp, Activity::Udp];
        all.extend(Protocol::ALL.map(Activity::Client));
        all.extend(Protocol::ALL.map(Activity::Server));
        all
    }
    /// The full name, `extrahop.device.http_client`.
    pub fn stat_name(self) -> &'static str {
        match self {
            Activity::Net => "extrahop.device.net",
            Activity::Tcp => "extrahop.device.tcp",
            Activity::Udp => "extrahop.device.udp",
            Activity::Client(protocol) => protocol.row().client,
            Activity::Server(protocol) => protocol.row().server,
        }
    }
    /// The short name, `http_client`.
    pub fn as_str(self) -> &'static str {
        self.stat_name().trim_start_matches(PREFIX)
    }
    /// Reads the short or the full name.
    pub fn parse(text: &str) -> Option<Activity> {
        let short = text.strip_prefix(PREFIX).unwrap_or(text);
        Self::all().into_iter().find(|one| one.as_str() == short)
    }
    /// What both ends of a conversation show.
    pub(super) fn of_transport(protocol: Protocol) -> Activity {
        if protocol.is_udp() {
            Activity::Udp
        } else {
            Activity::Tcp
        }
    }
}

impl Serialize for Activity {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Activity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Activity::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no activity")))
    }
}

impl JsonSchema for Activity {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Activity".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = Activity::all().into_iter().map(Activity::as_str).collect();
        json_schema!({"type": "string", "enum": names})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_read() {
        for one in Activity::all() {
            assert_eq!(Activity::parse(one.as_str()), Some(one));
            assert_eq!(Activity::parse(one.stat_name()), Some(one));
        }
        assert_eq!(Activity::parse("extrahop.device.chess_client"), None);
    }
}
