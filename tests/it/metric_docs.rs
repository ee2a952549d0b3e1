//! The lists of metrics say the same: the page, the command, the OpenAPI document and the catalogue.
use crate::program::{refused, run};
use serde_json::Value;
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};
use wiretwin::{
    api::openapi,
    base::firmware::Firmware,
    families::FAMILIES,
    network::catalog::{ListedCategory, listed},
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/metrics.md");
const BEGIN: &str = "<!-- metrics -->\n";
const END: &str = "<!-- /metrics -->";

/// A table of the categories, and one for each of them.
fn tables() -> String {
    let all = listed(Firmware::LAST);
    let mut text =
        "\n| category | metrics | object types | what it is about |\n| --- | --- | --- | --- |\n"
            .to_owned();
    for one in &all {
        let count = match one.open {
            true => "any".into(),
            false => one.metrics.len().to_string(),
        };
        let (name, types) = (one.category, one.type_names());
        let title = one.title;
        writeln!(text, "| `{name}` | {count} | {types} | {title} |").unwrap();
    }
    all.iter()
        .filter(|one| !one.open)
        .for_each(|one| table(&mut text, one));
    text + "\n"
}

fn table(text: &mut String, one: &ListedCategory) {
    writeln!(text, "\n## `{}` of {}\n", one.category, one.type_names()).unwrap();
    let head = "| metric | kind | unit | details by | since | counts |\n| --- | --- | --- | --- | --- | --- |";
    writeln!(text, "{head}").unwrap();
    for metric in &one.metrics {
        let details = metric.details.join(", ");
        let (name, kind, unit) = (metric.name, metric.kind, metric.unit);
        let (since, counts) = (metric.since, &metric.counts);
        writeln!(
            text,
            "| `{name}` | {kind} | {unit} | {details} | {since} | {counts} |"
        )
        .unwrap();
    }
}

#[test]
fn the_page_has_every_metric() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (start, end) = (
        page.find(BEGIN).unwrap() + BEGIN.len(),
        page.find(END).unwrap(),
    );
    if std::env::var_os("WIRETWIN_UPDATE").is_some() {
        let whole = format!("{}{}{}", &page[..start], tables(), &page[end..]);
        return fs::write(PAGE, whole).unwrap();
    }
    assert!(
        page[start..end] == tables(),
        "WIRETWIN_UPDATE=1 cargo test metric_docs"
    );
}

fn printed(arguments: &[&str]) -> String {
    let output = run(Path::new("."), &[&["metrics"], arguments].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && told.is_empty(),
        "{arguments:?}: {told}"
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_command_lists_categories_and_metrics() {
    let all = listed(Firmware::FIRST);
    let lines = printed(&[]);
    assert_eq!(lines.lines().count(), all.len() + 1);
    assert!(
        lines.lines().any(|line| line.starts_with("http_client ")),
        "{lines}"
    );
    // Columns stand below their heads.
    let metrics = printed(&["net_detail"]);
    let at = metrics
        .lines()
        .find_map(|line| line.find("DETAILS BY"))
        .unwrap();
    let below = metrics
        .lines()
        .find(|line| line.starts_with("bytes_in"))
        .unwrap();
    assert!(below[at..].starts_with("peer address"), "{metrics}");
    // One name may be a category of several objects; a full stat name has one too.
    assert_eq!(printed(&["http"]).matches("METRIC ").count(), 2);
    assert_eq!(printed(&["extrahop.device.net"]), printed(&["net"]));
    assert!(printed(&["custom"]).contains("Any name"));
}

#[test]
fn the_command_prints_json_by_firmware() {
    let later = "post_quantum_kex";
    let of = |arguments: &[&str]| -> Vec<Value> {
        serde_json::from_str(&printed(&[&["--json"], arguments].concat())).unwrap()
    };
    assert_eq!(of(&[]).len(), listed(Firmware::FIRST).len());
    let first = of(&["ssl_client"]);
    let last = of(&["ssl_client", "--firmware", "26.3"]);
    assert_eq!((first.len(), last.len()), (1, 1));
    let metric = |one: &Value| {
        let metrics = one["metrics"].as_array().unwrap().clone();
        metrics.into_iter().find(|metric| metric["name"] == later)
    };
    assert_eq!(metric(&first[0]), None);
    let metric = metric(&last[0]).unwrap();
    assert_eq!(
        (&metric["since"], &metric["kind"]),
        (&"26.1".into(), &"count".into())
    );
    assert_eq!(first[0]["object_types"][0], "device");
}

#[test]
fn an_unknown_category_is_told_with_the_nearest() {
    for (wrong, told) in [
        (
            "http_cleint",
            "has no category `http_cleint` (nearest: `http_client`)",
        ),
        ("chess", "has no category `chess`; `wiretwin metrics` lists"),
        (
            "ssl_sni_detail",
            "firmware 5.1 has no category `ssl_sni_detail`",
        ),
    ] {
        let line = refused(Path::new("."), &["metrics", wrong]);
        assert!(line.contains(told), "{line}");
    }
    let long = "x".repeat(5000);
    let line = refused(Path::new("."), &["metrics", &long]);
    assert!(line.len() < 300, "{line}");
    refused(Path::new("."), &["metrics", "--firmware", "4.2"]);
}

#[test]
fn the_openapi_document_has_what_its_firmware_has() {
    let family = FAMILIES
        .iter()
        .find(|family| family.name == "extrahop")
        .unwrap();
    for firmware in [Firmware::FIRST, Firmware(25, 4), Firmware::LAST] {
        let document = openapi::document(*family, firmware);
        assert!(!document.to_string().contains("x-lines-since"));
        let schemas = &document["components"]["schemas"];
        let described = |schema: &str, field: &str| -> String {
            let field = &schemas[schema]["properties"][field];
            field["description"].as_str().unwrap().to_owned()
        };
        let of_categories = described("MetricQuery", "metric_category");
        let of_metrics = described("MetricSpec", "name");
        let listed = listed(firmware);
        let names: BTreeSet<_> = listed.iter().map(|one| one.category).collect();
        let lines = of_categories.lines().filter(|line| line.starts_with("- "));
        let told: BTreeSet<_> = lines.map(|line| line.split('`').nth(1).unwrap()).collect();
        assert_eq!(told, names);
        for one in &listed {
            let head = format!("- `{}` ({}): ", one.category, one.type_names());
            let lines: Vec<_> = of_metrics
                .lines()
                .filter(|line| line.starts_with(&head))
                .collect();
            for metric in &one.metrics {
                let name = format!("`{}`", metric.name);
                assert!(
                    lines.iter().any(|line| line.contains(&name)),
                    "{head}{name}"
                );
            }
        }
        let has_later = of_metrics.contains("post_quantum_kex");
        assert_eq!(has_later, firmware == Firmware::LAST, "{firmware}");
    }
}
