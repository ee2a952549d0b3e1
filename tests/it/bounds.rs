//! No number, list, pattern, script or text of a client's takes more than a short refusal, and files
//! do not grow without end.
use crate::{
    client::{Answer, Caller, Twin},
    durability::Process,
};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

/// A refusal of at most 300 characters.
fn brief(answer: Answer, what: &str) -> String {
    let status = answer.status;
    assert!((400..500).contains(&status), "{what}: {status}");
    let told = answer.refusal(status);
    assert!(told.chars().count() <= 300, "{what}: {told}");
    told
}

fn traffic(field: &str, value: Value) -> Value {
    let mut query = json!({"dimension": ["IP_src"], "metric": "bytes", "lookback_seconds": 3600});
    query[field] = value;
    json!({"queries": [{"query": query}]})
}

#[tokio::test]
async fn numbers_of_a_kentik_query_end_nothing() {
    let twin = Twin::start("demo").await;
    let caller = twin.member();
    let extremes = [
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(10_000_000_000_000_000i64),
        json!(1e300),
        json!("99999999999999999999"),
    ];
    let fields = [
        "lookback_seconds",
        "topx",
        "depth",
        "cidr",
        "cidr6",
        "minsPolling",
        "reAggInterval",
        "overlay_day",
        "pps_threshold",
    ];
    for field in fields {
        for value in &extremes {
            let body = traffic(field, value.clone());
            let answer = caller.post("/query/topXdata", body).await;
            if answer.status != 200 {
                brief(answer, &format!("{field} {value}"));
            }
        }
    }
    let told = caller
        .post(
            "/query/topXdata",
            traffic("lookback_seconds", json!(10_000_000_000_000_000i64)),
        )
        .await;
    assert!(brief(told, "lookback").contains("are the most"));
    for (start, end) in [
        ("-009999-01-02 00:00:00", "9999-12-30 00:00:00"),
        ("0001-01-01 00:00:00", "9999-12-31 23:59:00"),
    ] {
        let mut body = traffic("lookback_seconds", json!(0));
        body["queries"][0]["query"]["starting_time"] = start.into();
        body["queries"][0]["query"]["ending_time"] = end.into();
        brief(caller.post("/query/topXdata", body).await, start);
    }
}

#[tokio::test]
async fn a_kentik_query_is_bounded_before_it_is_worked_out() {
    let twin = Twin::start("demo").await;
    let caller = twin.member();
    let aggregate = |n: usize| json!({"name": format!("a{n}"), "column": "f_sum_both_bytes", "fn": "percentile", "rank": 95});
    let filter =
        json!({"filterField": "inet_src_addr", "operator": "=", "filterValue": "10.0.0.1"});
    let group = json!({"connector": "Any", "not": false, "filters": vec![filter; 10]});
    let groups = json!({"connector": "Any", "filterGroups": vec![group; 1000]});
    for (field, value) in [
        ("aggregates", (0..500).map(aggregate).collect()),
        ("dimension", json!(vec!["IP_src"; 500])),
        ("matrixBy", json!(vec!["IP_dst"; 500])),
        ("filters_obj", groups),
        ("query_title", "x".repeat(100_000).into()),
    ] {
        let answer = caller.post("/query/topXdata", traffic(field, value)).await;
        brief(answer, field);
    }
    let mut wide = traffic("topx", json!(40));
    wide["queries"][0]["query"]["lookback_seconds"] = json!(7 * 86_400);
    wide["queries"][0]["query"]["minsPolling"] = json!(1);
    wide["queries"][0]["query"]["forceMinsPolling"] = json!(true);
    let several = json!({"queries": vec![wide["queries"][0].clone(); 30]});
    let told = caller.post("/query/topXdata", several).await;
    assert!(brief(told, "several").contains("the answer is too large; ask for"));
}

#[tokio::test]
async fn sql_is_bounded_before_it_is_parsed() {
    let twin = Twin::start("guide").await;
    let caller = twin.member();
    for sql in [
        format!("SELECT {}", "(".repeat(30_000)),
        format!("SELECT '{}' FROM all_devices", "x".repeat(1 << 20)),
        format!("SELECT {} FROM all_devices", vec!["1"; 10_000].join("+")),
        format!("SELECT {}1 FROM all_devices", "(".repeat(100)),
        "NOT ".repeat(20_000),
        "\0".repeat(60_000),
        "SELECT 1 +".into(),
    ] {
        let told = caller.post("/query/sql", json!({"query": sql})).await;
        let told = brief(told, &sql[..20.min(sql.len())]);
        assert!(
            told.contains("`query`") && !told.contains("sql parser"),
            "{told}"
        );
    }
}

fn metrics(ids: &[i64], category: &str, specs: Value) -> Value {
    json!({"cycle": "30sec", "from": -3_600_000, "until": 0, "object_type": "device",
        "object_ids": ids, "metric_category": category, "metric_specs": specs})
}

