//! How long a small read takes while ten long metric queries run.
use crate::{
    call::Call,
    figures::{figure, millis, percentile, verdict},
    large::generate,
    load::{self, CONNECTIONS},
    options::Options,
    process::Server,
    wire::{Client, Target},
};
use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

const DEVICES: usize = 10_000;
const QUERIES: usize = 10;
/// Milliseconds at the 99th percentile.
const GOAL: f64 = 5.0;
/// Twins stand still here, so that every run asks for the same.
const CLOCK: &str = "2017-09-01T12:00:00Z";
const HOUR: i64 = 3_600_000;

pub async fn run(options: &Options) -> Result<()> {
    if !options.wants("metric queries, beside") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("network.yaml");
    generate(folder.path(), &file, DEVICES)?;
    let fixture = file.to_str().context("a folder that is no UTF-8")?;
    let settings = ["--ephemeral", "--fixture", fixture, "--clock", CLOCK];
    let server = Server::wiretwin(folder.path(), &settings).await?;
    let target = server.target(false)?;
    let devices = ids(&server).await?;
    println!("\nMetric queries over HTTP: {} devices", devices.len());
    let long = long_queries(&devices);
    for (name, call) in &long {
        let took = once(&target, call).await?;
        figure(&format!("{name}, alone"), took, "ms", None);
    }
    let get = Arc::new(Call::get(&format!("/api/v1/devices/{}", devices[0])));
    let what = format!("a GET of one device, and {QUERIES} of these");
    println!("{what:<44} {:>6} {:>6} {:>6}", "p50", "p99", "p99.9");
    for connections in [1, CONNECTIONS] {
        load::round(&target, &get, connections, options.warm_up).await?;
        let round = load::round(&target, &get, connections, options.warm_up * 3).await?;
        report("alone", connections, round.latencies, None);
        let queries = Running::start(&target, &long)?;
        thread::sleep(options.warm_up);
        let round = load::round(&target, &get, connections, options.beside).await?;
        let answered = queries.stop()?;
        report("beside", connections, round.latencies, Some(GOAL));
        let seconds = options.beside.as_secs();
        println!("  long queries answered in {seconds} s: {answered}");
    }
    Ok(())
}

async fn ids(server: &Server) -> Result<Vec<i64>> {
    let (_, body) = server.ask(&Call::get("/api/v1/devices?limit=-1")).await?;
    let devices: Vec<Value> = serde_json::from_slice(&body)?;
    let ids: Vec<i64> = devices
        .iter()
        .filter_map(|one| one["id"].as_i64())
        .collect();
    ensure!(ids.len() >= DEVICES, "only {} devices", ids.len());
    Ok(ids)
}

/// One that counts much and answers little, and one whose answer is long.
fn long_queries(devices: &[i64]) -> [(&'static str, Call); 2] {
    let query = |object_type: &str, ids: &[i64], cycle: &str, hours: i64| {
        let query = json!({
            "cycle": cycle, "from": -hours * HOUR, "until": 0, "object_type": object_type,
            "object_ids": ids, "metric_category": "net", "metric_specs": [{"name": "bytes"}],
        });
        Call::post("/api/v1/metrics", &query.to_string())
    };
    [
        (
            "a day of the network at 30 s",
            query("network", &[0], "30sec", 24),
        ),
        (
            "8 hours of each device at 5 min",
            query("device", devices, "5min", 8),
        ),
    ]
}

async fn once(target: &Arc<Target>, call: &Call) -> Result<f64> {
    let mut client = Client::connect(target.clone()).await?;
    let start = Instant::now();
    let answer = client.send(&call.message).await?;
    let body = String::from_utf8_lossy(&answer.body[..answer.body.len().min(300)]);
    ensure!(answer.status == call.expected, "{}{body}", answer.head);
    Ok(millis(start.elapsed()))
}

fn report(name: &str, connections: usize, mut latencies: Vec<u32>, goal: Option<f64>) {
    latencies.sort_unstable();
    let [p50, p99, p999] = [0.50, 0.99, 0.999].map(|part| percentile(&latencies, part));
    let reads = latencies.len();
    let name = format!("{connections} connections, {name}: {reads} reads");
    let goal = goal.map_or(String::new(), |goal| {
        format!("   goal p99 < {goal} ms: {}", verdict(p99 < goal))
    });
    println!("{name:<44} {p50:>6.2} {p99:>6.2} {p999:>6.2} ms{goal}");
}

/// Clients that ask for long queries, each one after the other, until they are told to stop.
struct Running {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    clients: Vec<thread::JoinHandle<Result<()>>>,
}

impl Running {
    /// On threads of their own: what they do with their answers must not hold up who measures.
    fn start(target: &Arc<Target>, long: &[(&str, Call)]) -> Result<Running> {
        let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let messages = long.iter().map(|(_, call)| call.message.clone()).cycle();
        let clients = messages.take(QUERIES).map(|message| {
            let (target, stop) = (target.clone(), stop.clone());
            let answered = Arc::clone(&answered);
            thread::spawn(move || ask_on(target, &message, &stop, &answered))
        });
        Ok(Running {
            clients: clients.collect(),
            stop,
            answered,
        })
    }
    /// How many were answered before now.
    fn stop(self) -> Result<usize> {
        let answered = self.answered.load(Relaxed);
        self.stop.store(true, Relaxed);
        for client in self.clients {
            let ended = client.join().map_err(|_| anyhow!("a client panicked"))?;
            ended.context("a long query")?;
        }
        Ok(answered)
    }
}

fn ask_on(
    target: Arc<Target>,
    message: &[u8],
    stop: &AtomicBool,
    answered: &AtomicUsize,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut client = Client::connect(target).await?;
        while !stop.load(Relaxed) {
            let answer = client.send(message).await?;
            ensure!(answer.status == 200, "{}", answer.head);
            answered.fetch_add(1, Relaxed);
        }
        Ok(())
    })
}
