use super::{CLOCK, WEB, about, ask, rows};
use crate::client::Twin;
use serde_json::{Value, json};

/// Two devices with addresses and nothing between them but what is said here.
const TALK: &str = r#"
clock: 2015-11-19T23:20:07Z
seed: 3
devices:
  - {id: 1, ipaddr4: 10.1.0.1, is_l3: true, device_class: node, auto_role: gateway, dns_name: pc.example.com, discover_time: 1441065600000}
  - {id: 2, ipaddr4: 10.1.0.2, is_l3: true, device_class: node, auto_role: gateway, dns_name: web.example.com, discover_time: 1441065600000}
  - {id: 3, ipaddr4: 10.1.0.3, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1441065600000}
conversations:
  - {client: 1, server: 2, protocol: http, per_minute: 60}
  - {client: 3, server: 2, protocol: http, per_minute: 6}
  - {client: 1, server: 2, protocol: ssl, per_minute: 60}
"#;

/// The values of one device in the last five minutes.
async fn values(twin: &Twin, category: &str, specs: Value, id: i64) -> Vec<Value> {
    let query = ask(category, specs, json!([id]));
    let stats = rows(&twin.read_only(), "/metrics/totalbyobject", query).await;
    assert_eq!(stats[0]["oid"], id);
    stats[0]["values"].as_array().unwrap().clone()
}
/// The numbers of a list of entries, after a look at the shape of each.
fn entries(list: &Value, vtype: &str, key: impl Fn(&Value) -> Value) -> Vec<i64> {
    let entries = list.as_array().unwrap().iter();
    let entries = entries.map(|entry| {
        let shape = json!({"key": key(&entry["key"]), "vtype": vtype, "value": entry["value"]});
        assert_eq!(*entry, shape);
        entry["value"].as_i64().unwrap()
    });
    entries.collect()
}
fn text_key(key: &Value) -> Value {
    json!({"key_type": "string", "str": key["str"].as_str().unwrap()})
}
fn pc() -> Value {
    json!({"key_type": "ipaddr", "addr": "10.1.0.1", "device_oid": 1, "host": "pc.example.com"})
}
fn nameless() -> Value {
    json!({"key_type": "ipaddr", "addr": "10.1.0.3", "device_oid": 3})
}

#[tokio::test]
async fn a_count_is_a_number_and_details_by_key_add_up_to_it() {
    let twin = Twin::start(TALK).await;
    let specs = json!([{"name": "rsp"}, {"name": "status_code"}, {"name": "req"}]);
    let of_server = values(&twin, "http_server", specs, 2).await;
    let (rsp, req) = (
        of_server[0].as_i64().unwrap(),
        of_server[2].as_i64().unwrap(),
    );
    assert!(req > 200 && rsp > 200, "five minutes at 66 a minute");
    let by_status = entries(&of_server[1], "count", text_key);
    assert!(by_status.len() > 1);
    assert!(
        by_status.is_sorted_by(|one, next| one >= next),
        "largest first"
    );
    assert_eq!(by_status.iter().sum::<i64>(), rsp);

    let specs = json!([{"name": "req"}]);
    let by_peer = values(&twin, "http_server_detail", specs.clone(), 2).await;
    let many = by_peer[0][0]["value"].as_i64().unwrap();
    let entry = |key: Value, req: i64| json!({"key": key, "vtype": "count", "value": req});
    assert_eq!(
        by_peer[0],
        json!([entry(pc(), many), entry(nameless(), req - many)])
    );
    let of_client = values(&twin, "http_client", specs, 1).await;
    assert_eq!(of_client[0], many, "both ends agree");
}

#[tokio::test]
async fn a_dataset_is_a_table_a_mean_or_percentiles() {
    let twin = Twin::start(TALK).await;
    let specs = json!([
        {"name": "tprocess"},
        {"name": "tprocess", "calc_type": "mean"},
        {"name": "tprocess", "calc_type": "percentiles", "percentiles": [0, 5, 50, 95, 99.9, 100]},
        {"name": "tprocess", "calc_type": "", "percentiles": null, "key1": "", "key2": null},
        {"name": "rsp"}
    ]);
    let values = values(&twin, "http_server", specs, 2).await;
    let table = values[0].as_array().unwrap();
    let cells: Vec<(f64, i64)> = table
        .iter()
        .map(|cell| {
            assert_eq!(cell.as_object().unwrap().len(), 2);
            let value = cell["value"].as_f64().unwrap();
            (value, cell["freq"].as_i64().unwrap())
        })
        .collect();
    assert!(cells.is_sorted_by(|one, next| one.0 < next.0));
    let total: i64 = cells.iter().map(|cell| cell.1).sum();
    assert_eq!(values[4], total, "one sample for each response");
    let sum: f64 = cells.iter().map(|cell| cell.0 * cell.1 as f64).sum();
    let mean = values[1].as_f64().unwrap();
    let expected = sum / total as f64;
    assert!((mean / expected - 1.0).abs() < 0.05, "{mean} {expected}");
    let percentiles: Vec<f64> = values[2]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value.as_f64().unwrap())
        .collect();
    assert_eq!(percentiles.len(), 6);
    assert!(percentiles.is_sorted());
    let around = cells[0].0 * 0.9..=cells.last().unwrap().0 * 1.1;
    assert!(percentiles.iter().all(|value| around.contains(value)));
    assert!(percentiles[2] < 200.0, "the median of a healthy server");
    assert_eq!(values[3], values[0], "empty and null stand for absent");
}

