//! How long a network of 100,000 devices takes to draw, and how much memory it needs: in a process
//! of its own, which has nothing else in its memory.
use crate::{
    figures::{figure, millis},
    options::Options,
    process::memory,
    queries::network,
};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::{env, process, process::Command, time::Instant};

/// The variable that makes this program the process that draws.
pub const CHILD: &str = "WIRETWIN_BENCH_DRAWS";
const DEVICES: u32 = 100_000;
/// Milliseconds and MiB.
const TIME_GOAL: f64 = 3000.0;
const MEMORY_GOAL: f64 = 400.0;

#[derive(Deserialize, Serialize)]
struct Drawn {
    conversations: usize,
    millis: f64,
    /// Growth in MiB: at the worst moment, and in the end; where the system tells.
    most: Option<f64>,
    kept: Option<f64>,
}

/// Draws, and prints what it took.
pub fn draw() -> Result<()> {
    let own = process::id();
    let before = memory(own, "VmRSS");
    let start = Instant::now();
    let network = network(DEVICES)?;
    let millis = millis(start.elapsed());
    let grown = |field: &str| Some(memory(own, field)? - before?);
    let drawn = Drawn {
        conversations: network.conversations().len(),
        millis,
        most: grown("VmHWM"),
        kept: grown("VmRSS"),
    };
    println!("{}", serde_json::to_string(&drawn)?);
    Ok(())
}

pub fn run(options: &Options) -> Result<()> {
    if !options.wants("metric queries, drawing") {
        return Ok(());
    }
    let output = Command::new(env::current_exe()?).env(CHILD, "1").output()?;
    ensure!(output.status.success(), "drawing: {}", output.status);
    let drawn: Drawn = serde_json::from_slice(&output.stdout).context("what was drawn")?;
    println!(
        "{DEVICES} devices and their {} conversations, without HTTP",
        drawn.conversations
    );
    figure("drawing them", drawn.millis, "ms", Some(TIME_GOAL));
    if let (Some(most), Some(kept)) = (drawn.most, drawn.kept) {
        figure("memory while drawing", most, "MiB", Some(MEMORY_GOAL));
        figure("memory afterwards", kept, "MiB", Some(MEMORY_GOAL));
    }
    println!();
    Ok(())
}
