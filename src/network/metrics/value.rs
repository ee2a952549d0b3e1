//! The values of metrics, in the shapes that the API sends.
use super::key::Key;
use serde::Serialize;

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

impl Value {
    /// What detail entries are sorted by.
    pub(super) fn weight(&self) -> i64 {
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