#[tokio::test]
async fn a_detail_of_samples_has_their_number_sum_and_squares() {
    let twin = Twin::start(TALK).await;
    let specs = json!([{"name": "tprocess"}, {"name": "rsp"}]);
    let values = values(&twin, "http_server_detail", specs, 2).await;
    let list = values[0].as_array().unwrap();
    assert_eq!(list.len(), 2);
    for (entry, key) in list.iter().zip([pc(), nameless()]) {
        let field = |name: &str| entry["value"][name].as_f64().unwrap();
        let (count, sum, sum2) = (field("count"), field("sum"), field("sum2"));
        let value = json!({"count": count as i64, "sum": sum, "sum2": sum2});
        assert_eq!(*entry, json!({"key": key, "vtype": "sset", "value": value}));
        assert!(sum > 0.0 && sum2 >= sum * sum / count * 0.999);
    }
    let count = |at: usize| list[at]["value"]["count"].clone();
    assert_eq!(values[1][0]["value"], count(0));
    assert_eq!(values[1][1]["value"], count(1));
}

#[tokio::test]
async fn a_nested_detail_is_a_list_in_a_list() {
    let twin = Twin::start(TALK).await;
    let specs =
        json!([{"name": "bytes_in"}, {"name": "bytes_in", "key1": "HTTP", "key2": "10.1.0.3"}]);
    let nested = values(&twin, "app_detail", specs, 2).await;
    let flat = values(&twin, "app", json!([{"name": "bytes_in"}]), 2).await;
    let net = values(&twin, "net", json!([{"name": "bytes_in"}]), 2).await;
    let protocols = nested[0].as_array().unwrap();
    assert_eq!(protocols.len(), 2);
    let mut sums = vec![];
    for protocol in protocols {
        let shape =
            json!({"key": text_key(&protocol["key"]), "vtype": "tset", "value": protocol["value"]});
        assert_eq!(*protocol, shape);
        let peers = entries(&protocol["value"], "count", |key| {
            match key["device_oid"].as_i64() {
                Some(1) => pc(),
                _ => nameless(),
            }
        });
        sums.push(peers.iter().sum::<i64>());
    }
    assert_eq!(entries(&flat[0], "count", text_key), sums);
    assert_eq!(net[0], sums.iter().sum::<i64>());
    let filtered = nested[1].as_array().unwrap();
    assert_eq!(filtered.len(), 1);
    assert_eq!(filtered[0]["key"]["str"], "HTTP");
    let peers = filtered[0]["value"].as_array().unwrap();
    assert_eq!((peers.len(), &peers[0]["key"]), (1, &nameless()));
}

#[tokio::test]
async fn levels_numbers_and_times() {
    let twin = Twin::start(TALK).await;
    let specs = json!([{"name": "established"}, {"name": "established_max"}]);
    let level = values(&twin, "tcp", specs.clone(), 2).await;
    let [now, most] = [0, 1].map(|at| level[at].as_i64().unwrap());
    assert!(most > 0 && now <= most);
    let by_peer = values(&twin, "tcp_detail", specs, 2).await;
    entries(&by_peer[0], "snap", Value::clone);
    entries(&by_peer[1], "max", Value::clone);
    assert_eq!(by_peer[1].as_array().unwrap().len(), 2);

    let sizes = values(
        &twin,
        "ssl_server",
        json!([{"name": "keysize"}, {"name": "connected"}]),
        2,
    )
    .await;
    let number =
        |key: &Value| json!({"key_type": "intval", "intval": key["intval"].as_i64().unwrap()});
    let counts = entries(&sizes[0], "count", number);
    assert_eq!(sizes[1], counts.iter().sum::<i64>());

    let specs = json!([{"name": "cert_expiration"}, {"name": "cert_not_before"}, {"name": "handshake_time_version"}]);
    let detail = values(&twin, "ssl_server_detail", specs, 2).await;
    let [until, from] = [0, 1].map(|at| entries(&detail[at], "time", text_key)[0]);
    let year = 366 * 86_400;
    assert!(from < CLOCK / 1000 && from > CLOCK / 1000 - 4 * year, "s");
    assert!(from < until && until < CLOCK / 1000 + 4 * year, "s");
    let subject = detail[0][0]["key"]["str"].as_str().unwrap();
    assert!(subject.starts_with("web.example.com:"), "{subject}");
    let table = &detail[2][0];
    assert_eq!(
        (&table["vtype"], table["key"]["key_type"].as_str()),
        (&json!("dset"), Some("string"))
    );
    assert!(table["value"][0]["freq"].is_i64() && table["value"][0]["value"].is_f64());
}

