//! Rows of an answer; serialized, they are what the API sends.
use crate::{base::clock::Millis, network::parallel};
use serde::{Serialize, Serializer};
use std::{net::IpAddr, sync::Arc};

/// One row: the values of one object and bucket, in the order of the specs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stat {
    pub oid: i64,
    pub time: Millis,
    pub duration: i64,
    pub values: Vec<Value>,
}

/// Appends rows as the inside of a JSON list, written by all cores that are free.
pub fn write_rows(rows: &[Stat], to: &mut Vec<u8>) -> serde_json::Result<()> {
    let blocks: Vec<&[Stat]> = rows.chunks((rows.len() / 128).max(64)).collect();
    let lists = parallel::map(&blocks, serde_json::to_vec);
    let lists = lists.into_iter().collect::<serde_json::Result<Vec<_>>>()?;
    to.reserve(lists.iter().map(Vec::len).sum());
    for (nth, list) in lists.into_iter().enumerate() {
        if nth > 0 {
            to.push(b',');
        }
        // Without the brackets around it.
        to.extend_from_slice(&list[1..list.len() - 1]);
    }
    Ok(())
}

/// The value of one metric; its shape depends on the metric's kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Count(i64),
    /// Null when there is no sample.
    Mean(Option<f64>),
    Percentiles(Vec<f64>),
    Frequencies(Vec<Frequency>),
    Samples(Samples),
    Detail(Vec<Entry>),
}

/// How often a dataset has a value, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Frequency {
    pub value: f64,
    pub freq: i64,
}

/// A sample set: number, sum and sum of squares, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Samples {
    pub count: i64,
    pub sum: f64,
    pub sum2: f64,
}

/// One key of a detail metric and its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    pub key: Key,
    pub vtype: &'static str,
    pub value: Value,
}

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

impl Value {
    /// What detail entries are sorted by.
    pub(in crate::network) fn weight(&self) -> i64 {
        match self {
            Value::Count(count) => *count,
            Value::Samples(samples) => samples.count,
            Value::Frequencies(list) => list.iter().map(|one| one.freq).sum(),
            Value::Detail(list) => list.iter().map(|one| one.value.weight()).sum(),
            Value::Mean(mean) => mean.map_or(0, |ms| (ms * 1000.0) as i64),
            Value::Percentiles(list) => list.last().map_or(0, |ms| (ms * 1000.0) as i64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(host: &str) -> Key {
        let addr = std::net::Ipv4Addr::new(10, 10, 1, 20).into();
        let (device_oid, host) = (29, host.into());
        Key::Ipaddr {
            addr,
            device_oid,
            host,
        }
    }
    fn shape(key: Key, vtype: &'static str, value: Value) -> serde_json::Value {
        serde_json::to_value(Entry { key, vtype, value }).unwrap()
    }

    #[test]
    fn entries_have_the_shapes_of_the_contract() {
        assert_eq!(
            shape(key("web01.example.com"), "count", Value::Count(42)),
            json!({"key": {"key_type": "ipaddr", "addr": "10.10.1.20", "device_oid": 29,
                "host": "web01.example.com"}, "vtype": "count", "value": 42})
        );
        let (count, sum, sum2) = (1, 43.062, 1854.335844);
        assert_eq!(
            shape(
                key(""),
                "sset",
                Value::Samples(Samples { count, sum, sum2 })
            ),
            json!({"key": {"key_type": "ipaddr", "addr": "10.10.1.20", "device_oid": 29},
                "vtype": "sset", "value": {"count": 1, "sum": 43.062, "sum2": 1854.335844}})
        );
    }

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

    #[test]
    fn rows_are_written_like_a_list() {
        let row = |oid| Stat {
            oid,
            time: 0,
            duration: 30_000,
            values: vec![Value::Count(oid * 7), Value::Mean(None)],
        };
        for count in [0, 1, 64, 65, 9000] {
            let rows: Vec<Stat> = (0..count).map(row).collect();
            let mut list = b"[".to_vec();
            write_rows(&rows, &mut list).unwrap();
            list.push(b']');
            assert_eq!(list, serde_json::to_vec(&rows).unwrap());
        }
    }

    #[test]
    fn nested_entries_are_entries_again() {
        let (key, vtype, value) = (Key::Intval { intval: 2048 }, "count", Value::Count(9));
        let inner = Value::Detail(vec![Entry { key, vtype, value }]);
        assert_eq!(
            shape(
                Key::String {
                    str: "SSL443".into()
                },
                "tset",
                inner
            ),
            json!({"key": {"key_type": "string", "str": "SSL443"}, "vtype": "tset", "value":
                [{"key": {"key_type": "intval", "intval": 2048}, "vtype": "count", "value": 9}]})
        );
    }

    #[test]
    fn datasets_are_lists_or_numbers() {
        let json = |value| serde_json::to_value::<Value>(value).unwrap();
        assert_eq!(json(Value::Mean(None)), json!(null));
        assert_eq!(json(Value::Mean(Some(12.482))), json!(12.482));
        assert_eq!(
            json(Value::Percentiles(vec![7.0265, 50.9])),
            json!([7.0265, 50.9])
        );
        let list = Value::Frequencies(vec![Frequency {
            value: 4.1,
            freq: 3,
        }]);
        assert_eq!(json(list), json!([{"value": 4.1, "freq": 3}]));
        assert_eq!(json(Value::Detail(Vec::new())), json!([]));
    }
}
