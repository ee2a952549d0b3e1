//! The aggregates that a metric stands for.
use super::{
    columns::{
        Column::{self, Of, Percent},
        Counter::{Addresses, Bytes, Flows, Packets, Retransmitted},
        TrafficDirection::{self, Both, In, Out},
    },
    fields::FlowEnd::{Destination, Source},
    measures::{Aggregation, Measure},
};
use crate::base::problem::{Result, refused};

/// The aggregates that a metric stands for.
pub fn metric_measures(metric: &str) -> Result<Vec<Measure>> {
    let ips = |end| {
        let bytes = Measure::new(
            "p95th_bits_per_sec",
            Of(Bytes(Both)),
            Aggregation::Percentile(95),
        );
        let packets = Measure::new(
            "p95th_pkts_per_sec",
            Of(Packets(Both)),
            Aggregation::Percentile(95),
        );
        vec![
            Measure::new("max_ips", Of(Addresses(end)), Aggregation::Max),
            bytes,
            packets,
        ]
    };
    let mut measures = match metric {
        "bytes" => average_percentile_max("bits_per_sec", 95, Of(Bytes(Both))),
        "in_bytes" => average_percentile_max("in_bits_per_sec", 95, Of(Bytes(In))),
        "out_bytes" => average_percentile_max("out_bits_per_sec", 95, Of(Bytes(Out))),
        "packets" => average_percentile_max("pkts_per_sec", 95, Of(Packets(Both))),
        "in_packets" => average_percentile_max("in_pkts_per_sec", 95, Of(Packets(In))),
        "out_packets" => average_percentile_max("out_pkts_per_sec", 95, Of(Packets(Out))),
        "fps" => average_percentile_max("flows_per_sec", 95, Of(Flows)),
        "tcp_retransmit" => retransmits(Both),
        "perc_retransmit" => with_first(retransmits(Both), "max_perc_rxmits"),
        "retransmits_in" => retransmits(In),
        "perc_retransmits_in" => with_first(retransmits(In), "max_perc_rxmits"),
        "unique_src_ip" => ips(Source),
        "unique_dst_ip" => ips(Destination),
        other => {
            return Err(refused(format!(
                "`metric`: {other} is not measured here; bytes, in_bytes, out_bytes, packets, in_packets, \
             out_packets, fps, tcp_retransmit, perc_retransmit, retransmits_in, perc_retransmits_in, \
             unique_src_ip and unique_dst_ip are"
            )));
        }
    };
    measures[0].has_series = true;
    Ok(measures)
}

/// Average, percentile and maximum, with the suffix of the metric.
fn average_percentile_max(suffix: &str, rank: i64, column: Column) -> Vec<Measure> {
    [
        ("avg".to_owned(), Aggregation::Average),
        (format!("p{rank}th"), Aggregation::Percentile(rank)),
        ("max".to_owned(), Aggregation::Max),
    ]
    .map(|(prefix, aggregation)| Measure::new(&format!("{prefix}_{suffix}"), column, aggregation))
    .into()
}

/// The aggregates of metrics about segments that were sent again.
fn retransmits(direction: TrafficDirection) -> Vec<Measure> {
    let (segments, packets) = (Of(Retransmitted(direction)), Of(Packets(direction)));
    let share = Percent(Retransmitted(direction), Packets(direction));
    let mut all = vec![Measure::new("sum_rxmits", segments, Aggregation::Sum)];
    all.extend(average_percentile_max("rxmits_per_sec", 98, segments));
    if direction == In {
        all.push(Measure::new("perc_rxmits", share, Aggregation::Average));
    }
    all.push(Measure::new(
        "p98th_perc_rxmits",
        share,
        Aggregation::Percentile(98),
    ));
    all.push(Measure::new("max_perc_rxmits", share, Aggregation::Max));
    all.push(Measure::new(
        "avg_bits_per_sec",
        Of(Bytes(direction)),
        Aggregation::Average,
    ));
    all.push(Measure::new("sum_pkts", packets, Aggregation::Sum));
    all.push(Measure::new(
        "avg_pkts_per_sec",
        packets,
        Aggregation::Average,
    ));
    all.push(Measure::new(
        "p98th_pkts_per_sec",
        packets,
        Aggregation::Percentile(98),
    ));
    all
}

/// With the one of this name in front.
fn with_first(mut measures: Vec<Measure>, name: &str) -> Vec<Measure> {
    measures.sort_by_key(|measure| measure.name != name);
    measures
}
