//! Open connections, which do not follow from counts.
use super::{
    device_counts::first_seen,
    engine::ResolvedQuery,
    tally::{Column, Keys, Label},
    window::TimeRange,
};
use crate::{
    base::{
        clock::{HOUR, MINUTE, Millis, TICK},
        seed::Seed,
    },
    network::{
        catalog::{Kind, Metric},
        distributions::gauge_curve::GaugeCurve,
        model::{
            conversation::Conversation,
            measure::{Direction, Quantity},
        },
        world::network::Scope,
    },
};

/// A level, whom it belongs to, and since when there is any.
struct ConnectionGauge {
    label: Label,
    curve: GaugeCurve,
    since: Millis,
}

/// Adds the levels of a scope to the metrics that are levels.
pub fn add(ask: &ResolvedQuery, scope: Scope, spans: &[TimeRange], columns: &mut [Column]) {
    for (metric, column) in ask.metrics.iter().zip(columns) {
        let mut add = |keys: Keys, level: &dyn Fn(&TimeRange) -> u64| {
            let line = column.line(keys);
            for (row, span) in spans.iter().enumerate() {
                column.level(line + row, metric.kind, level(span));
            }
        };
        if let Some(gauge) = ApplianceGauge::of(ask, metric) {
            add([Label::None; 2], &|span| gauge.at(span));
        } else if metric.kind.is_level() {
            for course in courses(ask, scope, metric) {
                let keys = [course.label, Label::None];
                add(keys, &|span| course.during(metric.kind, span));
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
    fn of(ask: &ResolvedQuery, metric: &Metric) -> Option<ApplianceGauge> {
        match metric.kind {
            Kind::Gauge(usual) => Some(ApplianceGauge::About(
                ask.network.seed.of(("gauge", metric.name)),
                usual,
            )),
            Kind::Devices(class) => Some(ApplianceGauge::Devices(first_seen(ask, class))),
            _ => None,
        }
    }
    fn at(&self, span: &TimeRange) -> u64 {
        match self {
            ApplianceGauge::About(seed, usual) => swung(*seed, *usual, span.until),
            ApplianceGauge::Devices(since) => {
                since.partition_point(|seen| *seen < span.until) as u64
            }
        }
    }
}

/// A tenth more or less than usual, by the hour, and a hundredth by the half minute.
fn swung(seed: Seed, usual: u64, at: Millis) -> u64 {
    let hour = seed.at(at.div_euclid(HOUR) as u64).below(201);
    let tick = seed.at(at.div_euclid(TICK) as u64).at(1).below(21);
    usual * (890 + hour + tick) / 1000
}

/// One course for each conversation, or one for all of them.
fn courses(ask: &ResolvedQuery, scope: Scope, metric: &Metric) -> Vec<ConnectionGauge> {
    let by_peer = !metric.keys.is_empty();
    let (mut courses, mut rate, mut first) = (Vec::new(), 0.0, Millis::MAX);
    ask.each_view(scope, |view| {
        if !ask
            .category
            .sees
            .counts(view.conversation.protocol, view.end)
        {
            return;
        }
        let most = most_of(&metric.of, view.conversation);
        (rate, first) = (rate + most, first.min(view.since));
        if by_peer {
            let label = Label::Host(view.peer(Direction::Both));
            let curve = GaugeCurve {
                seed: view.conversation.id.at(3),
                most: 2 + most as u64,
            };
            courses.push(ConnectionGauge {
                label,
                curve,
                since: view.since,
            });
        }
    });
    if !by_peer && first < Millis::MAX {
        let seed = ask.network.seed.of(("established", ask.network.oid(scope)));
        courses.push(ConnectionGauge {
            label: Label::None,
            curve: GaugeCurve {
                seed,
                most: 3 + rate as u64,
            },
            since: first,
        });
    }
    courses
}

/// The most that one conversation adds to a level.
fn most_of(of: &Quantity, one: &Conversation) -> f64 {
    match of {
        // In a millisecond; traffic comes in bursts.
        Quantity::Bytes(_) => {
            let bytes = f64::from(one.request) + f64::from(one.response);
            one.per_minute * bytes / MINUTE as f64 * 60.0
        }
        // Open at once, when so many are opened in a minute.
        _ => one.per_minute / one.protocol.row().per_connection as f64 * 4.0,
    }
}
