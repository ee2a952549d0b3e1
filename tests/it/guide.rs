//! The guide's examples, word for word: a real port, real TLS, the certificate from
//! `/public.cer`.
use crate::client::{Connection, Twin, secure};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use wiretwin::twin::access::Level;

type Secure = Connection<tokio_rustls::client::TlsStream<TcpStream>>;

/// Example 1: the certificate from the plain listener, then trusted.
async fn trusting(twin: &Twin) -> Secure {
    let answer = twin.anonymous().get("//public.cer").await;
    assert_eq!(answer.status, 200);
    secure(&twin.server.https.to_string(), &answer.body).await
}

fn key(twin: &Twin) -> String {
    format!(
        "Authorization: ExtraHop apikey={}",
        twin.server.key(Level::FullWrite)
    )
}

#[tokio::test]
async fn example_1_the_certificate() {
    let twin = Twin::start("guide").await;
    let pem = twin.anonymous().get("//public.cer").await;
    assert_eq!(
        pem.header("content-type"),
        Some("application/x-x509-ca-cert")
    );
    assert!(pem.text().starts_with("-----BEGIN CERTIFICATE-----\n"));
    let der = twin.anonymous().get("//public.cer?format=der").await;
    let asked = twin
        .anonymous()
        .send(
            "GET",
            "//public.cer",
            &["Accept: application/pkix-cert"],
            b"",
        )
        .await;
    assert_eq!(der.header("content-type"), Some("application/pkix-cert"));
    assert_eq!(der.body, asked.body);
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    assert_eq!(
        CertificateDer::from_pem_slice(&pem.body).unwrap().as_ref(),
        der.body
    );
    let mut connection = trusting(&twin).await;
    let answer = connection
        .send("GET", "/extrahop", &[&key(&twin)], b"")
        .await;
    assert_eq!(
        answer.json(),
        json!({"version": "5.1.2.1345", "ecm": false, "platform": "extrahop"})
    );
}

/// The script of Example 2, with one connection as in the guide.
#[tokio::test]
async fn example_2_a_tag_for_all_devices_of_a_subnet() {
    let twin = Twin::start("guide").await;
    let mut connection = trusting(&twin).await;
    let key = key(&twin);
    let headers = ["Accept: application/json", &key];
    let tags = connection.send("GET", "/tags", &headers, b"").await;
    assert_eq!((tags.status, tags.json()), (200, json!([])));
    let body = br#"{"name": "MyTestTag"}"#;
    let created = connection.send("POST", "/tags", &headers, body).await;
    assert_eq!(
        (created.status, created.header("location")),
        (201, Some("/api/v1/tags/1"))
    );

    let mut ids = vec![];
    let mut offset = 0;
    loop {
        let path = format!(
            "/devices?search_type=ip+address&value=10.20.0.%5B0-9%5D%2B&limit=100&offset={offset}"
        );
        let page = connection.send("GET", &path, &headers, b"").await;
        assert_eq!(page.status, 200);
        let Value::Array(devices) = page.json() else {
            panic!("not a list: {}", page.text())
        };
        if devices.is_empty() {
            break;
        }
        assert!(
            devices
                .iter()
                .all(|d| d["ipaddr4"].as_str().unwrap().starts_with("10.20.0."))
        );
        ids.extend(devices.into_iter().map(|device| device["id"].clone()));
        offset += 100;
    }
    assert_eq!((ids.len(), offset), (204, 300));
    let assigned = connection
        .send(
            "POST",
            "/tags/1/devices",
            &headers,
            json!({"assign": ids}).to_string().as_bytes(),
        )
        .await;
    assert_eq!(
        (assigned.status, assigned.header("content-length")),
        (204, Some("0"))
    );
    let tagged = connection
        .send("GET", "/tags/1/devices", &headers, b"")
        .await
        .json();
    let tagged: Vec<_> = tagged
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["id"].clone())
        .collect();
    assert_eq!(tagged, ids);
}

