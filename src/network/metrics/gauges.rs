//! Gauges, such as open connections, which do not follow from counts.
use super::{
    device_counts::first_seen,
    resolved_query::ResolvedQuery,
    tally::{Column, Keys, Label},
};
use crate::{
    base::{
        clock::{HOUR, MINUTE, Millis, TICK},
        seed::Seed,
    },
    network::{
        catalog::{Direction, Kind, Metric, Quantity},
        distributions::gauge_curve::GaugeCurve,
        model::{conversation::Conversation, time_range::TimeRange},
        world::scope::Scope,
    },
};

/// A gauge of connections, whom it belongs to, and since when there is any.
struct ConnectionGauge {
    label: Label,
    curve: GaugeCurve,
    since: Millis,
}

/// Adds the gauges of a scope to the metrics that are gauges.
pub fn add(resolved: &ResolvedQuery, scope: Scope, spans: &[TimeRange], columns: &mut [Column]) {
    for (metric, column) in resolved.metrics.iter().zip(columns) {
        let mut add = |keys: Keys, value: &dyn Fn(&TimeRange) -> u64| {
            let line = column.line(keys);
            for (row, span) in spans.iter().enumerate() {
                column.add_gauge(line + row, metric.kind, value(span));
            }
        };
        if let Some(gauge) = ApplianceGauge::of(resolved, metric) {
            add([Label::None; 2], &|span| gauge.at(span));
        } else if metric.kind.is_gauge() {
            for gauge in gauges(resolved, scope, metric) {
                let keys = [gauge.label, Label::None];
                add(keys, &|span| gauge.during(metric.kind, span));
            }
        }
    }
}

impl ConnectionGauge {
    fn during(&self, kind: Kind, span: &TimeRange) -> u64 {
        let from = span.from.max(self.since);
        match kind {
            _ if span.until <= from => 0,
            Kind::Snapshot => self.curve.last(span.until),
            _ => self.curve.highest(from, span.until),
        }
    }
}

/// What the appliance tells of itself at the end of a span.
enum ApplianceGauge {
    About(Seed, u64),
    /// When each device was first seen.
    Devices(Vec<Millis>),
}

impl ApplianceGauge {
    fn of(resolved: &ResolvedQuery, metric: &Metric) -> Option<ApplianceGauge> {
        match metric.kind {
            Kind::Gauge(usual) => Some(ApplianceGauge::About(
                resolved.network.seed().of(("gauge", metric.name)),
                usual,
            )),
            Kind::Devices(class) => Some(ApplianceGauge::Devices(first_seen(resolved, class))),
            _ => None,
        }
    }
    fn at(&self, span: &TimeRange) -> u64 {
        match self {
            ApplianceGauge::About(seed, usual) => varied(*seed, *usual, span.until),
            ApplianceGauge::Devices(since) => {
                since.partition_point(|seen| *seen < span.until) as u64
            }
        }
    }
}

/// A tenth more or less than usual, by the hour, and a hundredth by the half minute.
fn varied(seed: Seed, usual: u64, at: Millis) -> u64 {
    let hour = seed.at(at.div_euclid(HOUR) as u64).below(201);
    let tick = seed.at(at.div_euclid(TICK) as u64).at(1).below(21);
    usual * (890 + hour + tick) / 1000
}

/// One gauge for each conversation, or one for all of them.
fn gauges(resolved: &ResolvedQuery, scope: Scope, metric: &Metric) -> Vec<ConnectionGauge> {
    let by_peer = !metric.keys.is_empty();
    let (mut gauges, mut rate, mut first) = (Vec::new(), 0.0, Millis::MAX);
    resolved.each_view(scope, |view| {
        if !view.is_in(resolved.category.traffic) {
            return;
        }
        let most = most_of(&metric.quantity, view.conversation);
        (rate, first) = (rate + most, first.min(view.since));
        if by_peer {
            let label = Label::Host(view.peer(Direction::Both));
            let curve = GaugeCurve {
                seed: view.conversation.id.at(3),
                most: 2 + most as u64,
            };
            gauges.push(ConnectionGauge {
                label,
                curve,
                since: view.since,
            });
        }
    });
    if !by_peer && first < Millis::MAX {
        let seed = resolved
            .network
            .seed()
            .of(("established", scope.oid(resolved.network)));
        gauges.push(ConnectionGauge {
            label: Label::None,
            curve: GaugeCurve {
                seed,
                most: 3 + rate as u64,
            },
            since: first,
        });
    }
    gauges
}

/// The most that one conversation adds to a gauge.
fn most_of(of: &Quantity, one: &Conversation) -> f64 {
    match of {
        // In a millisecond; traffic comes in bursts.
        Quantity::Bytes(_) => {
            let bytes = f64::from(one.request) + f64::from(one.response);
            one.per_minute * bytes / MINUTE as f64 * 60.0
        }
        // Open at once, when so many are opened in a minute.
        _ => one.per_minute / one.protocol.definition().per_connection as f64 * 4.0,
    }
}
