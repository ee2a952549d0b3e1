//! Figures, and how they are printed beside their goals.
use std::time::Duration;

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[middle],
        _ => (values[middle - 1] + values[middle]) / 2.0,
    }
}

pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The latency in milliseconds that this part of the requests stayed under; `sorted` in nanoseconds.
pub fn percentile(sorted: &[u32], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = (sorted.len() as f64 * part) as usize;
    sorted
        .get(at.min(last))
        .map_or(f64::NAN, |&nanos| f64::from(nanos) / 1e6)
}

/// Prints one figure on its line; with a goal, whether it is below it.
pub fn figure(name: &str, value: f64, unit: &str, below: Option<f64>) {
    let value = format!("{value:.1} {unit}");
    match below {
        None => println!("{name:<52} {value:>12}"),
        Some(goal) => println!(
            "{name:<52} {value:>12}   goal < {goal} {unit}: {}",
            verdict(below_goal(&value, goal))
        ),
    }
}

/// Judged as printed: a figure that reads like its goal has not met it.
fn below_goal(value: &str, goal: f64) -> bool {
    let number = value.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    number.is_some_and(|number| number < goal)
}

pub fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "not met" }
}
