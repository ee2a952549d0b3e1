//! What is measured: columns, and the aggregates that a metric stands for.
use super::{
    ask::{Aggregate, Function},
    fields::End::{self, Destination, Source},
};
use crate::base::problem::{Result, refused};

/// Seen from the devices behind the routers: what they receive, what they send, or all that passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Both,
    In,
    Out,
}
use Way::{Both, In, Out};

/// What is counted in each interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Bytes(Way),
    Packets(Way),
    Retransmitted(Way),
    /// Transactions of the conversations.
    Flows,
    /// Different addresses.
    Addresses(End),
}
use Count::*;

/// A column of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Of(Count),
    /// Hundredths that one count is of the other.
    Percent(Count, Count),
}
use Column::{Of, Percent};

const BOTH: [(&str, Column); 13] = [
    ("f_sum_both_bytes", Of(Bytes(Both))),
    ("f_sum_in_bytes", Of(Bytes(In))),
    ("f_sum_out_bytes", Of(Bytes(Out))),
    ("f_sum_both_pkts", Of(Packets(Both))),
    ("f_sum_in_pkts", Of(Packets(In))),
    ("f_sum_out_pkts", Of(Packets(Out))),
    ("trautocount", Of(Flows)),
    ("f_hll(inet_src_addr,0.0001)", Of(Addresses(Source))),
    ("f_hll(inet_dst_addr,0.0001)", Of(Addresses(Destination))),
    ("f_sum_tcp_retransmit", Of(Retransmitted(Both))),
    ("f_sum_retransmits_in", Of(Retransmitted(In))),
    (
        "f_perc_tcp_retransmit",
        Percent(Retransmitted(Both), Packets(Both)),
    ),
    (
        "f_perc_retransmits_in",
        Percent(Retransmitted(In), Packets(In)),
    ),
];

impl Column {
    pub fn named(name: &str) -> Result<Self> {
        let found = BOTH.iter().find(|(known, _)| *known == name);
        found.map(|(_, column)| *column).ok_or_else(|| {
            let names = BOTH.map(|(name, _)| name).join(", ");
            refused(format!(
                "`column`: there is no column `{name}`; there are {names}"
            ))
        })
    }
    pub fn counts(self) -> impl Iterator<Item = Count> {
        let (one, other) = match self {
            Of(count) => (count, None),
            Percent(part, whole) => (part, Some(whole)),
        };
        [Some(one), other].into_iter().flatten()
    }
    /// What its time series is called.
    pub fn series(self) -> &'static str {
        match self {
            Of(Bytes(Both)) => "both_bits_per_sec",
            Of(Bytes(In)) => "in_bits_per_sec",
            Of(Bytes(Out)) => "out_bits_per_sec",
            Of(Packets(Both)) => "both_pkts_per_sec",
            Of(Packets(In)) => "in_pkts_per_sec",
            Of(Packets(Out)) => "out_pkts_per_sec",
            Of(Flows) => "flows_per_sec",
            Of(Addresses(Source)) => "src_ips",
            Of(Addresses(Destination)) => "dst_ips",
            Of(Retransmitted(_)) => "rxmits_per_sec",
            Percent(..) => "perc_rxmits",
        }
    }
    /// The value of an interval: a rate in a second, bits where bytes are counted; a number of
    /// addresses or a percentage as it is.
    pub fn value(self, counted: &dyn Fn(Count) -> u64, seconds: i64) -> f64 {
        match self {
            Of(count @ Bytes(_)) => (counted(count) * 8) as f64 / seconds as f64,
            Of(count @ Addresses(_)) => counted(count) as f64,
            Of(count) => counted(count) as f64 / seconds as f64,
            Percent(_, whole) if counted(whole) == 0 => 0.0,
            Percent(part, whole) => counted(part) as f64 * 100.0 / counted(whole) as f64,
        }
    }
}

/// An aggregate that is worked out.
#[derive(Clone, Debug)]
pub struct Measure {
    pub name: String,
    pub column: Column,
    pub fold: Fold,
    pub factor: f64,
    pub is_raw: bool,
}

/// How intervals are taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fold {
    /// What was counted in all of them.
    Sum,
    /// The value of the whole span.
    Average,
    Max,
    /// Between the intervals' values, linearly; in hundredths.
    Percentile(i64),
}

impl Measure {
    fn new(name: &str, column: Column, fold: Fold) -> Self {
        Self {
            name: name.to_owned(),
            column,
            fold,
            factor: 1.0,
            is_raw: false,
        }
    }
    pub fn of(asked: &Aggregate) -> Result<Self> {
        let fold = match (asked.function, asked.rank) {
            (Function::Sum, _) => Fold::Sum,
            (Function::Average, _) => Fold::Average,
            (Function::Max, _) => Fold::Max,
            (Function::Percentile, Some(rank)) => Fold::Percentile(rank),
            (Function::Percentile, None) => {
                return Err(refused("`rank` is required with the fn percentile"));
            }
            (other, _) => {
                return Err(refused(format!(
                    "`fn`: {} is not computed here; sum, average, percentile and max are",
                    serde_json::json!(other)
                )));
            }
        };
        Ok(Self {
            factor: asked.sample_rate.map_or(1.0, |rate| rate.0),
            is_raw: super::lenient::is_set(asked.raw),
            ..Self::new(&asked.name, Column::named(&asked.column)?, fold)
        })
    }
}

