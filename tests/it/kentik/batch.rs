//! Batches of tags and populators.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// A twin whose time stands still, with a dimension.
const STILL: &str = "clock: 2018-09-25T21:41:18.888Z\nkentik:\n  customdimensions:\n    - {name: c_first, display_name: First, type: string}\n    - {name: c_number, display_name: Number, type: uint32}\n";
const POPULATORS: &str = "/batch/customdimensions/c_first/populators";

fn upsert(value: &str, criteria: Value) -> Value {
    json!({"value": value, "criteria": criteria})
}
/// A part that is a whole batch.
fn whole(upserts: Value, deletes: &[&str]) -> Value {
    let deletes: Vec<_> = deletes
        .iter()
        .map(|value| json!({"value": value}))
        .collect();
    json!({"replace_all": false, "complete": true, "upserts": upserts, "deletes": deletes})
}
/// Sends a part that is taken; the guid.
async fn taken(caller: &Caller, path: &str, part: Value) -> String {
    let answer = caller.post(path, part).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    assert_eq!(
        told["message"],
        "Successfully stored request. Batch queued for processing."
    );
    told["guid"].as_str().unwrap().to_owned()
}
async fn status(caller: &Caller, guid: &str) -> Value {
    caller.json(&format!("/batch/{guid}/status")).await
}
/// Applied, invalid and unchanged criteria, then applied, unchanged and invalid deletes.
async fn counts(caller: &Caller, guid: &str) -> [[u64; 3]; 2] {
    let status = status(caller, guid).await;
    let of = |part: &str, names: [&str; 3]| {
        let counts = names.map(|name| status[part][name].as_u64().unwrap());
        assert_eq!(status[part]["total"], counts.iter().sum::<u64>());
        counts
    };
    [
        of("upserts", ["applied", "invalid", "unchanged"]),
        of("deletes", ["applied", "unchanged", "invalid"]),
    ]
}
/// Id, value, direction and addresses of the populators of the first dimension.
async fn populators(caller: &Caller) -> Value {
    let dimension = caller.json("/customdimension/1").await;
    let all = dimension["customDimension"]["populators"]
        .as_array()
        .unwrap();
    let seen = all
        .iter()
        .map(|p| json!([p["id"], p["value"], p["direction"], p["addr"]]));
    seen.collect()
}
async fn tags(caller: &Caller) -> Value {
    let tags = caller.json("/tags").await;
    let seen = tags["tags"].as_array().unwrap().iter();
    seen.map(|tag| json!([tag["flow_tag"], tag["addr"]]))
        .collect()
}

#[tokio::test]
async fn a_batch_of_one_part_is_done_at_once() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let upserts = json!([upsert(
        "service_abc",
        json!([
            {"direction": "dst", "addr": ["91.221.37.160"]},
            {"direction": "SRC", "addr": ["94.74.74.192", "10.0.0.0/8"]},
            {"addr": ["1.2.3.4"]}
        ])
    )]);
    let mut part = whole(upserts, &["test4"]);
    part["guid"] = "".into();
    part["ttl_minutes"] = 5.into();
    let guid = taken(&caller, POPULATORS, part).await;
    assert!(uuid::Uuid::parse_str(&guid).is_ok(), "{guid}");
    assert_eq!(
        status(&caller, &guid).await,
        json!({
            "custom_dimension": {"id": 1, "name": "c_first"}, "guid": guid, "is_multipart": false, "is_pending": false,
            "is_complete": true, "number_of_parts": 1, "user": {"id": 2, "email": "admin@example.com"},
            "upserts": {"total": 3, "applied": 3, "invalid": 0, "unchanged": 0, "over_limit": 0},
            "deletes": {"total": 1, "applied": 0, "unchanged": 1, "invalid": 0},
            "replace_all": {"requested": false, "deletes_performed": 0, "successful": true},
            "batch_date": "2018-09-25T21:41:18.888Z"
        })
    );
    assert_eq!(
        populators(&caller).await,
        json!([
            [1, "service_abc", "dst", "91.221.37.160/32"],
            [2, "service_abc", "SRC", "94.74.74.192/32,10.0.0.0/8"],
            [3, "service_abc", "either", "1.2.3.4/32"]
        ])
    );
    let audit_note = twin.full_system().last_audit_note().await;
    let details = format!("populator batch {guid}, part 1: 1 upserts, 1 deletes");
    assert_eq!(
        [&audit_note["operation"], &audit_note["details"]],
        ["Apply batch", details.as_str()]
    );
    let log = twin.full_system().json("/auditlog?limit=9").await;
    assert_eq!(
        log.as_array().unwrap().len(),
        1,
        "one entry for the part: {log}"
    );
    assert_eq!(
        twin.member()
            .get(&format!("/batch/{guid}/status"))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn an_upsert_stands_in_place_of_what_the_value_had() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let first = json!([
        upsert("a", json!([{"addr": ["1.1.1.1"]}, {"addr": ["2.2.2.2"]}])),
        upsert("b", json!([{"addr": ["3.3.3.3"]}]))
    ]);
    taken(&caller, POPULATORS, whole(first, &[])).await;
    // What is there stays under its id, once; the rest is new or goes.
    let second = json!([upsert(
        "a",
        json!([{"addr": ["4.4.4.4"]}, {"direction": "EITHER", "addr": ["2.2.2.2/32"]}, {"addr": ["4.4.4.4"]}])
    )]);
    let guid = taken(&caller, POPULATORS, whole(second, &[])).await;
    assert_eq!(counts(&caller, &guid).await, [[1, 0, 2], [0, 0, 0]]);
    assert_eq!(
        populators(&caller).await,
        json!([
            [2, "a", "either", "2.2.2.2/32"],
            [3, "b", "either", "3.3.3.3/32"],
            [4, "a", "either", "4.4.4.4/32"]
        ])
    );
    // What breaks a rule is counted and left out; a value with nothing else keeps what it had.
    let third = json!([
        upsert(
            "a",
            json!([{"addr": ["nowhere"]}, {"direction": "src", "port": ["80", "70000"]}, {}])
        ),
        upsert(
            "b",
            json!([{"addr": []}, {"port": ["80-90"], "protocol": [6], "tcp_flags": 2}])
        ),
        upsert(
            "no/slash",
            json!([{"addr": ["5.5.5.5"]}, {"addr": ["6.6.6.6"]}])
        )
    ]);
    let guid = taken(&caller, POPULATORS, whole(third, &["a", "c", "no/slash"])).await;
    assert_eq!(counts(&caller, &guid).await, [[1, 6, 0], [1, 1, 1]]);
    let left = caller.json("/customdimension/1").await;
    let left = &left["customDimension"]["populators"];
    assert_eq!(left.as_array().unwrap().len(), 1, "{left}");
    let seen = ["value", "port", "protocol", "tcp_flags"].map(|name| &left[0][name]);
    assert_eq!(seen, ["b", "80-90", "6", "2"]);
    // A value is what the dimension takes.
    let numbers = json!([
        upsert("7", json!([{"port": ["1"]}])),
        upsert("seven", json!([{"port": ["1"]}]))
    ]);
    let path = "/batch/customdimensions/c_number/populators";
    let guid = taken(&caller, path, whole(numbers, &[])).await;
    assert_eq!(counts(&caller, &guid).await, [[1, 1, 0], [0, 0, 0]]);
}

