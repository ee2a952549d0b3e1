use crate::client::{Answer, Caller, Twin};

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
