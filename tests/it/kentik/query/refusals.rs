//! What is wrong with a query.
use super::*;

#[tokio::test]
async fn what_is_wrong_is_named() {
    let twin = twin().await;
    let caller = twin.member();
    let told = async |fields: Value| {
        let mut query = ask("Traffic", "bytes");
        for (name, value) in fields.as_object().unwrap() {
            match value {
                Value::Null => drop(query.as_object_mut().unwrap().remove(name)),
                some => query[name] = some.clone(),
            }
        }
        let answer = caller.post("/query/topXdata", one(query)).await;
        answer.refusal(400)
    };
    for (fields, words) in [
        (json!({"dimension": null}), "queries[0].query.dimension"),
        (json!({"dimension": []}), "dimension"),
        (json!({"metric": null}), "queries[0].query.metric"),
        (json!({"metric": ""}), "`metric`"),
        (
            json!({"dimension": ["Nowhere"]}),
            "there is no dimension `Nowhere`; there are AS_src",
        ),
        (
            json!({"metric": "beauty"}),
            "`metric`: beauty is not measured here; bytes,",
        ),
        (
            json!({"metric": ["fragments"]}),
            "fragments is not measured here",
        ),
        (
            json!({"outsort": "loudest"}),
            "`outsort`: there is no aggregate `loudest`; there are avg_bits_per_sec",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_joy", "fn": "max"}]}),
            "there is no column `f_sum_joy`",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_both_bytes", "fn": "modulus"}]}),
            "modulus",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_both_bytes", "fn": "guess"}]}),
            "aggregates[0].fn",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_both_bytes", "fn": "percentile"}]}),
            "`rank` is required",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_both_bytes", "fn": "percentile", "rank": 100}]}),
            "rank",
        ),
        (
            json!({"aggregates": [{"name": "a", "column": "f_sum_both_bytes", "fn": "sum"}, {"name": "b", "column": "f_sum_both_bytes", "fn": "max"}]}),
            "`outsort` is required",
        ),
        (json!({"lookback_seconds": -1}), "`lookback_seconds`"),
        (
            json!({"lookback_seconds": 0}),
            "`starting_time` is required",
        ),
        (
            json!({"lookback_seconds": 0, "starting_time": "noon"}),
            "`starting_time`: `noon` is no time",
        ),
        (
            json!({"lookback_seconds": 1_000_000_000_000_i64}),
            "intervals",
        ),
        (json!({"lookback_seconds": "many"}), "lookback_seconds"),
        (
            json!({"all_selected": false}),
            "`device_name`, `device_labels` or `all_selected`",
        ),
        (
            json!({"all_selected": false, "device_name": "nobody"}),
            "there is no device `nobody`",
        ),
        (
            json!({"all_selected": false, "device_labels": [99]}),
            "there is no device label `99`",
        ),
        (
            json!({"filters": {"connector": "Some", "filterGroups": []}}),
            "`Some` is no connector",
        ),
        (
            json!({"filters_obj": {"connector": "All", "filterGroups": [{"connector": "All", "filters": [{"filterField": "mood", "operator": "=", "filterValue": "good"}]}]}}),
            "there is no field `mood`",
        ),
        (
            json!({"filters_obj": {"connector": "All", "filterGroups": [{"connector": "All", "filters": [{"filterField": "protocol", "operator": "~", "filterValue": "("}]}]}}),
            "is not a valid regular expression",
        ),
        (
            json!({"saved_filters": [{"is_not": true}]}),
            "`filter_id` is required",
        ),
        (
            json!({"saved_filters": [{"filter_id": 77}]}),
            "There is no saved filter with the id 77",
        ),
        (json!({"cidr": 33}), "cidr"),
        (json!({"reAggInterval": 301}), "reAggInterval"),
        (json!({"viz_type": "poem"}), "viz_type"),
        (json!({"fastData": "Slow"}), "fastData"),
    ] {
        let text = told(fields.clone()).await;
        assert!(text.contains(words), "{fields}: {text}");
    }
}

#[tokio::test]
async fn a_body_without_queries_is_refused() {
    let twin = twin().await;
    let caller = twin.member();
    for path in ["/query/topXdata", "/query/topXchart", "/query/url"] {
        for body in [
            json!({}),
            json!({"queries": []}),
            json!({"queries": [{}]}),
            json!({"queries": [{"query": {}}]}),
        ] {
            let refused = caller.post(path, body.clone()).await;
            assert_eq!(refused.status, 400, "{path} {body}");
        }
        let many: Vec<Value> = (0..33)
            .map(|_| json!({"query": ask("Traffic", "bytes")}))
            .collect();
        let refused = caller
            .post(path, json!({"queries": many}))
            .await
            .refusal(400);
        assert!(refused.contains("at most 32"), "{refused}");
    }
}

#[tokio::test]
async fn a_company_without_routers_sees_nothing() {
    let twin = Twin::start("empty").await;
    assert_eq!(
        rows(&twin.member(), ask("Traffic", "bytes")).await,
        [] as [Value; 0]
    );
    let rows = twin
        .member()
        .post(
            "/query/sql",
            json!({"query": "SELECT i_start_time FROM all_devices LIMIT 10"}),
        )
        .await;
    assert_eq!(rows.json(), json!({"rows": []}));
}

#[tokio::test]
async fn a_saved_filter_is_not_made_of_itself() {
    let twin = twin().await;
    let caller = twin.administrator();
    let group = |more: Value| {
        with(
            json!({"connector": "All", "not": false, "filters": []}),
            more,
        )
    };
    let saved = |more: Value| json!({"filter_name": "loop", "filters": {"connector": "All", "filterGroups": [group(more)]}});
    let made = caller.post("/saved-filter/custom", saved(json!({}))).await;
    assert!(made.status < 300, "{}", made.text());
    let id = made.json()["id"].clone();
    let own = json!({"saved_filters": [{"filter_id": id}]});
    let changed = caller
        .put(&format!("/saved-filter/custom/{id}"), saved(own.clone()))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let refused = caller
        .post("/query/topXdata", one(with(ask("Traffic", "bytes"), own)))
        .await;
    assert!(refused.refusal(400).contains("made of itself"));
}
