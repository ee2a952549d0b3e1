use crate::client::{Answer, Caller, Twin};
use serde_json::json;

const TOOL: &str = "Origin: https://tool.example.com";
const OPTIONS: [&str; 4] = [
    "--allow-origin",
    "https://tool.example.com",
    "--allow-origin",
    "http://localhost:3000",
];

async fn preflight(caller: &Caller, path: &str, origin: &str) -> Answer {
    let headers = [origin, "Access-Control-Request-Method: PATCH"];
    caller.send("OPTIONS", path, &headers, b"").await
}

#[tokio::test]
async fn pages_of_allowed_origins_may_read_answers_and_refusals() {
    let twin = Twin::start_with("empty", &OPTIONS).await;
    for (caller, path, status) in [
        (twin.full_system(), "/tags", 200),
        (twin.read_only(), "/users", 403),
        (twin.with_key("wrong"), "/tags", 401),
        (twin.full_system(), "/nothing", 404),
        (twin.full_system(), "//api/v5/sites", 401),
    ] {
        let answer = caller.send("GET", path, &[TOOL], b"").await;
        assert_eq!(answer.status, status);
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed, Some("https://tool.example.com"), "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
    for origin in [
        "Origin: https://evil.example.com",
        "Origin: https://tool.example.com.evil.com",
        "Origin: http://tool.example.com",
        "Origin: null",
        "X: y",
    ] {
        let answer = twin
            .full_system()
            .send("GET", "/tags", &[origin], b"")
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(answer.text().starts_with('['));
    }
}

#[tokio::test]
async fn a_preflight_needs_no_key() {
    let twin = Twin::start_with("empty", &OPTIONS).await;
    let nobody = twin.with_header("X-Nobody: 1".into());
    for path in ["/tags/1", "//api/v5/site/1", "/nothing"] {
        let answer = preflight(&nobody, path, "Origin: http://localhost:3000").await;
        assert_eq!(answer.status, 204);
        let said = |name: &str| answer.header(name).unwrap().to_owned();
        assert_eq!(said("access-control-allow-origin"), "http://localhost:3000");
        assert!(said("access-control-allow-methods").contains("PATCH"));
        let headers = said("access-control-allow-headers");
        for header in [
            "authorization",
            "content-type",
            "x-ch-auth-email",
            "x-ch-auth-api-token",
        ] {
            assert!(headers.contains(header), "{headers}");
        }
        let answer = preflight(&nobody, path, "Origin: http://localhost:3001").await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("access-control-allow-methods"), None);
    }
}

#[tokio::test]
async fn no_page_may_read_anything_by_default() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let answer = preflight(&caller, "/tags", TOOL).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let answer = caller.send("GET", "/tags", &[TOOL], b"").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
}

#[tokio::test]
async fn the_running_config_allows_origins_at_once() {
    let twin = Twin::start_with("empty", &OPTIONS).await;
    let (caller, nobody) = (twin.full_system(), twin.with_header("X-Nobody: 1".into()));
    let allowed = async |origin: &str| {
        let header = format!("Origin: {origin}");
        let asked = preflight(&nobody, "/tags", &header).await;
        let answer = caller.send("GET", "/tags", &[&header], b"").await;
        let refusal = nobody.send("GET", "/tags", &[&header], b"").await;
        let told = [asked, answer, refusal];
        let told = told.map(|one| one.header("access-control-allow-origin") == Some(origin));
        assert!(told == [told[0]; 3], "{told:?}");
        told[0]
    };
    const NEW: &str = "https://new.example.com";
    assert!(!allowed(NEW).await);
    let config = json!({"cors": {"allowed_origins": ["HTTPS://New.example.com:443"]}});
    assert_eq!(
        caller.put("/runningconfig", config.clone()).await.status,
        204
    );
    assert_eq!(
        caller.json("/runningconfig").await,
        config,
        "as it was sent"
    );
    assert!(allowed(NEW).await && allowed("https://tool.example.com").await);
    assert!(!allowed("https://evil.example.com").await);
    let kentik = preflight(&nobody, "//api/v5/sites", "Origin: https://new.example.com").await;
    assert_eq!(kentik.header("access-control-allow-origin"), None);
    let note = caller.last_audit_note().await;
    assert_eq!(
        note["details"],
        "running config: net, dns, ntp, email_notification, password, capture, ui, cors"
    );
    assert_eq!(caller.put("/runningconfig", json!({})).await.status, 204);
    assert!(!allowed(NEW).await);
}

#[tokio::test]
async fn answers_vary_once_the_running_config_has_an_origin() {
    let config = "runningconfig: [{copy: running, sections: {cors: {allowed_origins: [\"https://a.example.com\"]}}}]";
    let twin = Twin::start(config).await;
    let answer = twin.full_system().get("/tags").await;
    let mut headers = answer.headers.iter();
    let varies = |name: &str, value: &str| name.eq_ignore_ascii_case("vary") && value == "Origin";
    assert!(headers.any(|(name, value)| varies(name, value)));
}

#[tokio::test]
async fn an_origin_of_the_running_config_is_one() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    for wrong in [
        json!("https://a.example.com"),
        json!(["*"]),
        json!(["null"]),
        json!([7]),
        json!([null]),
        json!(["https://a.example.com/path"]),
        json!(["x".repeat(5000)]),
        json!({}),
        json!(vec!["https://a.example.com"; 101]),
    ] {
        let config = json!({"cors": {"allowed_origins": wrong}});
        let told = caller.put("/runningconfig", config).await.refusal(400);
        assert!(
            told.starts_with("`cors.allowed_origins") && told.len() <= 300,
            "{told}"
        );
    }
    for right in [json!(null), json!([]), json!(["http://[::1]:3000"])] {
        let config = json!({"cors": {"allowed_origins": right}});
        assert_eq!(caller.put("/runningconfig", config).await.status, 204);
    }
}
