mod certificate;
mod processes;

use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn a_discover_appliance_tells_what_it_is() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let whole = json!({"version": "5.1.2.1345", "ecm": false, "platform": "extrahop"});
    assert_eq!(caller.json("/extrahop").await, whole);
    assert_eq!(
        caller.json("/extrahop/").await,
        whole,
        "a client asks with a slash at the end"
    );
    assert_eq!(
        caller.json("/extrahop/version").await,
        json!({"version": "5.1.2.1345"})
    );
    assert_eq!(
        caller.json("/extrahop/platform").await,
        json!({"platform": "extrahop"})
    );
}

#[tokio::test]
async fn a_command_appliance_tells_what_it_is() {
    let twin = Twin::start("platform: command").await;
    let caller = twin.read_only();
    let whole = json!({"version": "5.1.2.1345", "ecm": true, "platform": "ecm"});
    assert_eq!(caller.json("/extrahop").await, whole);
    assert_eq!(
        caller.json("/extrahop/platform").await,
        json!({"platform": "ecm"})
    );
}

#[tokio::test]
async fn later_firmware_has_its_version_and_no_ecm() {
    let twin = Twin::start_with("guide", &["--firmware", "6.2"]).await;
    let whole = twin.read_only().json("/extrahop").await;
    assert_eq!(whole["ecm"], false);
    assert!(whole["version"].as_str().unwrap().starts_with("6.2."));
    let twin = Twin::start_with("guide", &["--firmware", "6.3"]).await;
    let whole = twin.read_only().json("/extrahop").await;
    let version = whole["version"].as_str().unwrap();
    assert!(version.starts_with("6.3."));
    assert_eq!(version.split('.').count(), 4, "four numbers");
    assert_eq!(whole, json!({"version": version, "platform": "extrahop"}));
}

#[tokio::test]
async fn version_and_platform_need_no_key() {
    let twin = Twin::start("guide").await;
    let caller = twin.anonymous();
    assert_eq!(
        caller.json("/extrahop/version").await,
        json!({"version": "5.1.2.1345"})
    );
    assert_eq!(
        caller.json("/extrahop/platform").await,
        json!({"platform": "extrahop"})
    );
    let told = caller.get("/extrahop").await.refusal(401);
    assert!(told.starts_with("The API key is missing"), "{told}");
    let stranger = twin.with_key("nobody's");
    let told = stranger.get("/extrahop").await.refusal(401);
    assert_eq!(told, "Invalid access token.");
}

#[tokio::test]
async fn nobody_changes_what_the_appliance_is() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    for path in ["/extrahop", "/extrahop/version", "/extrahop/platform"] {
        for answer in [
            caller.post(path, json!({"version": "9"})).await,
            caller.put(path, json!({"version": "9"})).await,
            caller.patch(path, json!({"version": "9"})).await,
            caller.delete(path).await,
        ] {
            assert!(matches!(answer.status, 404 | 405), "{}", answer.text());
        }
    }
    assert_eq!(caller.json("/extrahop").await["version"], "5.1.2.1345");
}

#[tokio::test]
async fn the_remote_access_controller() {
    let license = |platform: &str| {
        format!(
            "license: [{{dossier: d, serial: s, product_key: k, platform: {platform}, modules: {{}}, options: {{}}}}]"
        )
    };
    let hardware = Twin::start(&license("EH8000")).await;
    let shown = hardware.full_system().json("/extrahop/idrac").await;
    let address = shown["ipaddr"].as_str().unwrap();
    assert_eq!(shown, json!({"ipaddr": address}));
    let address: std::net::Ipv4Addr = address.parse().unwrap();
    assert!(address.is_private(), "{address}");
    let same = Twin::start(&license("EH8000")).await;
    assert_eq!(same.full_system().json("/extrahop/idrac").await, shown);
    let demo = Twin::start("demo").await;
    let other = demo.full_system().json("/extrahop/idrac").await;
    assert_ne!(other, shown, "the seed counts");
    assert_ne!(other, json!({"ipaddr": "0.0.0.0"}));

    let virtual_one = Twin::start(&license("EH6000V")).await;
    let shown = virtual_one.full_system().json("/extrahop/idrac").await;
    assert_eq!(shown, json!({"ipaddr": "0.0.0.0"}));
    let command = Twin::start("platform: command").await;
    let told = command.full_system().get("/extrahop/idrac").await;
    assert_eq!(
        told.refusal(404),
        "A Command appliance has no remote access controller."
    );
}