/// Example 3: the printed rows, in the half hour up to the twin's time.
#[tokio::test]
async fn example_3_metrics_of_a_device() {
    let twin = Twin::start("guide").await;
    let mut connection = trusting(&twin).await;
    let body = r#"{
  "cycle": "auto",
  "from": -1800000,
  "until": 0,
  "metric_category": "http_client",
  "metric_specs": [
    {
      "name": "req"
    }
  ],
  "object_ids": [
    9363
  ],
  "object_type": "device"
}"#;
    let key = key(&twin);
    let headers = [
        "Content-Type: application/json",
        "Accept: application/json",
        &key,
    ];
    let answer = connection
        .send("POST", "/metrics", &headers, body.as_bytes())
        .await;
    assert_eq!(answer.status, 200);
    let stats = answer.json()["stats"].as_array().unwrap().clone();
    let row = |time: i64, value: i64| json!({"oid": 9363, "time": time, "duration": 30000, "values": [value]});
    let printed = [
        row(1447973460000, 2),
        row(1447973490000, 0),
        row(1447973520000, 1),
        row(1447973550000, 2),
    ];
    assert_eq!(stats.len(), 60, "half an hour of 30 seconds");
    assert_eq!(stats[2..6], printed);

    let headers = [&headers[..], &["Accept-Encoding: gzip"]].concat();
    let zipped = connection
        .send("POST", "/metrics", &headers, body.as_bytes())
        .await;
    let printed = [
        ("Date", "Thu, 19 Nov 2015 23:20:07 GMT"),
        ("Via", "1.1 localhost"),
        ("Server", "Apache"),
        ("Vary", "Accept-Encoding"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("Cache-Control", "private, max-age=0"),
        ("Connection", "Keep-Alive"),
        ("Content-Encoding", "gzip"),
        ("Keep-Alive", "timeout=45, max=98"),
    ];
    for (name, value) in printed {
        assert_eq!(zipped.header(name), Some(value), "{name}");
    }
    assert_eq!(
        zipped.body.len().to_string(),
        zipped.header("content-length").unwrap()
    );
    assert!(zipped.body.len() < answer.body.len() / 4);
}

#[tokio::test]
async fn example_4_create_retrieve_and_delete() {
    let twin = Twin::start("guide").await;
    let mut connection = trusting(&twin).await;
    let key = key(&twin);
    let headers = ["Accept: application/json", &key];
    let typed = [&headers[..], &["Content-Type: application/json"]].concat();
    let created = connection
        .send(
            "POST",
            "/tags",
            &typed,
            b"{\n  \"name\": \"my_test_tag\"\n}",
        )
        .await;
    assert_eq!((created.status, created.text()), (201, String::new()));
    assert_headers(&created, "/api/v1/tags/1");
    let read = connection.send("GET", "/tags/1", &headers, b"").await;
    assert_eq!(
        read.text(),
        r#"{"mod_time":1447975207000,"id":1,"name":"my_test_tag"}"#
    );
    assert_eq!(
        connection
            .send("DELETE", "/tags/1", &headers, b"")
            .await
            .status,
        204
    );
    assert_eq!(
        connection
            .send("GET", "/tags/1", &headers, b"")
            .await
            .refusal(404),
        "There is no tag with the id 1."
    );
}

/// The headers of an answer to a create.
fn assert_headers(answer: &crate::client::Answer, location: &str) {
    let printed = [
        ("date", "Thu, 19 Nov 2015 23:20:07 GMT"),
        ("via", "1.1 localhost"),
        ("server", "Apache"),
        ("content-type", "text/plain; charset=utf-8"),
        ("location", location),
        ("cache-control", "private, max-age=0"),
        ("connection", "Keep-Alive"),
        ("keep-alive", "timeout=45, max=99"),
        ("content-length", "0"),
    ];
    let mut given = answer.headers.clone();
    given.sort();
    let mut printed: Vec<_> = printed
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    printed.sort();
    assert_eq!(given, printed);
}

#[tokio::test]
async fn the_ftp_device_group() {
    let twin = Twin::start("guide").await;
    let key = key(&twin);
    let mut connection = trusting(&twin).await;
    let body = r#"{
  "description": "FTP Example",
  "dynamic": true,
  "field": "type",
  "include_custom_devices": true,
  "name": "",
  "value": "/^extrahop.device.ftp_server$/"}
