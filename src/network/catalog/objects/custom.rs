//! Metrics that triggers write, under any name that they make up.
use crate::network::catalog::prelude::*;

#[rustfmt::skip]
pub static CATEGORIES: &[Category] = &[
    open("custom", "Metrics of triggers", Device, &SCALAR),
    open("custom", "Metrics of triggers", Capture, &SCALAR),
    open("custom", "Metrics of triggers", Application, &SCALAR),
    open("custom_detail", "Detail metrics of triggers", Device, &KEYED),
    open("custom_detail", "Detail metrics of triggers", Capture, &KEYED),
    open("custom_detail", "Detail metrics of triggers", Application, &KEYED),
];

/// What none has written to is nothing.
const fn open(
    name: &'static str,
    title: &'static str,
    level: MetricLevel,
    unwritten: &'static Metric,
) -> Category {
    Category {
        open: Some(unwritten),
        ..at_level(name, title, level, Traffic::Nothing, &[])
    }
}
static SCALAR: Metric = count("", "", Nothing);
static KEYED: Metric = by_peer("", "", Nothing);
