//! One conversation after another, counted at the edges of the spans of a query.
use super::{
    resolved_query::ResolvedQuery,
    tally::{Column, Increment, Keys, Label},
};
use crate::{
    base::clock::Millis,
    network::{
        catalog::{KeyBy, Metric, outcome_class::RESPONSE},
        distributions::{
            series::Cursor,
            shares::{Distribution, Share},
        },
        model::{
            busy_hours::{HourEdges, SlowSamples},
            measure,
            time_range::TimeRange,
            view::ConversationView,
        },
    },
};

/// Goes through the spans of conversations and adds what it finds to the columns.
pub struct Runner<'a> {
    resolved: &'a ResolvedQuery<'a>,
    cursor: Cursor,
    /// The spans in which the conversation at hand had any transactions.
    steps: Vec<Step>,
    /// Its days, where slow samples are to be told from others.
    hours: Vec<HourEdges>,
}

/// Transactions so far at the beginning and at the end of a span.
struct Step {
    row: usize,
    span: TimeRange,
    /// When it begins for who looks.
    from: Millis,
    first: u64,
    last: u64,
}

impl<'a> Runner<'a> {
    pub fn of(resolved: &'a ResolvedQuery<'a>) -> Runner<'a> {
        Runner {
            resolved,
            cursor: Cursor::idle(),
            steps: Vec::new(),
            hours: Vec::new(),
        }
    }
    pub fn run(&mut self, view: &ConversationView, spans: &[TimeRange], columns: &mut [Column]) {
        self.count(view, spans);
        if self.steps.is_empty() {
            return;
        }
        self.hours.clear();
        let is_timed = self
            .resolved
            .metrics
            .iter()
            .any(|metric| metric.kind.is_timed());
        if is_timed && view.conversation.traits.busy_steps > 0 {
            let steps = self.steps.iter();
            let edges = steps.flat_map(|step| [step.from, step.span.until]);
            self.hours = HourEdges::of(&mut self.cursor, edges);
        }
        for (metric, column) in self.resolved.metrics.iter().zip(columns) {
            if !metric.kind.is_gauge() {
                self.add(view, metric, column);
            }
        }
    }
    fn count(&mut self, view: &ConversationView, spans: &[TimeRange]) {
        self.steps.clear();
        self.cursor.over(view.conversation.series());
        let (shared, network) = (self.resolved.shared, self.resolved.network);
        let mut shared = shared.row(network, view.conversation);
        let mut count = |at| shared.count(at).unwrap_or_else(|| self.cursor.count(at));
        // The end of a span is mostly the start of the next.
        let mut end = None;
        for (row, span) in spans.iter().enumerate() {
            let from = span.from.max(view.since);
            if span.until <= from {
                continue;
            }
            let first = match end {
                Some((at, n)) if at == from => n,
                _ => count(from),
            };
            let last = count(span.until);
            if last > first {
                let span = *span;
                self.steps.push(Step {
                    row,
                    span,
                    from,
                    first,
                    last,
                });
            }
            end = Some((span.until, last));
        }
    }
    fn add(&self, view: &ConversationView, metric: &Metric, column: &mut Column) {
        let count = |n| measure::count(&metric.quantity, view, n);
        let [outer, inner] = match metric.keys {
            [] => return self.add_line(view, metric, [Label::None; 2], count, column),
            [key] => [Some(*key), None],
            [outer, inner, ..] => [Some(*outer), Some(*inner)],
        };
        let inner = inner.map_or(Some(Label::None), |key| fixed(key, metric, view));
        let (Some(outer), Some(inner)) = (outer, inner) else {
            return;
        };
        if let Some((distribution, label)) = drawn(outer, view) {
            for (row, share) in distribution.rows.iter().enumerate() {
                if let Some(label) = label(share) {
                    let part = distribution.counter(row, view.conversation.id);
                    let count = |n| part.count(count(n));
                    self.add_line(view, metric, [label, inner], count, column);
                }
            }
        } else if let Some(label) = fixed(outer, metric, view) {
            self.add_line(view, metric, [label, inner], count, column);
        }
    }
    /// Adds the steps of a count to the line of its keys, which is there if there is anything.
    fn add_line(
        &self,
        view: &ConversationView,
        metric: &Metric,
        keys: Keys,
        count: impl Fn(u64) -> u64,
        column: &mut Column,
    ) {
        let mut line = None;
        let mut end = None;
        let is_timed = metric.kind.is_timed();
        let mut slow = SlowSamples::of(view.conversation, &self.hours, &count);
        for step in &self.steps {
            let from = match end {
                Some((n, count)) if n == step.first => count,
                _ => count(step.first),
            };
            let until = count(step.last);
            end = Some((step.last, until));
            if from != until {
                let line = *line.get_or_insert_with(|| column.line(keys));
                let span = step.span;
                let slow = match is_timed {
                    true => (slow.at(step.from, from), slow.at(span.until, until)),
                    false => (0, 0),
                };
                let increment = Increment {
                    view,
                    from,
                    until,
                    slow,
                    span,
                };
                column.add(line + step.row, metric.kind, &increment);
            }
        }
    }
}

type Labelled = Box<dyn Fn(&Share) -> Option<Label>>;

/// A distribution that gives a conversation many labels.
fn drawn(key: KeyBy, view: &ConversationView) -> Option<(&'static Distribution, Labelled)> {
    let ending = |class: u8| -> (&'static Distribution, Labelled) {
        let label =
            move |share: &Share| (share.class & class != 0).then_some(Label::Text(share.labels[0]));
        (view.conversation.outcomes(), Box::new(label))
    };
    match key {
        KeyBy::Draw(distribution, column) => {
            let label = move |share: &Share| Some(Label::Text(share.labels[column]));
            Some((distribution, Box::new(label)))
        }
        KeyBy::Numbered(distribution) => {
            let label = |share: &Share| share.labels[0].parse().ok().map(Label::Number);
            Some((distribution, Box::new(label)))
        }
        KeyBy::Ending(class) => Some(ending(class)),
        KeyBy::Message(way) if !view.is_from_client(way) => Some(ending(RESPONSE)),
        _ => None,
    }
}

/// The one label that a conversation has by a key.
fn fixed(key: KeyBy, metric: &Metric, view: &ConversationView) -> Option<Label> {
    let one = view.conversation;
    let certificate = one.traits.certificate;
    Some(match key {
        KeyBy::Peer => Label::Host(view.peer(metric.quantity.direction())),
        KeyBy::ClientAddr => Label::Host(one.client),
        KeyBy::ServerAddr => Label::Host(one.server),
        KeyBy::ServerName => Label::Name(one.server),
        KeyBy::Protocol => Label::Text(one.protocol.definition().label),
        KeyBy::CertificateSubject => Label::Certificate(one.server, certificate.label()),
        KeyBy::CertificateBits => Label::Number(certificate.bits()),
        KeyBy::CertificateCurve => Label::Text(certificate.curve()?),
        KeyBy::Message(_) => Label::Text("Echo Request"),
        KeyBy::Draw(..) | KeyBy::Numbered(_) | KeyBy::Ending(_) => return None,
    })
}
