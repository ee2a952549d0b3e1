//! How long metric queries take by themselves: in this process, without HTTP.
use crate::{
    figures::{figure, median, millis},
    options::Options,
};
use anyhow::{Result, anyhow};
use std::{hint::black_box, time::Instant};
use wiretwin::{
    base::seed::Seed,
    network::{
        Cycle, Fold, Host, Network, ObjectType, Query, Spec, Subject, metrics, plan, populate,
        write_rows,
    },
};

/// 2017-09-01, 12:00 UTC, a Friday.
const NOW: i64 = 1_504_267_200_000;
const MINUTES_30: i64 = 30 * 60_000;
/// Details of so many devices over 30 minutes are more than an answer may hold.
const MINUTES_5: i64 = 5 * 60_000;
const YEAR: i64 = 365 * 86_400_000;
const SEED: Seed = Seed(3);

/// So many devices as `wiretwin fixture generate` would make them, with the ids 1, 2, 3 …
pub fn hosts(devices: u32) -> Result<Vec<Host>> {
    let born = populate(SEED, &plan(devices, SEED)).map_err(|why| anyhow!(why))?;
    let numbered = born.into_iter().zip(1i64..);
    Ok(numbered
        .map(|(born, id)| Host {
            id,
            addr: born.addr.map(Into::into),
            name: born.dns_name,
            role: born.role,
            parent: born.parent.map(|place| place as i64 + 1),
            vlan: born.vlan,
            discovered: NOW - born.age,
            activity: Vec::new(),
        })
        .collect())
}

pub fn network(devices: u32) -> Result<Network> {
    let hosts = hosts(devices)?;
    Network::build(SEED, hosts, Vec::new(), Vec::new()).map_err(|why| anyhow!(why))
}

/// What is asked: a metric, as `category.name`, of some devices, up to now.
pub struct Asked<'a> {
    pub metric: (&'a str, &'a str),
    pub devices: Vec<i64>,
    pub span: i64,
    pub fold: Fold,
}

impl Asked<'_> {
    pub fn query(&self) -> Query {
        let subject = |id: &i64| Subject {
            oid: *id,
            members: vec![*id],
            ..Subject::default()
        };
        Query {
            object_type: ObjectType::Device,
            category: self.metric.0.to_owned(),
            specs: vec![Spec::named(self.metric.1)],
            subjects: self.devices.iter().map(subject).collect(),
            cycle: Cycle::Sec30,
            from: NOW - self.span,
            until: NOW,
            now: NOW,
            fold: self.fold,
            silent: Vec::new(),
        }
    }
}

/// Milliseconds that the rows of a query take, and with their JSON, and how long that is.
pub fn time(network: &Network, query: &Query, times: usize) -> Result<(f64, f64, usize)> {
    let (mut rows_took, mut json_took, mut length) = (Vec::new(), Vec::new(), 0);
    // The first one is not counted: tables are made when they are first asked for.
    for nth in 0..=times {
        let start = Instant::now();
        let rows = metrics::answer(network, query, &[])?;
        let answered = start.elapsed();
        let mut json = Vec::new();
        write_rows(black_box(&rows), &mut json)?;
        let written = start.elapsed();
        length = black_box(json).len();
        if nth > 0 {
            rows_took.push(millis(answered));
            json_took.push(millis(written));
        }
    }
    Ok((median(rows_took), median(json_took), length))
}

struct Case {
    name: &'static str,
    metric: (&'static str, &'static str),
    /// None: all 1,000.
    device: Option<i64>,
    span: i64,
    fold: Fold,
    /// The most milliseconds, JSON included.
    goal: Option<f64>,
}

#[rustfmt::skip]
const CASES: [Case; 9] = [
    Case { name: "a year's total", metric: ("net", "bytes"), device: None, span: YEAR, fold: Fold::Total, goal: Some(100.0) },
    Case { name: "a year's total", metric: ("http_server", "tprocess"), device: None, span: YEAR, fold: Fold::Total, goal: None },
    Case { name: "a year's total for each", metric: ("net", "bytes"), device: None, span: YEAR, fold: Fold::ByObject, goal: Some(100.0) },
    Case { name: "30 min", metric: ("net", "bytes"), device: None, span: MINUTES_30, fold: Fold::Buckets, goal: Some(150.0) },
    Case { name: "30 min", metric: ("http_client", "req"), device: None, span: MINUTES_30, fold: Fold::Buckets, goal: Some(150.0) },
    Case { name: "5 min", metric: ("net_detail", "bytes_in"), device: None, span: MINUTES_5, fold: Fold::Buckets, goal: None },
    Case { name: "30 min", metric: ("net", "bytes"), device: Some(ORDINARY), span: MINUTES_30, fold: Fold::Buckets, goal: Some(0.150) },
    Case { name: "30 min", metric: ("net_detail", "bytes_in"), device: Some(ORDINARY), span: MINUTES_30, fold: Fold::Buckets, goal: Some(0.150) },
    Case { name: "30 min", metric: ("net_detail", "bytes_in"), device: Some(BUSY), span: MINUTES_30, fold: Fold::Buckets, goal: None },
];

/// A PC, and the server that most of the network asks.
const ORDINARY: i64 = 300;
const BUSY: i64 = 6;

pub fn run(options: &Options) -> Result<()> {
    if !options.wants("metric queries, goals") {
        return Ok(());
    }
    let network = network(1000)?;
    let conversations = network.conversations().len();
    println!(
        "\nMetric queries without HTTP, JSON included: 1000 devices, {conversations} conversations;\n\
         30 min are 60 rows of 30 s for each device"
    );
    for case in CASES {
        let asked = Asked {
            metric: case.metric,
            devices: match case.device {
                Some(device) => vec![device],
                None => (1..=1000).collect(),
            },
            span: case.span,
            fold: case.fold,
        };
        let (rows, json, length) = time(&network, &asked.query(), options.queries)?;
        let of = match case.device {
            None => "1000 devices",
            Some(BUSY) => "busiest server",
            Some(_) => "one device",
        };
        let metric = format!("{}.{}", case.metric.0, case.metric.1);
        let name = format!("{}, {of}, {metric}", case.name);
        match case.device {
            None => figure(&name, json, "ms", case.goal),
            Some(_) => figure(&name, json * 1000.0, "µs", case.goal.map(|ms| ms * 1000.0)),
        }
        if length > 1_000_000 {
            figure("  without JSON", rows, "ms", None);
            figure("  length of the JSON", length as f64 / 1e6, "MB", None);
        }
    }
    Ok(())
}
