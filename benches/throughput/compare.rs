//! Requests per second beside the bare server's.
use crate::{
    bare::{Canned, Plan},
    call::Call,
    figures::{figure, median, percentile, verdict},
    load::{self, CONNECTIONS, Round},
    options::Options,
    process::{self, Server},
    wire::Target,
};
use anyhow::{Context, Result};
use std::{sync::Arc, thread};

struct Case {
    name: &'static str,
    /// The request, for a device of the fixture.
    call: fn(i64) -> Call,
    durable: bool,
    /// Whether the bare server ends a connection after 100 requests, as wiretwin does.
    ends: bool,
    /// The least ratio over plain HTTP.
    goal: Option<f64>,
}

#[rustfmt::skip]
const CASES: [Case; 6] = [
    Case { name: "one device", call: one, durable: false, ends: true, goal: Some(0.70) },
    Case { name: "list of 100", call: list, durable: false, ends: true, goal: Some(0.80) },
    Case { name: "metrics of 30 min", call: Call::metrics, durable: false, ends: true, goal: None },
    Case { name: "create tag, ephemeral", call: create_tag, durable: false, ends: true, goal: Some(0.60) },
    Case { name: "create tag, durable", call: create_tag, durable: true, ends: true, goal: Some(0.30) },
    Case { name: "one, bare endless", call: one, durable: false, ends: false, goal: None },
];

/// MiB, with `demo`, for as long as clients only read.
pub const MEMORY_GOAL: f64 = 60.0;

fn one(device: i64) -> Call {
    Call::get(&format!("/api/v1/devices/{device}"))
}

fn list(_: i64) -> Call {
    Call::get("/api/v1/devices?limit=100")
}

fn create_tag(_: i64) -> Call {
    Call::create_tag()
}

impl Case {
    /// Its rows: their names, and whether over TLS.
    fn rows(&self, options: &Options) -> Vec<(String, bool)> {
        [("HTTP", false), ("TLS", true)]
            .map(|(transport, tls)| (format!("{}, {transport}", self.name), tls))
            .into_iter()
            .filter(|(name, _)| options.wants(name))
            .collect()
    }
}

pub async fn run(options: &Options) -> Result<()> {
    let wanted = CASES.iter().map(|case| (case, case.rows(options)));
    let wanted: Vec<_> = wanted.filter(|(_, rows)| !rows.is_empty()).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    heading(options);
    let mut memory = Vec::new();
    for (case, rows) in wanted {
        let measured = measure(case, rows, options).await;
        memory.push((case, measured.with_context(|| case.name)?));
    }
    println!("\nResident memory with `demo`, under load");
    for (case, usage) in memory {
        if let (Some(before), Some(after)) = (usage.before, usage.after) {
            let name = format!(
                "{}: {} requests, from {before:.1}",
                case.name, usage.requests
            );
            // What clients store takes room, so only reading has a goal.
            let reads = !case.name.starts_with("create");
            figure(&name, after, "MiB", reads.then_some(MEMORY_GOAL));
        }
    }
    println!();
    Ok(())
}

fn heading(options: &Options) {
    let (other, unlike) = match process::other_build() {
        Some(_) => ("another build", "other"),
        None => ("a bare axum server", "bare"),
    };
    println!(
        "wiretwin beside {other}: {CONNECTIONS} connections, {} pairs of {} s rounds, {} \
         cores shared with the load\nRatio: median of the pairs (least–greatest). Latency in ms, \
         wiretwin / {unlike}, reconnecting included:\nboth end a connection after 100 requests, as the \
         appliance does, but for the bare server of the rows `bare endless`.\n",
        options.pairs,
        options.round.as_secs_f64(),
        thread::available_parallelism().map_or(0, usize::from),
    );
    println!(
        "{:<27} {:>10} {:>10} {:>6} {:>13} {:<16} {:>15} {:>15}",
        "",
        "wiretwin/s",
        format!("{unlike}/s"),
        "ratio",
        "",
        " goal",
        "p50",
        "p99"
    );
}

struct Usage {
    before: Option<f64>,
    after: Option<f64>,
    requests: usize,
}

