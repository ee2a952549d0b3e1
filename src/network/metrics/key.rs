//! Keys of detail metrics.
use serde::{Serialize, Serializer};
use std::{net::IpAddr, sync::Arc};

/// The key of a detail entry.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(tag = "key_type", rename_all = "snake_case")]
pub enum Key {
    String {
        str: Arc<str>,
    },
    Ipaddr {
        #[serde(serialize_with = "address")]
        addr: IpAddr,
        device_oid: i64,
        #[serde(skip_serializing_if = "is_unknown")]
        host: Arc<str>,
    },
    Intval {
        intval: i64,
    },
    /// A device without an address.
    DeviceId {
        device_oid: i64,
        #[serde(skip_serializing_if = "is_unknown")]
        host: Arc<str>,
    },
}

impl Key {
    /// What filters match.
    pub fn text(&self) -> String {
        match self {
            Key::String { str } => str.to_string(),
            Key::Ipaddr { addr, .. } => addr.to_string(),
            Key::Intval { intval } => intval.to_string(),
            Key::DeviceId { device_oid, .. } => device_oid.to_string(),
        }
    }
}

/// An address as text. Answers have a million of them, so the common kind is written by hand.
fn address<S: Serializer>(addr: &IpAddr, to: S) -> Result<S::Ok, S::Error> {
    let IpAddr::V4(addr) = addr else {
        return to.collect_str(addr);
    };
    let mut text = [0; 15];
    let mut length = 0;
    let mut put = |byte| {
        text[length] = byte;
        length += 1;
    };
    for (nth, octet) in addr.octets().into_iter().enumerate() {
        if nth > 0 {
            put(b'.');
        }
        if octet > 99 {
            put(b'0' + octet / 100);
        }
        if octet > 9 {
            put(b'0' + octet / 10 % 10);
        }
        put(b'0' + octet % 10);
    }
    to.serialize_str(std::str::from_utf8(&text[..length]).unwrap_or_default())
}
fn is_unknown(name: &Arc<str>) -> bool {
    name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_they_are_spelled() {
        for text in ["0.0.0.0", "10.9.99.100", "255.254.1.20", "2001:db8::7"] {
            let addr: IpAddr = text.parse().unwrap();
            let key = Key::Ipaddr {
                addr,
                device_oid: 1,
                host: "".into(),
            };
            assert_eq!(serde_json::to_value(key).unwrap()["addr"], text);
        }
    }
}
