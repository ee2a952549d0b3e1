//! Plans.
use super::devices::router;
use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn a_company_has_a_plan_with_the_devices_in_it() {
    let twin = Twin::start("clock: 2021-01-08T08:10:00Z\n").await;
    let caller = twin.administrator();
    let made = caller.post("/device", router("edge_1", "192.0.2.1")).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let plan = json!({
        "id": 11466,
        "company_id": 74333,
        "name": "Free Trial Plan",
        "description": "Six devices to begin with",
        "active": true,
        "max_devices": 6,
        "max_fps": 1000,
        "bgp_enabled": true,
        "fast_retention": 30,
        "full_retention": 30,
        "cdate": "2021-01-08T08:10:00.000Z",
        "edate": "2021-01-08T08:10:00.000Z",
        "max_bigdata_fps": 30,
        "deviceTypes": [
            {"device_type": "router", "device_subtype": "router"},
            {"device_type": "host-nprobe-dns-www", "device_subtype": "host-nprobe-dns-www"},
        ],
        "devices": [{"id": "1", "device_name": "edge_1", "device_type": "router", "device_subtype": "router"}],
        "metadata": {},
    });
    assert_eq!(twin.member().json("/plans").await, json!({"plans": [plan]}));
    let mut inside = plan.clone();
    (inside["devices"], inside["deviceTypes"]) = (json!([]), json!([]));
    assert_eq!(made.json()["device"]["plan"], inside);
}

#[tokio::test]
async fn a_full_plan_takes_no_more_devices_where_it_is_asked_to() {
    let fixture = "kentik:\n  plans:\n    - {id: 5, name: small, max_devices: 1, max_fps: 10}\n    - {id: 6, name: other, max_devices: 9, max_fps: 10, cdate: 2020-01-01T00:00:00Z}\n";
    let device = |name: &str, plan: i64, ip: &str| {
        let mut sent = router(name, ip);
        sent["device"]["plan_id"] = plan.into();
        sent
    };
    for limited in [false, true] {
        let switches: &[&str] = match limited {
            true => &["--kentik", "plan-limits"],
            false => &[],
        };
        let twin = Twin::start_with(fixture, switches).await;
        let caller = twin.administrator();
        let plans = caller.json("/plans").await;
        assert_eq!(plans["plans"][1]["cdate"], "2020-01-01T00:00:00.000Z");
        let made = caller
            .post("/device", device("edge_1", 5, "192.0.2.1"))
            .await;
        assert_eq!(made.status, 201, "{}", made.text());
        let second = caller
            .post("/device", device("edge_2", 5, "192.0.2.2"))
            .await;
        let third = caller
            .post("/device", device("edge_3", 6, "192.0.2.3"))
            .await;
        assert_eq!(third.status, 201, "{}", third.text());
        let path = format!("/device/{}", third.json()["device"]["id"].as_str().unwrap());
        let moved = caller.put(&path, json!({"device": {"plan_id": 5}})).await;
        if !limited {
            assert_eq!([second.status, moved.status], [201, 200]);
            continue;
        }
        let told = "`plan_id`: the plan 5 has its 1 devices (exceeds_plan_limits)";
        assert_eq!([second.refusal(400), moved.refusal(400)], [told, told]);
        // Who is in it may be changed.
        let stays = json!({"device": {"plan_id": 5, "device_description": "stays"}});
        assert_eq!(caller.put("/device/1", stays).await.status, 200);
    }
}
