use super::{WEB, about, answer, ask, rows};
use crate::client::Twin;
use serde_json::{Value, json};

const PATHS: [&str; 3] = ["/metrics", "/metrics/total", "/metrics/totalbyobject"];

fn req() -> Value {
    json!([{"name": "req"}])
}
/// What each of the three operations tells of a query.
async fn refused(twin: &Twin, query: Value) -> String {
    let caller = twin.read_only();
    let mut told = vec![];
    for path in PATHS {
        told.push(caller.post(path, query.clone()).await.refusal(400));
    }
    assert!(told.iter().all(|one| *one == told[0]));
    told.remove(0)
}

#[tokio::test]
async fn a_category_that_the_object_type_lacks_is_an_invalid_stat_name() {
    let twin = Twin::start("guide").await;
    for (object_type, category, stat) in [
        ("device", "http", "extrahop.device.http"),
        ("device", "chess_client", "extrahop.device.chess_client"),
        ("device_group", "dns", "extrahop.device.dns"),
        ("activity_group", "http", "extrahop.device.http"),
        ("network", "http_client", "extrahop.capture.http_client"),
        ("capture", "tcp_detail", "extrahop.capture.tcp_detail"),
        (
            "application",
            "http_server",
            "extrahop.application.http_server",
        ),
        ("vlan", "http", "extrahop.vlan.http"),
        ("system", "cpc", "extrahop.system.cpc"),
        (
            "device",
            "extrahop.device.net",
            "extrahop.device.extrahop.device.net",
        ),
    ] {
        let told = refused(&twin, about(object_type, category, req(), json!([0]))).await;
        let text = format!("invalid stat name '{stat}' (-32602)");
        assert!(told.ends_with(&text), "{told}");
    }
}

#[tokio::test]
async fn a_metric_that_the_category_lacks_is_told() {
    let twin = Twin::start("guide").await;
    for specs in [
        json!([{"name": "requests"}]),
        json!([{"name": "req"}, {"name": "REQ"}]),
        json!([{"name": ""}]),
    ] {
        let told = refused(&twin, ask("http_client", specs, json!([WEB]))).await;
        assert!(told.ends_with("Provided spec name or category is incorrect"));
    }
}

/// The sentence stays as clients know it; a header says what was probably meant.
#[tokio::test]
async fn a_wrong_name_is_answered_with_the_nearest_in_a_header() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for (object_type, category, metric, nearest) in [
        ("device", "http_cleint", "req", Some("http_client")),
        ("device", "http", "req", Some("http_client")),
        ("device", "extrahop.device.net", "bytes", Some("net")),
        ("application", "https", "req", Some("ssl")),
        ("device", "chess", "req", None),
        // Without a packet store there is no such category to name.
        ("system", "cpcs", "pkts", None),
        ("device", "http_client", "rqe", Some("req")),
        ("device", "http_client", "REQ", Some("req")),
        ("device", "http_client", "requests", Some("req")),
        ("device", "http_client", "chess", None),
        // A later metric is none that could be meant.
        ("device", "ssl_client", "post_quantum_kx", None),
    ] {
        let query = about(object_type, category, json!([{"name": metric}]), json!([0]));
        for path in PATHS {
            let answer = caller.post(path, query.clone()).await;
            let given = answer.header("x-wiretwin-nearest");
            assert_eq!(given, nearest, "{category}.{metric}");
            answer.refusal(400);
        }
    }
}

#[tokio::test]
async fn a_query_that_lacks_or_mistakes_a_field_is_refused() {
    let twin = Twin::start("guide").await;
    let whole = ask("http_client", req(), json!([WEB]));
    for field in [
        "object_type",
        "object_ids",
        "metric_category",
        "metric_specs",
    ] {
        let mut query = whole.clone();
        query.as_object_mut().unwrap().remove(field);
        let told = refused(&twin, query).await;
        assert!(told.contains(&format!("`{field}`")), "{told}");
    }
    for (field, value) in [
        ("cycle", json!("1min")),
        ("cycle", json!(30)),
        ("object_type", json!("planet")),
        ("object_type", json!(null)),
        ("object_ids", json!(WEB)),
        ("object_ids", json!(["10425"])),
        ("metric_category", json!(5)),
        ("metric_specs", json!([])),
        ("metric_specs", json!({"name": "req"})),
        ("metric_specs", json!(["req"])),
        ("metric_specs", json!([{}])),
        ("metric_specs", json!([{"name": 5}])),
    ] {
        let mut query = whole.clone();
        query[field] = value.clone();
        let told = refused(&twin, query).await;
        assert!(told.contains(field), "{value}: {told}");
    }
    assert_eq!(
        refused(&twin, json!([])).await,
        "the body must be a JSON object"
    );
    let caller = twin.read_only();
    for body in ["", "{", "query", "}}"] {
        let answer = caller.send("POST", "/metrics", &[], body.as_bytes()).await;
        answer.refusal(400);
    }
}

