//! How the time of a total grows with the objects and with the span.
use crate::{
    options::Options,
    queries::{Asked, network, time},
};
use anyhow::Result;
use wiretwin::network::Fold;

const DEVICES: i64 = 10_000;
const COUNTS: [i64; 5] = [1, 10, 100, 1000, 10_000];
const HOUR: i64 = 3_600_000;
const SPANS: [(&str, i64); 4] = [
    ("an hour", HOUR),
    ("a day", 24 * HOUR),
    ("a month", 30 * 24 * HOUR),
    ("a year", 365 * 24 * HOUR),
];

pub fn run(options: &Options) -> Result<()> {
    if !options.wants("metric queries, growth") {
        return Ok(());
    }
    let network = network(DEVICES as u32)?;
    println!("\nA total of net.bytes, in ms, by objects (of {DEVICES} devices) and span");
    print!("{:>12}", "objects");
    SPANS.iter().for_each(|(name, _)| print!(" {name:>10}"));
    println!(" {:>22}", "a year, µs an object");
    for count in COUNTS {
        print!("{count:>12}");
        let mut took = 0.0;
        for (_, span) in SPANS {
            let asked = Asked {
                metric: ("net", "bytes"),
                devices: spread(count),
                span,
                fold: Fold::Total,
            };
            took = time(&network, &asked.query(), options.queries)?.0;
            print!(" {took:>10.3}");
        }
        println!(" {:>22.1}", took * 1000.0 / count as f64);
    }
    println!();
    Ok(())
}

/// So many devices, evenly from all of them, so that each choice has the same mixture of roles.
fn spread(count: i64) -> Vec<i64> {
    let step = DEVICES / count;
    // Three sevenths on, so that none is the first of its subnet, which is a gateway.
    (0..count)
        .map(|nth| nth * step + step * 3 / 7 + 1)
        .collect()
}
