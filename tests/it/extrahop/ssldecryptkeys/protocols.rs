use super::with_key;
use crate::client::Twin;
use serde_json::{Value, json};

fn on(protocol: &str, port: u16) -> Value {
    json!({"protocol": protocol, "port": port})
}

#[tokio::test]
async fn protocols_are_added_and_removed() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let path = with_key(&caller).await + "/protocols";
    let all = [
        on("http", 443),
        on("http", 8443),
        on("smtp", 443),
        on("imap", 0),
        on("ldap", 65535),
        on("pop3", 995),
        on("ftp", 990),
        on("sip", 5061),
    ];
    for one in &all {
        let answer = caller.post(&path, one.clone()).await;
        assert_eq!((answer.status, answer.text()), (201, String::new()));
        assert_eq!(answer.header("location"), None, "it has no path of its own");
    }
    assert_eq!(caller.json(&path).await, json!(all));
    let removed = caller.delete(&format!("{path}/http?port=8443")).await;
    assert_eq!(removed.status, 204);
    assert_eq!(
        caller.json(&path).await.as_array().unwrap()[..2],
        [on("http", 443), on("smtp", 443)]
    );
    caller.post(&path, on("http", 80)).await;
    assert_eq!(caller.delete(&format!("{path}/http")).await.status, 204);
    assert_eq!(
        caller.delete(&format!("{path}/imap?port=0")).await.status,
        204
    );
    let left = [&all[2], &all[4], &all[5], &all[6], &all[7]];
    assert_eq!(caller.json(&path).await, json!(left));
}

#[tokio::test]
async fn a_protocol_is_on_a_port_once_and_known() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let path = with_key(&caller).await + "/protocols";
    caller.post(&path, on("http", 443)).await;
    for (status, body, expected) in [
        (400, on("http", 443), "`http` is on the port 443 already"),
        (
            404,
            on("chess", 443),
            "There is no protocol named `chess`, only amqp, ",
        ),
        (
            400,
            on("HTTP", 443),
            "`protocol` must be a text that matches ^[a-z0-9_]+$",
        ),
        (
            400,
            on("", 443),
            "`protocol` must be a text that matches ^[a-z0-9_]+$",
        ),
        (
            400,
            json!({"protocol": "http"}),
            "`port` is required: an integer from 0 to 65535",
        ),
        (
            400,
            json!({"port": 443}),
            "`protocol` is required: a string",
        ),
        (
            400,
            json!({"protocol": "http", "port": 65536}),
            "`port` must be an integer from 0 to 65535",
        ),
        (
            400,
            json!({"protocol": "http", "port": -1}),
            "`port` must be an integer from 0 to 65535",
        ),
        (
            400,
            json!({"protocol": "http", "port": "443"}),
            "`port` must be an integer from 0 to 65535, not a string",
        ),
    ] {
        let told = caller.post(&path, body).await.refusal(status);
        assert!(told.starts_with(expected), "{told}");
    }
    for gone in ["smtp", "chess", "http?port=80", "smtp?port=443"] {
        let told = caller.delete(&format!("{path}/{gone}")).await.refusal(404);
        assert_eq!(told, "The SSL decrypt key has no such protocol there.");
    }
    let told = caller.delete(&format!("{path}/http?port=all")).await;
    assert!(told.refusal(400).contains("`port` must be an integer"));
    assert_eq!(caller.json(&path).await, json!([on("http", 443)]));
    let log = caller.json("/auditlog").await;
    assert_eq!(log.as_array().unwrap().len(), 2, "no refusal is in it");
}

#[tokio::test]
async fn without_the_key_there_are_no_protocols() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let key = with_key(&caller).await;
    let path = format!("{key}/protocols");
    caller.post(&path, on("http", 443)).await;
    assert_eq!(caller.delete(&key).await.status, 204);
    caller.get(&path).await.refusal(404);
    caller.post(&path, on("http", 443)).await.refusal(404);
    caller.delete(&format!("{path}/http")).await.refusal(404);
    with_key(&caller).await;
    assert_eq!(
        caller.json(&path).await,
        json!([]),
        "they went with the key"
    );
    let misspelt = path.replace("decrypt", "decrpyt");
    caller.get(&misspelt).await.refusal(404);
}