#[tokio::test]
async fn parts_have_one_guid_and_deletes_wait_for_the_last() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let old = json!([
        upsert("old", json!([{"addr": ["9.9.9.9"]}])),
        upsert("older", json!([{"addr": ["8.8.8.8"]}])),
        upsert("kept", json!([{"addr": ["7.7.7.7"]}]))
    ]);
    taken(&caller, "/batch/tags", whole(old, &[])).await;
    let first = json!({"replace_all": true, "complete": false, "upserts": [upsert("aa", json!([{"addr": ["1.1.1.1"]}]))], "deletes": [{"value": "old"}], "guid": null});
    let guid = taken(&caller, "/batch/tags", first).await;
    let seen = status(&caller, &guid).await;
    let told = [
        "is_multipart",
        "is_pending",
        "is_complete",
        "number_of_parts",
    ]
    .map(|name| &seen[name]);
    assert_eq!(
        told,
        [&json!(true), &json!(false), &json!(false), &json!(1)]
    );
    assert_eq!(
        seen["replace_all"],
        json!({"requested": true, "deletes_performed": 0, "successful": true})
    );
    assert_eq!(seen.get("custom_dimension"), None);
    assert_eq!(seen.get("doomed"), None);
    assert_eq!(
        tags(&caller).await.as_array().unwrap().len(),
        4,
        "only added to"
    );
    let last = json!({"replace_all": true, "complete": true, "guid": guid, "upserts": [upsert("kept", json!([{"addr": ["7.7.7.7"]}]))]});
    assert_eq!(taken(&caller, "/batch/tags", last.clone()).await, guid);
    let seen = status(&caller, &guid).await;
    assert_eq!(seen["number_of_parts"], 2);
    assert_eq!(seen["is_complete"], true);
    assert_eq!(
        seen["replace_all"],
        json!({"requested": true, "deletes_performed": 1, "successful": true})
    );
    assert_eq!(counts(&caller, &guid).await, [[1, 0, 1], [1, 0, 0]]);
    assert_eq!(
        tags(&caller).await,
        json!([["kept", "7.7.7.7/32"], ["aa", "1.1.1.1/32"]])
    );
    let late = caller.post("/batch/tags", last.clone()).await.refusal(400);
    assert_eq!(
        late,
        format!("`guid`: the batch {guid} is complete, so no part can follow")
    );
    // A batch is known where it began, and nowhere else.
    for (path, guid) in [(POPULATORS, guid.as_str()), ("/batch/tags", "c5d9eb4f")] {
        let mut part = last.clone();
        part["guid"] = guid.into();
        assert_eq!(caller.post(path, part).await.status, 404, "{path}");
    }
    assert_eq!(caller.get("/batch/c5d9eb4f/status").await.status, 404);
}