async fn measure(case: &Case, rows: Vec<(String, bool)>, options: &Options) -> Result<Usage> {
    let folder = tempfile::tempdir()?;
    let store = match case.durable {
        true => &["--fixture", "demo", "--database", "sqlite://bench.db"][..],
        false => &["--fixture", "demo", "--ephemeral"],
    };
    let twin = Server::wiretwin(folder.path(), store).await?;
    let before = twin.resident();
    let call = Arc::new((case.call)(active_device(&twin).await?));
    let bare_folder = tempfile::tempdir()?;
    let bare = match process::other_build() {
        Some(program) => Server::other(&program, bare_folder.path(), store).await?,
        None => {
            let plan = Plan {
                answer: Canned::of(&twin, &call).await?,
                folder: bare_folder.path().to_owned(),
                ends_after: if case.ends { 100 } else { 0 },
            };
            Server::bare(bare_folder.path(), &plan).await?
        }
    };
    let mut requests = 0;
    for (name, tls) in rows {
        let targets = [twin.target(tls)?, bare.target(tls)?];
        let pairs = alternate(&targets, &call, options).await?;
        requests += pairs.iter().map(|p| p[0].latencies.len()).sum::<usize>();
        print_row(&name, pairs, case.goal.filter(|_| !tls));
    }
    Ok(Usage {
        before,
        after: twin.resident(),
        requests,
    })
}

async fn active_device(twin: &Server) -> Result<i64> {
    let call = Call::get("/api/v1/devices?limit=1&active_from=-1800000");
    let (_, body) = twin.ask(&call).await?;
    let devices: serde_json::Value = serde_json::from_slice(&body)?;
    let id = devices.pointer("/0/id").and_then(|id| id.as_i64());
    id.context("the fixture has no device that was active in the last 30 minutes")
}

/// Pairs of rounds, the first target's first in each; which of them is run first takes turns.
async fn alternate(
    targets: &[Arc<Target>; 2],
    call: &Arc<Call>,
    options: &Options,
) -> Result<Vec<[Round; 2]>> {
    let [twin, bare] = targets;
    for target in targets {
        load::round(target, call, CONNECTIONS, options.warm_up).await?;
    }
    let mut pairs = Vec::new();
    for pair in 0..options.pairs {
        pairs.push(if pair % 2 == 0 {
            let first = load::round(twin, call, CONNECTIONS, options.round).await?;
            [
                first,
                load::round(bare, call, CONNECTIONS, options.round).await?,
            ]
        } else {
            let first = load::round(bare, call, CONNECTIONS, options.round).await?;
            [
                load::round(twin, call, CONNECTIONS, options.round).await?,
                first,
            ]
        });
    }
    Ok(pairs)
}

fn print_row(name: &str, pairs: Vec<[Round; 2]>, goal: Option<f64>) {
    let rate = |side: usize| median(pairs.iter().map(|p| p[side].rate()).collect());
    let mut ratios: Vec<f64> = pairs
        .iter()
        .map(|[twin, bare]| twin.rate() / bare.rate())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let spread = match ratios[..] {
        [least, .., greatest] => format!("({least:.2}–{greatest:.2})"),
        _ => String::new(),
    };
    let (rates, ratio) = ([rate(0), rate(1)], median(ratios));
    let goal = goal.map_or(String::new(), |goal| {
        format!("≥ {goal:.2} {}", verdict(ratio >= goal))
    });
    let [twin, bare] = [0, 1].map(|side| {
        let mut all: Vec<u32> = pairs
            .iter()
            .flat_map(|p| &p[side].latencies)
            .copied()
            .collect();
        all.sort_unstable();
        [percentile(&all, 0.50), percentile(&all, 0.99)]
    });
    let [p50, p99] = [0, 1].map(|at| format!("{:.2} / {:.2}", twin[at], bare[at]));
    println!(
        "{name:<27} {:>10.0} {:>10.0} {ratio:>6.2} {spread:>13}  {goal:<15} {p50:>15} {p99:>15}",
        rates[0], rates[1]
    );
}
