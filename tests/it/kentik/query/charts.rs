//! Charts and addresses of queries.
use super::*;
use base64::{Engine, engine::general_purpose::STANDARD};

/// The media type and the bytes of a chart.
async fn chart(caller: &Caller, path: &str, fields: Value, kind: Value) -> (String, Vec<u8>) {
    let mut asked = one(with(ask("Proto", "bytes"), fields));
    asked["imageType"] = kind;
    let answer = caller.post(path, asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let uri = answer["dataUri"].as_str().unwrap();
    let (media, bytes) = uri
        .strip_prefix("data:")
        .unwrap()
        .split_once(";base64,")
        .unwrap();
    (media.to_owned(), STANDARD.decode(bytes).unwrap())
}

#[tokio::test]
async fn a_chart_is_a_file_of_the_kind_that_is_asked_for() {
    let twin = twin().await;
    let caller = twin.member();
    for (kind, media, start) in [
        (Value::Null, "image/svg+xml", &b"<svg xmlns="[..]),
        (json!("svg"), "image/svg+xml", b"<svg xmlns="),
        (json!("png"), "image/png", b"\x89PNG\r\n\x1a\n"),
        (json!("jpeg"), "image/jpeg", b"\xff\xd8\xff"),
        (json!("jpg"), "image/jpeg", b"\xff\xd8\xff"),
        (json!("pdf"), "application/pdf", b"%PDF-1.4"),
    ] {
        for path in ["/query/topXchart", "/query/topxchart"] {
            let (got, bytes) = chart(&caller, path, json!({}), kind.clone()).await;
            assert_eq!(got, media);
            assert!(bytes.starts_with(start), "{kind}");
            assert!(bytes.len() > 1000, "{kind}: {}", bytes.len());
        }
    }
    let refused = caller
        .post(
            "/query/topXchart",
            with(one(ask("Proto", "bytes")), json!({"imageType": "gif"})),
        )
        .await;
    assert!(refused.refusal(400).contains("imageType"));
}

#[tokio::test]
async fn a_chart_shows_the_rows_on_top() {
    let twin = twin().await;
    let caller = twin.member();
    let rows = rows(&caller, ask("Proto", "bytes")).await;
    for viz in [
        "stackedArea",
        "line",
        "stackedBar",
        "bar",
        "pie",
        "sankey",
        "table",
        "matrix",
    ] {
        let fields = json!({"viz_type": viz, "query_title": "Bits & <pieces>"});
        let (_, svg) = chart(&caller, "/query/topXchart", fields, json!("svg")).await;
        let svg = String::from_utf8(svg).unwrap();
        assert!(svg.contains("Bits &amp; &lt;pieces&gt;</text>"), "{svg}");
        for row in &rows {
            assert!(
                svg.contains(&format!(">{}</text>", row["key"].as_str().unwrap())),
                "{viz}: {svg}"
            );
        }
        let lines = svg.matches("<polyline").count();
        let expected = match viz {
            "stackedArea" | "line" | "stackedBar" => 5 + rows.len(),
            "bar" => 5,
            _ => 0,
        };
        assert_eq!(lines, expected, "{viz}");
        let pieces = svg.matches("<polygon").count();
        let expected = match viz {
            "stackedArea" | "stackedBar" | "bar" | "pie" => 1 + 2 * rows.len(),
            _ => 1 + rows.len(),
        };
        assert_eq!(pieces, expected, "{viz}");
    }
    // Two charts of different traffic differ.
    let png = async |fields: Value| {
        chart(&caller, "/query/topXchart", fields, json!("png"))
            .await
            .1
    };
    assert_eq!(png(json!({})).await, png(json!({})).await);
    assert_ne!(
        png(json!({})).await,
        png(json!({"lookback_seconds": 7200})).await
    );
    // Without traffic there is a chart with nothing in it.
    let nothing = json!({"filters": {"connector": "All", "filterGroups": [{"connector": "All", "filters": [{"filterField": "protocol", "operator": "=", "filterValue": "200"}]}]}});
    assert!(png(nothing).await.len() > 1000);
}

#[tokio::test]
async fn an_address_is_one_text_and_nothing_behind_it() {
    let twin = twin().await;
    let url = async |query: Value| {
        let answer = twin.member().post("/query/url", one(query)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    };
    let text = url(ask("Proto", "bytes")).await;
    let short = text
        .strip_prefix("\"https://portal.kentik.com/portal/#Charts/shortUrl/")
        .unwrap();
    let short = short.strip_suffix('"').unwrap();
    assert_eq!(short.len(), 32);
    assert!(short.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(url(ask("Proto", "bytes")).await, text);
    assert_ne!(url(ask("Proto", "packets")).await, text);
}