#[tokio::test]
async fn a_calculation_has_rules() {
    let twin = Twin::start("guide").await;
    for spec in [
        json!({"calc_type": "median"}),
        json!({"calc_type": "percentiles"}),
        json!({"calc_type": "percentiles", "percentiles": []}),
        json!({"calc_type": "percentiles", "percentiles": [50, 25]}),
        json!({"calc_type": "percentiles", "percentiles": [50, 50]}),
        json!({"calc_type": "percentiles", "percentiles": [-1]}),
        json!({"calc_type": "percentiles", "percentiles": [101]}),
        json!({"calc_type": "percentiles", "percentiles": ["50"]}),
        json!({"calc_type": "percentiles", "percentiles": 50}),
        json!({"calc_type": "mean", "percentiles": [50]}),
        json!({"percentiles": [50]}),
    ] {
        let mut named = json!({"name": "tprocess"});
        for (field, value) in spec.as_object().unwrap() {
            named[field] = value.clone();
        }
        let told = refused(&twin, ask("http_server", json!([named]), json!([WEB]))).await;
        let names = told.contains("percentiles") || told.contains("calc_type");
        assert!(names && told.contains("metric_specs[0]"), "{spec}: {told}");
    }
}

#[tokio::test]
async fn a_broken_expression_is_told_with_its_place() {
    let twin = Twin::start("guide").await;
    for (field, key) in [("key1", "/(/"), ("key1", "/[/i"), ("key2", "/*/")] {
        let specs = json!([{"name": "req"}, {"name": "req", field: key}]);
        let told = refused(&twin, ask("http_server_detail", specs, json!([WEB]))).await;
        let place = format!("`metric_specs[1]`: `{field}`");
        assert!(told.starts_with(&place), "{told}");
    }
}

/// What comes after the first value is ignored, as two public clients need it.
#[tokio::test]
async fn bytes_after_the_query_are_ignored() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let query = ask("http_server", req(), json!([WEB]));
    for path in PATHS {
        let plain = answer(&caller, path, query.clone()).await;
        for tail in ["}}", "\n", " trailing", "{}"] {
            let body = format!("{query}{tail}");
            let got = caller.send("POST", path, &[], body.as_bytes()).await;
            assert_eq!((got.status, got.json()), (200, plain.clone()), "{tail}");
        }
    }
    let mut more = query.clone();
    more["colour"] = json!("red");
    more["metric_specs"][0]["colour"] = json!("red");
    assert_eq!(
        answer(&caller, "/metrics", more).await,
        answer(&caller, "/metrics", query).await,
        "unknown members are ignored"
    );
}

#[tokio::test]
async fn an_object_that_is_not_there_has_no_rows() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for path in PATHS {
        for (object_type, category) in [("device", "http_server"), ("device_group", "http_server")]
        {
            for ids in [json!([]), json!([99]), json!([98, 99])] {
                let query = about(object_type, category, req(), ids);
                assert_eq!(rows(&caller, path, query).await, json!([]), "{path}");
            }
        }
        let query = |ids: Value| ask("http_server", req(), ids);
        assert_eq!(
            rows(&caller, path, query(json!([99, WEB]))).await,
            rows(&caller, path, query(json!([WEB]))).await
        );
    }
}

/// A Discover appliance has the network 0, the application 0 and the VLANs of its devices.
#[tokio::test]
async fn no_other_kind_of_object_has_rows_when_it_is_not_there() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let mut with_rows = vec![];
    for path in PATHS {
        for (object_type, category, name) in [
            ("network", "http", "req"),
            ("capture", "http", "req"),
            ("application", "http", "req"),
            ("vlan", "net", "bytes"),
            ("activity_group", "http_server", "req"),
        ] {
            let query = about(
                object_type,
                category,
                json!([{ "name": name }]),
                json!([999]),
            );
            let stats = rows(&caller, path, query).await;
            if stats != json!([]) {
                with_rows.push(format!("{path} {object_type}"));
            }
        }
    }
    assert_eq!(with_rows, [""; 0]);
}

#[tokio::test]
async fn an_id_of_another_node_is_refused() {
    let twin = Twin::start("guide").await;
    for id in [4294977721i64, 9007199254740993] {
        let told = refused(&twin, ask("http_server", req(), json!([WEB, id]))).await;
        assert!(told.contains("invalid node id"), "{told}");
    }
}

#[tokio::test]
async fn metrics_are_asked_by_post_alone() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let get = caller.get("/metrics").await;
    assert!(matches!(get.status, 404 | 405), "{}", get.text());
    let query = ask("http_server", req(), json!([WEB]));
    caller
        .post("/metrics/total_by_object", query.clone())
        .await
        .refusal(404);
    let nobody = twin.anonymous().post("/metrics", query).await;
    nobody.refusal(401);
}