#[tokio::test]
async fn an_answer_of_gigabytes_is_refused_with_how_to_ask_for_less() {
    let twin = Twin::start("demo").await;
    let caller = twin.read_only();
    let devices = caller.listed("/devices?limit=1000").await;
    let ids: Vec<i64> = devices
        .iter()
        .filter_map(|one| one["id"].as_i64())
        .collect();
    let percentiles: Vec<f64> = (0..1000).map(|nth| f64::from(nth) / 10.0).collect();
    let percentile =
        json!({"name": "tprocess", "calc_type": "percentiles", "percentiles": percentiles});
    for body in [
        metrics(
            &ids,
            "net_detail",
            json!(vec![json!({"name": "bytes_in"}); 1000]),
        ),
        metrics(&ids, "http_client", json!(vec![percentile; 20])),
    ] {
        let told = brief(caller.post("/metrics", body).await, "large");
        assert!(
            told.starts_with("the answer is too large; ask for a shorter time"),
            "{told}"
        );
    }
    let many: Vec<i64> = (0..200_000).collect();
    let told = caller.post(
        "/metrics",
        metrics(&many, "net", json!([{"name": "bytes_in"}])),
    );
    assert_eq!(
        brief(told.await, "ids"),
        "`object_ids` must be an array of at most 100000 items"
    );
    // One that is named often is answered once.
    let often = metrics(&[ids[0]; 1000], "net", json!([{"name": "bytes_in"}]));
    let answer = caller.post("/metrics", often).await.json();
    assert_eq!(answer["stats"].as_array().unwrap().len(), 120);
}

/// Every place of `/api/v1` that takes an expression.
async fn expressions(caller: &Caller, pattern: &str) -> Vec<(&'static str, Answer)> {
    let encoded: String = pattern.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let slashes = format!("/{pattern}/");
    let key = json!([{"name": "bytes_in", "key1": slashes}]);
    let group = json!({"name": "p", "dynamic": true, "field": "name", "value": slashes});
    let search = format!("/devices?search_type=name&value=/{encoded}/");
    vec![
        ("search", caller.get(&search).await),
        (
            "applications",
            caller
                .get(&format!("/applications?value=/{encoded}/"))
                .await,
        ),
        (
            "names",
            caller.get(&format!("/devicegroups?name={encoded}")).await,
        ),
        ("group", caller.post("/devicegroups", group).await),
        (
            "key",
            caller
                .post("/metrics", metrics(&[1], "net_detail", key))
                .await,
        ),
    ]
}

#[tokio::test]
async fn expressions_that_explode_are_refused_everywhere() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let deep = "(".repeat(500) + "a" + &")".repeat(500);
    for pattern in ["(a{1000}){1000}", r"\w{999}{999}", &deep, &"x".repeat(5000)] {
        for (place, answer) in expressions(&caller, pattern).await {
            let told = brief(answer, place);
            assert!(told.contains("regular expression"), "{place}: {told}");
        }
    }
}

#[tokio::test]
async fn json_is_bounded_before_it_is_read() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let keys: Vec<String> = (0..600_000).map(|nth| format!("\"k{nth}\":1")).collect();
    for text in [
        format!("{{\"name\":{deep}}}"),
        format!("{{{}}}", keys.join(",")),
        format!("{{\"name\":[{}]}}", vec!["{}"; 1_000_000].join(",")),
    ] {
        for (method, path) in [
            ("POST", "/tags"),
            ("PUT", "/runningconfig"),
            ("POST", "/bundles"),
        ] {
            let answer = caller.send(method, path, &[], text.as_bytes()).await;
            brief(answer, path);
        }
    }
}

#[tokio::test]
async fn input_is_repeated_only_in_part() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let long = "9".repeat(4000);
    for path in [
        format!("/tags/{long}"),
        format!("/devices?limit={long}"),
        format!("/devices?search_type={long}"),
        format!("/devices?active_from={long}"),
    ] {
        brief(caller.get(&path).await, &path[..12]);
    }
    let alert = json!({"name": "a", "stat_name": format!("extrahop.device.{long}"),
        "field_name": long, "operator": ">", "operand": "1"});
    brief(caller.post("/alerts", alert).await, "alert");
}

fn backup(folder: &Path, file: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wiretwin"))
        .args(["backup", file])
        .current_dir(folder)
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[tokio::test]
async fn a_copy_is_made_while_the_server_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = backup(folder.path(), "copy.db");
    assert!(
        code == Some(2) && told.contains("there is no such file"),
        "{told}"
    );
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    for nth in 0..20 {
        process
            .caller()
            .created("/tags", json!({"name": format!("t{nth}")}))
            .await;
    }
    assert_eq!(backup(folder.path(), "copy.db"), (Some(0), String::new()));
    let (code, told) = backup(folder.path(), "copy.db");
    assert!(code == Some(2) && told.contains("copy.db"), "{told}");
    process
        .caller()
        .created("/tags", json!({"name": "later"}))
        .await;
    drop(process);
    let other = tempfile::tempdir().unwrap();
    fs::rename(
        folder.path().join("copy.db"),
        other.path().join("wiretwin.db"),
    )
    .unwrap();
    let process = Process::start(other.path(), &[]);
    assert_eq!(process.caller().listed("/tags").await.len(), 20);
}

#[cfg(unix)]
#[tokio::test]
async fn a_database_that_is_gone_takes_no_writes() {
    for is_replaced in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::start(folder.path(), &["--fixture", "empty"]);
        let caller = process.caller();
        caller.created("/tags", json!({"name": "before"})).await;
        let file = folder.path().join("wiretwin.db");
        fs::rename(&file, folder.path().join("elsewhere.db")).unwrap();
        if is_replaced {
            fs::write(&file, "notes").unwrap();
        }
        let told = caller
            .post("/tags", json!({"name": "after"}))
            .await
            .refusal(503);
        assert!(told.contains("was moved, replaced or removed"), "{told}");
        assert_eq!(caller.listed("/tags").await.len(), 1);
        drop(process);
        assert_eq!(fs::read(&file).ok(), is_replaced.then(|| b"notes".to_vec()));
    }
}
