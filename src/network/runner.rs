//! One conversation after another, counted at the edges of the spans of a query.
use super::answer::Ask;
use super::measure::View;
use super::series::Cursor;
use super::tally::{Piece, Tally};
use super::window::Span;

/// Goes through the spans of conversations and adds what it finds to the rows.
pub(super) struct Runner<'a> {
    ask: &'a Ask<'a>,
    cursor: Cursor,
    from: Counts,
    until: Counts,
}

/// The metrics' counts after `n` transactions.
struct Counts {
    n: u64,
    each: Vec<u64>,
}

impl<'a> Runner<'a> {
    pub fn of(ask: &'a Ask<'a>) -> Runner<'a> {
        let none = || Counts {
            n: 0,
            each: vec![0; ask.metrics.len()],
        };
        Runner {
            ask,
            cursor: Cursor::idle(),
            from: none(),
            until: none(),
        }
    }
    pub fn run(&mut self, view: &View, spans: &[Span], rows: &mut [Vec<Tally>]) {
        self.cursor.over(view.of.series());
        // The end of a span is mostly the start of the next.
        let mut end = None;
        for (span, row) in spans.iter().zip(rows) {
            let from = span.from.max(view.since);
            if span.until <= from {
                continue;
            }
            let first = match end {
                Some((at, n)) if at == from => n,
                _ => self.cursor.count(from),
            };
            let last = self.cursor.count(span.until);
            if last > first {
                std::mem::swap(&mut self.from, &mut self.until);
                if end.is_none() || self.from.n != first {
                    self.from.take(self.ask, view, first);
                }
                self.until.take(self.ask, view, last);
                self.add(view, span, row);
            } else if end.is_none() {
                self.until.take(self.ask, view, last);
            }
            end = Some((span.until, last));
        }
    }
    fn add(&self, view: &View, span: &Span, row: &mut [Tally]) {
        for (at, metric) in self.ask.metrics.iter().enumerate() {
            if !metric.kind.is_level() {
                let (from, until) = (self.from.each[at], self.until.each[at]);
                row[at].add(
                    metric,
                    &Piece {
                        view,
                        from,
                        until,
                        end: span.until,
                    },
                );
            }
        }
    }
}

impl Counts {
    fn take(&mut self, ask: &Ask, view: &View, n: u64) {
        self.n = n;
        for (count, metric) in self.each.iter_mut().zip(ask.metrics) {
            *count = metric.of.at(view, n);
        }
    }
}
