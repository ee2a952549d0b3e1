use super::{super::lists::each, CLOCK, WEB, answer, ask, numbers, rows};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

/// The window that a query with these times and no others is answered for.
async fn window(caller: &Caller, times: Value) -> (i64, i64) {
    let mut query = ask("http_client", json!([{"name": "req"}]), json!([]));
    for name in ["from", "until"] {
        query.as_object_mut().unwrap().remove(name);
        if let Some(time) = times.get(name) {
            query[name] = time.clone();
        }
    }
    let whole = answer(caller, "/metrics", query).await;
    let time = |name: &str| whole[name].as_i64().unwrap();
    (time("from"), time("until"))
}

#[tokio::test]
async fn times_have_many_forms() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for (from, resolved) in [
        (json!(1447970000123i64), 1447970000123),
        (json!("1447970000123"), 1447970000123),
        (json!(-1800000), CLOCK - HOUR / 2),
        (json!("-1800000"), CLOCK - HOUR / 2),
        (json!("-1800000ms"), CLOCK - HOUR / 2),
        (json!("-90s"), CLOCK - 90_000),
        (json!("-30m"), CLOCK - HOUR / 2),
        (json!("-2h"), CLOCK - 2 * HOUR),
        (json!("-1d"), CLOCK - 24 * HOUR),
        (json!("-1w"), CLOCK - 168 * HOUR),
        (json!("-1M"), CLOCK - 720 * HOUR),
        (json!("-1y"), CLOCK - 8760 * HOUR),
    ] {
        let times = json!({"from": from, "until": 0});
        assert_eq!(window(&caller, times).await, (resolved, CLOCK), "{from}");
    }
    for until in [json!(0), json!("0"), json!("-0h"), json!("0m"), json!(null)] {
        let times = json!({"from": "-1h", "until": until});
        assert_eq!(
            window(&caller, times).await,
            (CLOCK - HOUR, CLOCK),
            "{until}"
        );
    }
    let times = json!({"from": "-2h", "until": "-1h"});
    let hour_before = (CLOCK - 2 * HOUR, CLOCK - HOUR);
    assert_eq!(window(&caller, times).await, hour_before);
}

#[tokio::test]
async fn times_that_are_absent_are_the_last_half_hour() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let half_hour = (CLOCK - HOUR / 2, CLOCK);
    assert_eq!(window(&caller, json!({})).await, half_hour);
    assert_eq!(window(&caller, json!({"from": null})).await, half_hour);
    let from = json!({"from": "-1h"});
    assert_eq!(window(&caller, from).await, (CLOCK - HOUR, CLOCK));
    for times in [
        json!("yesterday"),
        json!("-1x"),
        json!(true),
        json!([0]),
        json!(""),
    ] {
        for name in ["from", "until"] {
            let mut query = ask("http_client", json!([{"name": "req"}]), json!([9363]));
            query[name] = times.clone();
            let told = caller.post("/metrics", query).await.refusal(400);
            assert!(told.contains(&format!("`{name}`")), "{told}");
        }
    }
}

#[tokio::test]
async fn auto_chooses_the_cycle_by_the_span() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for (span, cycle) in [
        (60_000, "30sec"),
        (HOUR / 2, "30sec"),
        (2 * HOUR, "30sec"),
        (2 * HOUR + 1, "5min"),
        (24 * HOUR, "5min"),
        (24 * HOUR + 1, "1hr"),
        (168 * HOUR, "1hr"),
        (8760 * HOUR, "1hr"),
    ] {
        let mut query = ask("http_server", json!([{"name": "req"}]), json!([]));
        query["from"] = json!(-span);
        let auto = answer(&caller, "/metrics", query.clone()).await;
        assert_eq!(auto["cycle"], cycle, "{span}");
        query.as_object_mut().unwrap().remove("cycle");
        query["Cycle"] = json!("24hr");
        let absent = answer(&caller, "/metrics", query).await;
        assert_eq!(absent["cycle"], cycle, "as a client of 2015 sent it");
    }
}

#[tokio::test]
async fn a_longer_bucket_is_the_sum_of_the_shorter_ones() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let mut sums = vec![];
    for (cycle, duration) in [
        ("1sec", 1000),
        ("30sec", 30_000),
        ("5min", 300_000),
        ("1hr", HOUR),
        ("24hr", 24 * HOUR),
    ] {
        // The whole day before the clock's.
        let mut query = ask("http_server", json!([{"name": "req"}]), json!([WEB]));
        query["from"] = json!(1447804800000i64);
        query["until"] = json!(1447891200000i64);
        query["cycle"] = json!(cycle);
        let whole = answer(&caller, "/metrics", query).await;
        let stats = &whole["stats"];
        assert_eq!(whole["cycle"], cycle);
        let times: Vec<i64> = (0..24 * HOUR / duration)
            .map(|nth| 1447804800000 + nth * duration)
            .collect();
        assert_eq!(each(stats, "time"), times);
        assert!(each(stats, "duration").iter().all(|d| *d == duration));
        sums.push(numbers(stats, 0).iter().sum::<i64>());
    }
    assert!(sums[0] > 0);
    assert_eq!(sums, [sums[0]; 5]);
}

#[tokio::test]
async fn a_window_is_rounded_to_whole_buckets() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let times = async |from: i64, until: i64, cycle: &str| {
        let mut query = ask("http_server", json!([{"name": "req"}]), json!([WEB]));
        query["from"] = json!(from);
        query["until"] = json!(until);
        query["cycle"] = json!(cycle);
        each(&rows(&caller, "/metrics", query).await, "time")
    };
    let bucket = CLOCK - 60_000;
    assert_eq!(
        times(bucket + 1, CLOCK, "30sec").await,
        [bucket, bucket + 30_000],
        "the bucket that holds the start is the first"
    );
    assert_eq!(
        times(bucket, bucket + 30_001, "30sec").await,
        [bucket, bucket + 30_000],
        "the bucket that holds the end is the last"
    );
    assert_eq!(times(bucket, bucket + 30_000, "30sec").await, [bucket]);
    let hour = CLOCK - CLOCK.rem_euclid(HOUR);
    assert_eq!(times(bucket, CLOCK, "1hr").await, [hour]);
    assert_eq!(
        times(bucket, CLOCK + HOUR, "30sec").await,
        [bucket, bucket + 30_000],
        "nothing comes after the clock"
    );
}

#[tokio::test]
async fn a_window_that_holds_nothing_has_no_rows() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for (from, until) in [
        (json!(0), json!(0)),
        (json!("-1h"), json!("-2h")),
        (json!(CLOCK + HOUR), json!(CLOCK + 2 * HOUR)),
    ] {
        for path in ["/metrics", "/metrics/total", "/metrics/totalbyobject"] {
            let mut query = ask("http_server", json!([{"name": "req"}]), json!([WEB]));
            query["from"] = from.clone();
            query["until"] = until.clone();
            assert_eq!(rows(&caller, path, query).await, json!([]));
        }
    }
}

#[tokio::test]
async fn a_window_of_all_time_is_no_error_of_the_server() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    for (from, until) in [(i64::MIN, 0), (i64::MIN, i64::MAX), (0, i64::MAX)] {
        for path in ["/metrics", "/metrics/total", "/metrics/totalbyobject"] {
            let mut query = ask("http_server", json!([{"name": "req"}]), json!([WEB]));
            query["from"] = json!(from);
            query["until"] = json!(until);
            let answer = caller.post(path, query).await;
            assert!(matches!(answer.status, 200 | 400), "{}", answer.text());
        }
    }
}
