//! What a device is seen doing: the families of metrics that it has.
use super::view::End;
use crate::network::catalog::{ActivityNames, Category, MetricLevel, Protocol, Traffic, Transport};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

const PREFIX: &str = "extrahop.device.";

/// An activity of a device, such as `http_client`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    Net,
    Tcp,
    Udp,
    /// The same at both ends, as `rtp`, or at the only end that shows it.
    Of(Protocol),
    Client(Protocol),
    Server(Protocol),
}

impl Activity {
    /// Every activity that a simulated device can have.
    pub fn all() -> Vec<Activity> {
        let own = Protocol::all()
            .flat_map(|one| [End::Client, End::Server].map(|end| Activity::at_end(one, end)));
        let mut own: Vec<Activity> = own.flatten().collect();
        own.sort_unstable();
        own.dedup();
        let transports = [Activity::Net, Activity::Tcp, Activity::Udp];
        transports.into_iter().chain(own).collect()
    }
    /// The full name, `extrahop.device.http_client`.
    pub fn stat_name(self) -> &'static str {
        match self {
            Activity::Net => "extrahop.device.net",
            Activity::Tcp => "extrahop.device.tcp",
            Activity::Udp => "extrahop.device.udp",
            Activity::Of(protocol) | Activity::Client(protocol) | Activity::Server(protocol) => {
                use ActivityNames::{BothEnds, ClientAndServer, ClientOnly};
                match (protocol.definition().activity, self) {
                    (ClientAndServer(_, server), Activity::Server(_)) => server,
                    (ClientAndServer(name, _) | BothEnds(name) | ClientOnly(name), _) => name,
                    (ActivityNames::None, _) => "",
                }
            }
        }
    }
    /// The short name, `http_client`.
    pub fn as_str(self) -> &'static str {
        self.stat_name().trim_start_matches(PREFIX)
    }
    /// Reads the short or the full name.
    pub fn parse(text: &str) -> Option<Activity> {
        static ALL: LazyLock<BTreeMap<&str, Activity>> = LazyLock::new(|| {
            Activity::all()
                .into_iter()
                .map(|one| (one.as_str(), one))
                .collect()
        });
        let short = text.strip_prefix(PREFIX).unwrap_or(text);
        ALL.get(short).copied()
    }
    /// What an end of a conversation is seen doing.
    pub(in crate::network) fn at_end(protocol: Protocol, end: End) -> Option<Activity> {
        use ActivityNames::{BothEnds, ClientAndServer, ClientOnly};
        match (protocol.definition().activity, end) {
            (ClientAndServer(..), End::Client) => Some(Activity::Client(protocol)),
            (ClientAndServer(..), End::Server) => Some(Activity::Server(protocol)),
            (BothEnds(_), End::Client | End::Server) => Some(Activity::Of(protocol)),
            (ClientOnly(_), End::Client) => Some(Activity::Of(protocol)),
            _ => None,
        }
    }
    /// What both ends of a conversation show, if it is not of the kind that has no ports.
    pub(in crate::network) fn of_transport(protocol: Protocol) -> Option<Activity> {
        match protocol.definition().transport {
            Transport::Tcp => Some(Activity::Tcp),
            Transport::Udp => Some(Activity::Udp),
            Transport::Icmp => None,
        }
    }
    /// The activity that a device shows when it has the metrics of a category.
    pub fn of_category(category: &Category) -> Option<Activity> {
        match (category.level, category.traffic) {
            (MetricLevel::Device, Traffic::All) => Some(Activity::Net),
            (MetricLevel::Device, Traffic::Tcp) => Some(Activity::Tcp),
            (MetricLevel::Device, Traffic::Udp) => Some(Activity::Udp),
            (MetricLevel::Device, Traffic::Client(protocol) | Traffic::Of(protocol)) => {
                Activity::at_end(protocol, End::Client)
            }
            (MetricLevel::Device, Traffic::Server(protocol)) => {
                Activity::at_end(protocol, End::Server)
            }
            _ => None,
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