/// Average, a percentile and greatest, with the words of the metric.
fn usual(words: &str, rank: i64, column: Column) -> Vec<Measure> {
    [
        ("avg".to_owned(), Fold::Average),
        (format!("p{rank}th"), Fold::Percentile(rank)),
        ("max".to_owned(), Fold::Max),
    ]
    .map(|(first, fold)| Measure::new(&format!("{first}_{words}"), column, fold))
    .into()
}

/// The aggregates of metrics about segments that were sent again.
fn retransmits(way: Way) -> Vec<Measure> {
    let (count, packets) = (Of(Retransmitted(way)), Of(Packets(way)));
    let share = Percent(Retransmitted(way), Packets(way));
    let mut all = vec![Measure::new("sum_rxmits", count, Fold::Sum)];
    all.extend(usual("rxmits_per_sec", 98, count));
    if way == In {
        all.push(Measure::new("perc_rxmits", share, Fold::Average));
    }
    all.push(Measure::new(
        "p98th_perc_rxmits",
        share,
        Fold::Percentile(98),
    ));
    all.push(Measure::new("max_perc_rxmits", share, Fold::Max));
    all.push(Measure::new(
        "avg_bits_per_sec",
        Of(Bytes(way)),
        Fold::Average,
    ));
    all.push(Measure::new("sum_pkts", packets, Fold::Sum));
    all.push(Measure::new("avg_pkts_per_sec", packets, Fold::Average));
    all.push(Measure::new(
        "p98th_pkts_per_sec",
        packets,
        Fold::Percentile(98),
    ));
    all
}

/// The aggregates that a metric stands for.
pub fn of_metric(metric: &str) -> Result<Vec<Measure>> {
    let ips = |end| {
        let bytes = Measure::new("p95th_bits_per_sec", Of(Bytes(Both)), Fold::Percentile(95));
        let packets = Measure::new(
            "p95th_pkts_per_sec",
            Of(Packets(Both)),
            Fold::Percentile(95),
        );
        vec![
            Measure::new("max_ips", Of(Addresses(end)), Fold::Max),
            bytes,
            packets,
        ]
    };
    let mut measures = match metric {
        "bytes" => usual("bits_per_sec", 95, Of(Bytes(Both))),
        "in_bytes" => usual("in_bits_per_sec", 95, Of(Bytes(In))),
        "out_bytes" => usual("out_bits_per_sec", 95, Of(Bytes(Out))),
        "packets" => usual("pkts_per_sec", 95, Of(Packets(Both))),
        "in_packets" => usual("in_pkts_per_sec", 95, Of(Packets(In))),
        "out_packets" => usual("out_pkts_per_sec", 95, Of(Packets(Out))),
        "fps" => usual("flows_per_sec", 95, Of(Flows)),
        "tcp_retransmit" => retransmits(Both),
        "perc_retransmit" => first(retransmits(Both), "max_perc_rxmits"),
        "retransmits_in" => retransmits(In),
        "perc_retransmits_in" => first(retransmits(In), "max_perc_rxmits"),
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
    measures[0].is_raw = true;
    Ok(measures)
}

/// With the one of this name in front.
fn first(mut measures: Vec<Measure>, name: &str) -> Vec<Measure> {
    measures.sort_by_key(|measure| measure.name != name);
    measures
}

impl Fold {
    /// The value of a row: of its intervals, which there is at least one of, or of its whole span.
    pub fn of(self, intervals: &[f64], whole: f64, sum: f64) -> f64 {
        match self {
            Fold::Sum => sum,
            Fold::Average => whole,
            Fold::Max => intervals.iter().copied().fold(0.0, f64::max),
            Fold::Percentile(rank) => percentile(intervals, rank),
        }
    }
}

fn percentile(values: &[f64], rank: i64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1)) as f64 * rank as f64 / 100.0;
    let (below, part) = (place.floor() as usize, place.fract());
    let at = |place: usize| {
        sorted
            .get(place.min(sorted.len() - 1))
            .copied()
            .unwrap_or(0.0)
    };
    match sorted.is_empty() {
        true => 0.0,
        false => at(below) + (at(below + 1) - at(below)) * part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_lies_between_the_values() {
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 50), 2.0);
        assert_eq!(percentile(&[4.0, 0.0], 75), 3.0);
        assert_eq!(percentile(&[7.0], 95), 7.0);
        assert_eq!(percentile(&[], 95), 0.0);
    }
}
