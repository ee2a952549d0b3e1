//! Load: as many requests as the server answers in a while.
use crate::{
    call::Call,
    wire::{Client, Target},
};
use anyhow::{Context, Result, ensure};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

pub const CONNECTIONS: usize = 16;

/// What one round of load gave.
pub struct Round {
    pub took: Duration,
    /// How long each request took, in nanoseconds, reconnecting included.
    pub latencies: Vec<u32>,
}

impl Round {
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }
}

pub async fn round(
    target: &Arc<Target>,
    call: &Arc<Call>,
    connections: usize,
    length: Duration,
) -> Result<Round> {
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(target.clone()).await?);
    }
    let start = Instant::now();
    let workers: Vec<_> = clients
        .into_iter()
        .map(|client| tokio::spawn(drive(client, call.clone(), start + length)))
        .collect();
    let mut latencies = Vec::new();
    for worker in workers {
        let answered = tokio::time::timeout(length + Duration::from_secs(30), worker);
        latencies.extend(answered.await.context("no answer within 30 s")???);
    }
    Ok(Round {
        took: start.elapsed(),
        latencies,
    })
}

async fn drive(mut client: Client, call: Arc<Call>, until: Instant) -> Result<Vec<u32>> {
    let mut message = call.message.clone();
    let mut latencies = Vec::with_capacity(16 * 1024);
    let mut sent = Instant::now();
    while sent < until {
        call.renew(&mut message);
        let answer = client.send(&message).await?;
        ensure!(
            answer.status == call.expected,
            "{}{}\ninstead of a {} to\n{}",
            answer.head,
            String::from_utf8_lossy(answer.body),
            call.expected,
            String::from_utf8_lossy(&message),
        );
        let answered = Instant::now();
        latencies.push(u32::try_from((answered - sent).as_nanos()).unwrap_or(u32::MAX));
        sent = answered;
    }
    Ok(latencies)
}