#[tokio::test]
async fn keys_are_filtered_whole_or_by_an_expression() {
    let twin = Twin::start("guide").await;
    let keys = async |category: &str, name: &str, key1: &str, field: &str| {
        let specs = json!([{"name": name, "key1": key1}]);
        let values = values(&twin, category, specs, WEB).await;
        let list = values[0].as_array().unwrap().iter();
        let mut keys: Vec<String> = list
            .map(|entry| entry["key"][field].as_str().unwrap().to_owned())
            .collect();
        keys.sort();
        keys
    };
    let method = async |key1: &str| keys("http_server", "method", key1, "str").await;
    let all = method("/./").await;
    assert!(all.contains(&"GET".into()) && all.contains(&"POST".into()));
    assert_eq!(method("").await, all);
    assert_eq!(method("GET").await, ["GET"]);
    assert_eq!(method("GE").await, [""; 0], "the whole key");
    assert_eq!(method("/GE/").await, ["GET"], "anywhere in it");
    assert_eq!(method("get").await, [""; 0]);
    assert_eq!(method("/^get$/i").await, ["GET"]);
    assert_eq!(method("/^(GET|POST)$/").await, ["GET", "POST"]);
    let peers = async |key1: &str| keys("http_server_detail", "req", key1, "addr").await;
    assert_eq!(peers("10.10.10.20").await, ["10.10.10.20"]);
    assert_eq!(peers("10.10.10.2").await, [""; 0]);
    let servers = peers(r"/^10\.10\.10\./").await;
    assert!(servers.iter().all(|addr| addr.starts_with("10.10.10.")));
    assert!(servers.contains(&"10.10.10.20".into()));
    let specs = json!([{"name": "req", "key1": "GET"}, {"name": "req"}]);
    let ignored = values(&twin, "http_server", specs, WEB).await;
    assert_eq!(ignored[0], ignored[1], "a count has no key");
}

#[tokio::test]
async fn a_device_that_never_spoke_has_empty_values() {
    let twin = Twin::start(TALK).await;
    let specs = json!([
        {"name": "req"}, {"name": "status_code"}, {"name": "tprocess"},
        {"name": "tprocess", "calc_type": "mean"},
        {"name": "tprocess", "calc_type": "percentiles", "percentiles": [50]}
    ]);
    let query = ask("http_server", specs, json!([3]));
    let stats = rows(&twin.read_only(), "/metrics", query).await;
    let empty = json!([0, [], [], null, []]);
    let stats = stats.as_array().unwrap();
    assert_eq!(stats.len(), 10);
    assert!(stats.iter().all(|row| row["values"] == empty), "{stats:?}");
}

#[tokio::test]
async fn the_network_counts_once_what_both_ends_count() {
    let twin = Twin::start(TALK).await;
    let caller = twin.read_only();
    let total = async |object_type: &str, category: &str, id: i64, name: &str| {
        let query = about(
            object_type,
            category,
            json!([{ "name": name }]),
            json!([id]),
        );
        let stats = rows(&caller, "/metrics/totalbyobject", query).await;
        assert_eq!(stats[0]["oid"], id);
        stats[0]["values"][0].as_i64().unwrap()
    };
    let req = total("device", "http_server", 2, "req").await;
    assert!(req > 0);
    for object_type in ["network", "capture", "application"] {
        assert_eq!(
            total(object_type, "http", 0, "req").await,
            req,
            "{object_type}"
        );
    }
    let server = total("device", "net", 2, "bytes").await;
    let client = total("device", "net", 1, "bytes").await;
    let other = total("device", "net", 3, "bytes").await;
    assert_eq!(client + other, server);
    assert_eq!(total("network", "net", 0, "bytes").await, server);
    assert_eq!(total("vlan", "net", 0, "bytes").await, server);
    let both =
        total("device", "net", 2, "bytes_in").await + total("device", "net", 2, "bytes_out").await;
    assert_eq!(both, server);
}
