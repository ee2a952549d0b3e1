//! What to measure, and for how long.
use anyhow::{Result, bail};
use std::{env, time::Duration};

pub struct Options {
    /// Words of which a case must have one in its name; none: every case is measured.
    words: Vec<String>,
    /// Rounds of each server; one of wiretwin and one of the bare server are a pair.
    pub pairs: usize,
    pub round: Duration,
    /// Load before the first round that is not counted.
    pub warm_up: Duration,
    /// How often a start is measured.
    pub starts: usize,
    /// How often each search is measured.
    pub searches: usize,
    /// How often each metric query is measured.
    pub queries: usize,
    /// For how long reads are measured beside long queries.
    pub beside: Duration,
}

impl Options {
    /// None without `--bench`, which only `cargo bench` passes: `cargo test --all-targets` runs this
    /// program too, and wants no figures.
    pub fn from_command_line(arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut quick = env::var("WIRETWIN_BENCH_QUICK").is_ok_and(|value| value == "1");
        let mut bench = false;
        let mut words = Vec::new();
        for argument in arguments {
            match argument.as_str() {
                "--bench" => bench = true,
                "--quick" => quick = true,
                flag if flag.starts_with('-') => {
                    bail!("unknown argument `{flag}`; known: --quick, and words of case names")
                }
                word => words.push(word.to_lowercase()),
            }
        }
        let millis = Duration::from_millis;
        let options = if quick {
            Self {
                words,
                pairs: 2,
                round: millis(200),
                warm_up: millis(50),
                starts: 3,
                searches: 5,
                queries: 3,
                beside: millis(2000),
            }
        } else {
            Self {
                words,
                pairs: 5,
                round: millis(1000),
                warm_up: millis(300),
                starts: 10,
                searches: 25,
                queries: 15,
                beside: millis(10_000),
            }
        };
        Ok(bench.then_some(options))
    }

    pub fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.words.is_empty() || self.words.iter().any(|word| name.contains(word))
    }
}