#[tokio::test]
async fn a_batch_gives_one_name_several_tags() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let two = json!([{"direction": "src", "addr": ["1.1.1.1"]}, {"addr": ["2.2.2.2"]}]);
    taken(
        &caller,
        "/batch/tags",
        whole(
            json!([upsert("two", two), upsert("one", json!([{"port": ["80"]}]))]),
            &[],
        ),
    )
    .await;
    assert_eq!(
        tags(&caller).await,
        json!([["two", "1.1.1.1/32"], ["two", "2.2.2.2/32"], ["one", null]])
    );
    let made = caller.json("/tag/1").await;
    assert_eq!(
        [&made["tag"]["user"], &made["tag"]["edited_by"]],
        ["2", "admin@example.com"]
    );
    assert_eq!(
        caller
            .put("/tag/2", json!({"tag": {"addr": "3.3.3.3"}}))
            .await
            .status,
        200
    );
    let addresses = vec!["1.1.1.1"; 250];
    let guid = taken(
        &caller,
        "/batch/tags",
        whole(
            json!([
                upsert("one", json!([{"addr": addresses}])),
                upsert("a tag", json!([{"port": ["80"]}]))
            ]),
            &["two", "a tag"],
        ),
    )
    .await;
    assert_eq!(counts(&caller, &guid).await, [[0, 2, 0], [1, 0, 1]]);
    assert_eq!(tags(&caller).await, json!([["one", null]]));
}

#[tokio::test]
async fn a_part_that_cannot_be_read_changes_nothing() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let refused = async |path: &str, part: Value| caller.post(path, part).await.refusal(400);
    let unknown = refused(
        "/batch/customdimensions/c_none/populators",
        whole(json!([]), &[]),
    )
    .await;
    assert_eq!(
        unknown,
        "Invalid column: there is no custom dimension `c_none`"
    );
    let good = upsert("aa", json!([{"addr": ["1.1.1.1"]}]));
    for (broken, why) in [
        (
            upsert("bb", json!([])),
            "`upserts[1].criteria` must be an array of at least 1 item",
        ),
        (
            json!({"value": "bb"}),
            "`upserts[1].criteria` is required: an array",
        ),
        (
            json!({"criteria": [{"port": ["1"]}]}),
            "`upserts[1].value` is required: a string",
        ),
        (
            upsert("bb", json!([{"addr": "1.1.1.1"}])),
            "`upserts[1].criteria[0].addr` must be an array or null, not a string",
        ),
        (
            upsert("bb", json!([{"tcp_flags": 256}])),
            "`upserts[1].criteria[0].tcp_flags` must be an integer or null from 0 to 255",
        ),
    ] {
        assert_eq!(
            refused("/batch/tags", whole(json!([good, broken]), &[])).await,
            why
        );
    }
    let direction = whole(
        json!([
            good,
            upsert("bb", json!([{"direction": "up", "addr": ["1.1.1.1"]}]))
        ]),
        &[],
    );
    let why = refused("/batch/tags", direction).await;
    assert_eq!(
        why,
        "`upserts[1].criteria[0].direction`: a direction is \"src\", \"dst\" or \"either\", in any case"
    );
    for name in ["replace_all", "complete"] {
        let mut part = whole(json!([good]), &[]);
        part.as_object_mut().unwrap().remove(name);
        assert_eq!(
            refused("/batch/tags", part).await,
            format!("`{name}` is required: a boolean")
        );
    }
    assert_eq!(tags(&caller).await, json!([]));
}

#[tokio::test]
async fn a_part_has_four_megabytes_at_the_most() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let limit = 4 * 1024 * 1024;
    let part = whole(json!([upsert("aa", json!([{"port": ["80"]}]))]), &[]).to_string();
    let of = |length: usize| format!("{part}{}", " ".repeat(length - part.len()));
    let large = caller
        .send("POST", "/batch/tags", &[], of(limit + 1).as_bytes())
        .await;
    assert_eq!(
        large.refusal(413),
        "the request body is larger than the 4194304 bytes that are allowed"
    );
    assert_eq!(tags(&caller).await, json!([]));
    let fits = caller
        .send("POST", "/batch/tags", &[], of(limit).as_bytes())
        .await;
    assert_eq!(fits.status, 200);
    assert_eq!(tags(&caller).await, json!([["aa", null]]));
}

#[tokio::test]
async fn a_switch_answers_202() {
    let twin = Twin::start_with("empty", &["--kentik", "batch202"]).await;
    let caller = twin.administrator();
    let part = whole(json!([upsert("aa", json!([{"port": ["80"]}]))]), &[]);
    let answer = caller.post("/batch/tags", part).await;
    assert_eq!(answer.status, 202);
    let guid = answer.json()["guid"].as_str().unwrap().to_owned();
    assert_eq!(status(&caller, &guid).await["is_complete"], true);
}
