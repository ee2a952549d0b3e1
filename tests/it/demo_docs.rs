//! The map of the demo says what is in it: its names are there, and its answers begin as they are
//! printed.
use crate::{
    client::{Caller, Twin},
    network_docs::blocks,
};
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/demo.md");
/// How many characters of an answer are printed.
const PRINTED: usize = 260;

/// The answer to `METHOD /api/v1/path`, with a body below it.
async fn answer(callers: &[(&str, Caller); 2], call: &str) -> String {
    let (line, body) = call.split_once('\n').unwrap_or((call, ""));
    let (method, path) = line.split_once(' ').unwrap();
    let found = callers.iter().find_map(|(base, caller)| {
        let rest = path.strip_prefix(base)?;
        Some((caller, rest))
    });
    let (caller, path) = found.unwrap();
    let answer = caller.send(method, path, &[], body.trim().as_bytes()).await;
    assert_eq!(answer.status, 200, "{call}: {}", answer.text());
    answer.text().to_owned()
}

/// The texts between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[tokio::test]
async fn the_map_of_the_demo_is_true() {
    let page = fs::read_to_string(PAGE).unwrap();
    let line = page
        .lines()
        .find(|line| line.contains("wiretwin serve"))
        .unwrap();
    let given = line
        .split_whitespace()
        .skip_while(|word| *word != "serve")
        .skip(1);
    let given: Vec<&str> = given.filter(|word| *word != "--ephemeral").collect();
    let twin = Twin::start_with("demo", &given).await;
    let callers = [
        ("/api/v1", twin.full_system()),
        ("/api/v5", twin.administrator()),
    ];
    let mut names = 0;
    for row in page.lines().filter(|line| line.starts_with("| `GET ")) {
        let cells: Vec<&str> = row.split('|').collect();
        let told = answer(&callers, quoted(cells[1])[0]).await;
        for name in cells[2..].iter().flat_map(|cell| quoted(cell)) {
            assert!(told.contains(name), "{name}: {}", cells[1]);
            names += 1;
        }
    }
    assert!(names > 40, "only {names} names");

    let update = std::env::var_os("WIRETWIN_UPDATE").is_some();
    let (mut asked, mut written, mut copied, mut answers) = (None, String::new(), 0, 0);
    for (language, place) in blocks(&page) {
        let text = &page[place.clone()];
        match language {
            "sh" => {}
            "http" => asked = Some(text),
            "text" => {
                let told = answer(&callers, asked.take().expect("a call above")).await;
                let begin: String = told.chars().take(PRINTED).collect();
                let more = if begin.len() < told.len() { " …" } else { "" };
                let begin = format!("{begin}{more}\n");
                if update {
                    written += &page[copied..place.start];
                    written += &begin;
                    copied = place.end;
                } else {
                    assert_eq!(begin, text, "WIRETWIN_UPDATE=1 cargo test demo_docs");
                }
                answers += 1;
            }
            other => panic!("a block of `{other}`, which nobody tests"),
        }
    }
    assert!(asked.is_none() && answers >= 12, "{answers} answers");
    if update {
        fs::write(PAGE, written + &page[copied..]).unwrap();
    }
}
