//! A network of 100,000 devices.
use crate::{
    call::Call,
    figures::{figure, median, millis},
    options::Options,
    process::{Server, wiretwin},
    wire::Client,
};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{fs, path::Path, time::Instant};

const DEVICES: usize = 100_000;
/// Milliseconds until ready, and for a search.
const LOAD_GOAL: f64 = 5000.0;
const SEARCH_GOAL: f64 = 50.0;

const SEARCHES: [(&str, &str); 2] = [
    (
        "a search by regular expression",
        "10.%5B0-9%5D%2B.0.%5B0-9%5D%2B",
    ),
    ("one that nothing matches", "zzz%5B0-9%5D%2B"),
];

pub async fn run(options: &Options) -> Result<()> {
    if !options.wants("large fixture, search") {
        return Ok(());
    }
    println!("{DEVICES} devices");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.yaml");
    let start = Instant::now();
    generate(folder.path(), &file, DEVICES)?;
    figure("writing the fixture", millis(start.elapsed()), "ms", None);
    let size = fs::metadata(&file)?.len() as f64 / (1024.0 * 1024.0);
    figure("its size", size, "MiB", None);
    let fixture = file.to_str().context("a folder that is no UTF-8")?;
    let server = Server::wiretwin(folder.path(), &["--ephemeral", "--fixture", fixture]).await?;
    figure(
        "ready with it",
        millis(server.ready_after),
        "ms",
        Some(LOAD_GOAL),
    );
    let last = format!("/api/v1/devices?limit=2&offset={}", DEVICES - 1);
    let (found, _) = time(&server, &last, 1).await?;
    ensure!(found > 0, "fewer devices than the fixture was to have");
    for (name, value) in SEARCHES {
        let path = format!("/api/v1/devices?search_type=ip%20address&value={value}&limit=100");
        let (found, took) = time(&server, &path, options.searches).await?;
        figure(
            &format!("{name} ({found} found)"),
            took,
            "ms",
            Some(SEARCH_GOAL),
        );
    }
    if let Some(memory) = server.resident() {
        figure("resident memory", memory, "MiB", None);
    }
    Ok(())
}

/// Writes a fixture of so many devices.
pub fn generate(folder: &Path, file: &Path, devices: usize) -> Result<()> {
    let mut command = wiretwin(folder);
    command
        .args(["fixture", "generate", "--seed", "1", "--devices"])
        .arg(devices.to_string())
        .stdout(fs::File::create(file)?);
    let status = command.status()?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}

/// How many objects the answer has, and the median of the milliseconds that it took.
async fn time(server: &Server, path: &str, times: usize) -> Result<(usize, f64)> {
    let mut client = Client::connect(server.target(false)?).await?;
    let mut taken = Vec::new();
    let mut found = 0;
    for nth in 0..times {
        // Each query is another text, so that no kept answer serves it.
        let call = Call::get(&format!("{path}&nth={nth}"));
        let start = Instant::now();
        let answer = client.send(&call.message).await?;
        taken.push(millis(start.elapsed()));
        let body = String::from_utf8_lossy(answer.body);
        ensure!(answer.status == call.expected, "{}{body}", answer.head);
        let list: Vec<Value> = serde_json::from_str(&body)?;
        found = list.len();
    }
    Ok((found, median(taken)))
}