"#;
    let created = connection
        .send("POST", "/devicegroups", &[&key], body.as_bytes())
        .await;
    assert_eq!(created.status, 201);
    assert_headers(&created, "/api/v1/devicegroups/151");
    let patched = connection
        .send(
            "PATCH",
            "/devicegroups/151",
            &[&key],
            br#"{ "name": "FTP Servers" }"#,
        )
        .await;
    assert_eq!((patched.status, patched.text()), (204, String::new()));
    let group = connection
        .send("GET", "/devicegroups/151", &[&key], b"")
        .await
        .json();
    let expected = json!({"id": 151, "mod_time": 1447975207000i64, "name": "FTP Servers", "description": "FTP Example", "dynamic": true, "field": "type", "value": "/^extrahop.device.ftp_server$/", "include_custom_devices": true});
    assert_eq!(group, expected);
    let members = connection
        .send("GET", "/devicegroups/151/devices", &[&key], b"")
        .await
        .json();
    let names: Vec<_> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["dns_name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["ftp01.corp.example.com", "ftp02.corp.example.com"]);
    assert_eq!(
        connection
            .send("DELETE", "/devicegroups/151", &[&key], b"")
            .await
            .status,
        204
    );
    assert_eq!(
        connection
            .send("GET", "/devicegroups/151", &[&key], b"")
            .await
            .status,
        404
    );
}

/// The body of the section "Identify objects", field by field in its order.
#[tokio::test]
async fn device_10212_as_printed() {
    let twin = Twin::start("guide").await;
    let printed = r#"{
  "mod_time": 1448474346504,
  "node_id": null,
  "id": 10212,
  "extrahop_id": "test0001",
  "description": null,
  "user_mod_time": 1448474253809,
  "discover_time": 1448474250000,
  "vlanid": 0,
  "parent_id": 9352,
  "macaddr": "00:05:G3:FF:FC:28",
  "vendor": "Cisco",
  "is_l3": true,
  "ipaddr4": "10.10.10.5",
  "ipaddr6": null,
  "device_class": "node",
  "default_name": "Cisco5",
  "custom_name": null,
  "cdp_name": "",
  "dhcp_name": "",
  "netbios_name": "",
  "dns_name": "",
  "custom_type": "",
  "analysis_level": 1
}"#;
    let printed: Value = serde_json::from_str(printed).unwrap();
    let answer = twin.read_only().get("/devices/10212").await;
    assert_eq!(answer.text(), printed.to_string());
    let all = twin.read_only().json("/devices?limit=-1").await;
    assert!(all.as_array().unwrap().contains(&printed));
}

#[tokio::test]
async fn the_product_key_and_the_page() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    for path in ["/licenses/productkey", "/license/productkey"] {
        let key = json!({"product_key": format!("KEY-{path}")});
        assert_eq!(caller.put(path, key.clone()).await.status, 204);
        assert_eq!(caller.json("/license/productkey").await, key);
        assert_eq!(
            caller.json("/licenses").await["product_key"],
            key["product_key"]
        );
    }
    let created = caller.post("/pages", json!({"name": "Storefront"})).await;
    assert_eq!(created.status, 201);
    assert_headers(&created, "/api/v1/pages/221");
}

/// The access chapter's `curl … /api/v1/alerts`.
#[tokio::test]
async fn the_alerts_of_the_access_chapter() {
    let twin = Twin::start("guide").await;
    let mut connection = trusting(&twin).await;
    let answer = connection
        .send(
            "GET",
            "/alerts",
            &[&key(&twin), "Accept: application/json"],
            b"",
        )
        .await;
    assert_eq!(
        (answer.status, answer.json()[0]["name"].as_str()),
        (200, Some("DB error ratio"))
    );
}

#[tokio::test]
async fn a_connection_counts_down_and_ends() {
    let twin = Twin::start("guide").await;
    let key = key(&twin);
    let mut connection = trusting(&twin).await;
    for left in (1..100).rev() {
        let answer = connection.send("GET", "/extrahop", &[&key], b"").await;
        assert_eq!(
            answer.header("keep-alive"),
            Some(format!("timeout=45, max={left}").as_str())
        );
    }
    let last = connection.send("GET", "/extrahop", &[&key], b"").await;
    assert_eq!(
        (
            last.status,
            last.header("connection"),
            last.header("keep-alive")
        ),
        (200, Some("close"), None)
    );
    let mut connection = trusting(&twin).await;
    let answer = connection
        .send("GET", "/extrahop", &[&key, "Connection: close"], b"")
        .await;
    assert_eq!(answer.header("connection"), Some("close"));
}
