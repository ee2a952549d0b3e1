//! The page about the network says what is true: its fixtures load, and its answers are those of a
//! server with the fixture above them.
use crate::client::Twin;
use serde_json::Value;
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/network.md");

/// The fenced blocks of a page, each with its language and where its text is.
pub fn blocks(page: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find("```") {
        let start = at + start + 3;
        let text = start + page[start..].find('\n').unwrap() + 1;
        let end = text + page[text..].find("```").unwrap();
        found.push((page[start..text].trim(), text..end));
        at = end + 3;
    }
    found
}

/// What `METHOD /api/v1/path`, and a body below it, is answered.
async fn answer(twin: &Twin, call: &str) -> Value {
    let (line, body) = call.split_once('\n').unwrap();
    let (method, path) = line.split_once(" /api/v1").unwrap();
    let caller = twin.read_only();
    let answer = caller.send(method, path, &[], body.trim().as_bytes()).await;
    assert_eq!(answer.status, 200, "{call}{}", answer.text());
    answer.json()
}

/// The answer with a line for each row of metrics, and for each key of a detail.
fn readable(answer: &Value) -> String {
    let text = answer.to_string();
    let text = text.replace("},{\"oid\"", "},\n {\"oid\"");
    let text = text.replace("\"stats\":[{", "\"stats\":[\n {");
    text.replace("},{\"key\"", "},\n  {\"key\"") + "\n"
}

#[tokio::test]
async fn the_page_about_the_network_is_true() {
    let page = fs::read_to_string(PAGE).unwrap();
    let update = std::env::var_os("WIRETWIN_UPDATE").is_some();
    let (mut twin, mut given, mut written) = (None, None, String::new());
    let (mut fixtures, mut answers, mut copied) = (0, 0, 0);
    for (language, place) in blocks(&page) {
        let text = &page[place.clone()];
        match language {
            "yaml" => {
                twin = Some(Twin::start(text).await);
                fixtures += 1;
            }
            "http" => given = Some(answer(twin.as_ref().unwrap(), text).await),
            "json" => {
                let given = given.take().expect("a question above each answer");
                if update {
                    written += &page[copied..place.start];
                    written += &readable(&given);
                    copied = place.end;
                } else {
                    let stated: Value = serde_json::from_str(text).unwrap();
                    assert_eq!(given, stated, "WIRETWIN_UPDATE=1 cargo test network_docs");
                }
                answers += 1;
            }
            other => panic!("a block of `{other}`, which nobody tests"),
        }
    }
    assert!(given.is_none(), "the last question has no answer");
    assert!(fixtures >= 5 && answers >= 7, "{fixtures}, {answers}");
    if update {
        fs::write(PAGE, written + &page[copied..]).unwrap();
    }
}
