//! Open connections, which do not follow from counts.
use super::answer::Ask;
use super::catalog::Kind;
use super::measure::Direction;
use super::network::Scope;
use super::peak::Peak;
use super::tally::{Label, Tally};
use super::window::Span;
use crate::clock::Millis;

/// A level, whom it belongs to, and since when there is any.
struct Course {
    label: Option<Label>,
    peak: Peak,
    since: Millis,
}

/// Adds the levels of a scope to the metrics that are levels.
pub(super) fn add(ask: &Ask, scope: Scope, spans: &[Span], rows: &mut [Vec<Tally>]) {
    for (at, metric) in ask.metrics.iter().enumerate() {
        if !metric.kind.is_level() {
            continue;
        }
        for course in courses(ask, scope, !metric.keys.is_empty()) {
            for (span, row) in spans.iter().zip(rows.iter_mut()) {
                row[at].level(course.label, metric.kind, course.during(metric.kind, span));
            }
        }
    }
}

impl Course {
    fn during(&self, kind: Kind, span: &Span) -> u64 {
        let from = span.from.max(self.since);
        match kind {
            _ if span.until <= from => 0,
            Kind::Snapshot => self.peak.last(span.until),
            _ => self.peak.highest(from, span.until),
        }
    }
}

/// One course for each conversation, or one for all of them.
fn courses(ask: &Ask, scope: Scope, by_peer: bool) -> Vec<Course> {
    let (mut courses, mut rate, mut first) = (Vec::new(), 0.0, Millis::MAX);
    ask.each_view(scope, |view| {
        if !ask.category.sees.counts(view.of.protocol, view.end) {
            return;
        }
        let opened = view.of.per_minute / view.of.protocol.row().per_connection as f64;
        (rate, first) = (rate + opened, first.min(view.since));
        if by_peer {
            let label = Some(Label::Host(view.peer(Direction::Both)));
            let peak = Peak {
                seed: view.of.id.at(3),
                most: 2 + most(opened),
            };
            courses.push(Course {
                label,
                peak,
                since: view.since,
            });
        }
    });
    if !by_peer && first < Millis::MAX {
        let seed = ask.network.seed.of(("established", ask.network.oid(scope)));
        courses.push(Course {
            label: None,
            peak: Peak {
                seed,
                most: 3 + most(rate),
            },
            since: first,
        });
    }
    courses
}

/// Connections that are open at once when so many are opened in a minute.
fn most(opened: f64) -> u64 {
    (opened * 4.0) as u64
}
