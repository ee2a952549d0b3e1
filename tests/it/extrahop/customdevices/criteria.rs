use crate::client::Twin;
use serde_json::{Value, json};

fn criterion(id: i64, fields: Value) -> Value {
    let mut all = json!({"id": id, "custom_device_id": 1, "ipaddr": null, "vlan_min": null, "vlan_max": null, "src_port_min": null, "src_port_max": null, "dst_port_min": null, "dst_port_max": null});
    let fields = fields.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(fields);
    all
}

#[tokio::test]
async fn criteria_are_posted_listed_and_deleted() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/customdevices", json!({"name": "a"})).await;
    caller.created("/customdevices", json!({"name": "b"})).await;
    let path = "/customdevices/1/criteria";
    assert_eq!(caller.json(path).await, json!([]));
    let answer = caller
        .post(
            path,
            json!({"ipaddr": "141.212.121.0/24", "custom_device_id": "1"}),
        )
        .await;
    assert_eq!((answer.status, answer.text().as_str()), (201, ""));
    assert_eq!(
        answer.header("location"),
        Some("/api/v1/customdevices/1/criteria/1")
    );
    // The path decides; an address stays what it is.
    let all = json!({"id": 9, "custom_device_id": 2, "ipaddr": "10.0.0.1", "vlan_min": 1, "vlan_max": 5, "src_port_min": 1, "src_port_max": 65535, "dst_port_min": 80, "dst_port_max": 80, "ipaddr_direction": "src", "colour": 1});
    assert_eq!(caller.created(path, all).await, 2);
    assert_eq!(
        caller
            .created(path, json!({"ipaddr": "2001:db8::/32"}))
            .await,
        3
    );
    let second = criterion(
        2,
        json!({"ipaddr": "10.0.0.1", "vlan_min": 1, "vlan_max": 5, "src_port_min": 1, "src_port_max": 65535, "dst_port_min": 80, "dst_port_max": 80}),
    );
    let first = criterion(1, json!({"ipaddr": "141.212.121.0/24"}));
    let third = criterion(3, json!({"ipaddr": "2001:db8::/32"}));
    assert_eq!(caller.json(path).await, json!([first, second, third]));
    assert_eq!(caller.json("/customdevices/1/criteria/2").await, second);
    assert_eq!(caller.json("/customdevices/2/criteria").await, json!([]));
    for path in ["/customdevices/2/criteria/2", "/customdevices/1/criteria/7"] {
        let id = path.rsplit('/').next().unwrap();
        let why = format!("There is no custom device criterion with the id {id}.");
        assert_eq!(caller.get(path).await.refusal(404), why);
        assert_eq!(caller.delete(path).await.refusal(404), why);
    }
    let why = "There is no custom device with the id 9.";
    assert_eq!(
        caller.get("/customdevices/9/criteria/2").await.refusal(404),
        why
    );
    assert_eq!(
        caller
            .post("/customdevices/9/criteria", json!({"vlan_min": 1}))
            .await
            .refusal(404),
        why
    );
    assert_eq!(
        caller
            .patch("/customdevices/1/criteria/2", json!({}))
            .await
            .status,
        405
    );
    assert_eq!(
        caller.delete("/customdevices/1/criteria/2").await.status,
        204
    );
    assert_eq!(caller.json(path).await, json!([first, third]));
    caller.delete("/customdevices/1").await;
    caller.created("/customdevices", json!({"name": "a"})).await;
    assert_eq!(caller.json("/customdevices/3/criteria").await, json!([]));
}

#[tokio::test]
async fn criteria_that_are_not_allowed() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/customdevices", json!({"name": "a"})).await;
    let port = "must be an integer or null from 1 to 65535";
    let block = "`ipaddr` must be an address or a CIDR block, such as 10.10.10.0/24";
    let none = "a criterion needs `ipaddr`, or a bound of VLANs or ports such as `vlan_min` or `dst_port_max`";
    let said = [
        (json!({}), 422, none.to_owned()),
        (
            json!({"custom_device_id": 1, "vlan_min": null}),
            422,
            none.to_owned(),
        ),
        (json!({"ipaddr": "10.0.0"}), 422, block.to_owned()),
        (json!({"ipaddr": ""}), 422, block.to_owned()),
        (json!({"ipaddr": "10.0.0.0/33"}), 422, block.to_owned()),
        (
            json!({"ipaddr": 10}),
            400,
            "`ipaddr` must be a string or null, not a number".into(),
        ),
        (
            json!({"src_port_min": 0}),
            422,
            format!("`src_port_min` {port}"),
        ),
        (
            json!({"src_port_max": 65536}),
            422,
            format!("`src_port_max` {port}"),
        ),
        (
            json!({"dst_port_min": -1}),
            422,
            format!("`dst_port_min` {port}"),
        ),
        (
            json!({"dst_port_max": "80"}),
            400,
            format!("`dst_port_max` {port}, not a string"),
        ),
        (
            json!({"vlan_min": 1.5}),
            400,
            "`vlan_min` must be an integer or null from 0 to 4095, not a number".into(),
        ),
        (
            json!({"vlan_min": 5, "vlan_max": 4}),
            422,
            "`vlan_min` must not be greater than `vlan_max`".into(),
        ),
        (
            json!({"src_port_min": 5, "src_port_max": 4}),
            422,
            "`src_port_min` must not be greater than `src_port_max`".into(),
        ),
        (
            json!({"dst_port_min": 5, "dst_port_max": 4}),
            422,
            "`dst_port_min` must not be greater than `dst_port_max`".into(),
        ),
    ];
    for (body, status, why) in said {
        let answer = caller.post("/customdevices/1/criteria", body).await;
        assert_eq!(answer.refusal(status), why);
    }
    assert_eq!(caller.json("/customdevices/1/criteria").await, json!([]));
    let later = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let caller = later.full_write();
    caller.created("/customdevices", json!({"name": "a"})).await;
    let peer = "`ipaddr_peer` goes with `ipaddr` and an `ipaddr_direction` other than any";
    let said = [
        (
            json!({"ipaddr": "10.0.0.1", "ipaddr_peer": "10.0.0.2"}),
            peer,
        ),
        (
            json!({"vlan_min": 1, "ipaddr_direction": "src", "ipaddr_peer": "10.0.0.2"}),
            peer,
        ),
        (
            json!({"ipaddr": "10.0.0.1", "ipaddr_direction": "src", "ipaddr_peer": "x"}),
            "`ipaddr_peer` must be an address or a CIDR block, such as 10.10.10.0/24",
        ),
        (json!({"ipaddr_direction": "dst"}), none),
        (
            json!({"vlan_min": 1, "ipaddr_direction": "up"}),
            r#"`ipaddr_direction` must be one of "any", "dst", "src""#,
        ),
    ];
    for (body, why) in said {
        let answer = caller.post("/customdevices/1/criteria", body).await;
        assert_eq!(answer.refusal(422), why);
    }
}
