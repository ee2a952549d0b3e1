//! How long the table of operations takes to become a router.
use crate::{
    figures::{figure, median, millis},
    options::Options,
};
use std::{hint::black_box, sync::Arc, time::Instant};
use wiretwin::{api::router, extrahop, twin::fleet::Fleet};

/// Milliseconds for all operations.
const GOAL: f64 = 20.0;

pub fn run(options: &Options) {
    let name = "building the router";
    if !options.wants(name) {
        return;
    }
    let fleet = Arc::new(Fleet::default());
    let times = (0..options.starts).map(|_| {
        let start = Instant::now();
        drop(black_box(router(extrahop::FAMILY, &fleet)));
        millis(start.elapsed())
    });
    println!("{} operations", extrahop::operations().len());
    figure(name, median(times.collect()), "ms", Some(GOAL));
    println!();
}
