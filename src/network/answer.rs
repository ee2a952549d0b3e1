//! Queries answered: the objects, their conversations, the buckets.
use super::catalog::{Category, Metric};
use super::custom::Custom;
use super::host::node_of;
use super::levels;
use super::measure::View;
use super::network::{Network, Scope};
use super::query::{Fold, MOST_ROWS, ObjectType, Query, Refusal, Subject};
use super::runner::Runner;
use super::tally::Tally;
use super::value::{Stat, Value};
use super::window::{Span, Window};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Buckets that are held in memory at once; datasets need a few kilobytes each.
const CHUNK: i64 = 512;

/// One object of the answer: its id, and what it stands for.
struct Object {
    oid: i64,
    scopes: Vec<Scope>,
}

/// What every row has values of.
pub(super) struct Ask<'a> {
    pub network: &'a Network,
    pub customs: &'a [Custom],
    pub query: &'a Query,
    pub category: &'static Category,
    pub metrics: &'a [&'static Metric],
}

impl Ask<'_> {
    pub fn answer(&self, window: &Window) -> Result<Vec<Stat>, Refusal> {
        let objects = self.objects();
        if window.count == 0 {
            return Ok(Vec::new());
        }
        if self.query.fold == Fold::Buckets {
            let rows = window.count.saturating_mul(objects.len() as i64);
            if rows > MOST_ROWS {
                return Err(Refusal::TooMany(rows));
            }
            return Ok(objects
                .iter()
                .flat_map(|object| self.series(object, window))
                .collect());
        }
        let whole = window.whole();
        let total = |object: &Object| {
            let values = self.values(&object.scopes, &[whole]).remove(0);
            Stat {
                oid: object.oid,
                time: window.first,
                duration: self.query.until.saturating_sub(self.query.from),
                values,
            }
        };
        Ok(objects.iter().map(total).collect())
    }
    /// The objects that have rows, in the order of the query, each once.
    fn objects(&self) -> Vec<Object> {
        let query = self.query;
        let is_device = query.object_type == ObjectType::Device;
        let mut subjects: Vec<Object> = query
            .subjects
            .iter()
            .filter_map(|subject| self.object(subject, is_device))
            .collect();
        match query.fold {
            Fold::ByObject => {}
            Fold::Total if subjects.is_empty() => {}
            Fold::Total => {
                let scopes: BTreeSet<Scope> = subjects
                    .iter()
                    .flat_map(|one| one.scopes.iter().copied())
                    .collect();
                subjects = vec![Object {
                    oid: -1,
                    scopes: scopes.into_iter().collect(),
                }];
            }
            Fold::Buckets if self.is_of_devices() => {
                let scopes = subjects.iter().flat_map(|one| one.scopes.iter().copied());
                let apart = |scope| Object {
                    oid: self.oid(scope),
                    scopes: vec![scope],
                };
                subjects = scopes.map(apart).collect();
            }
            Fold::Buckets => {}
        }
        let mut seen = BTreeSet::new();
        subjects.retain(|object| seen.insert(object.oid));
        subjects
    }
    fn is_of_devices(&self) -> bool {
        let types = [
            ObjectType::Device,
            ObjectType::DeviceGroup,
            ObjectType::ActivityGroup,
        ];
        types.contains(&self.query.object_type)
    }
    /// What a subject stands for; a device that nobody knows stands for nothing at all.
    fn object(&self, subject: &Subject, must_be_known: bool) -> Option<Object> {
        let scopes: Vec<Scope> = match self.query.object_type {
            ObjectType::Vlan => vec![Scope::Vlan(subject.oid)],
            ObjectType::Application => {
                let mut subjects = self.query.subjects.iter();
                let place = subjects.position(|one| one.oid == subject.oid);
                place.into_iter().map(Scope::Application).collect()
            }
            _ if !self.is_of_devices() => vec![Scope::whole_of(subject.oid)],
            _ => {
                let members = subject.members.iter().filter_map(|id| self.device(*id));
                let unique: BTreeSet<Scope> = members.collect();
                unique.into_iter().collect()
            }
        };
        (!must_be_known || !scopes.is_empty()).then_some(Object {
            oid: subject.oid,
            scopes,
        })
    }
    fn device(&self, id: i64) -> Option<Scope> {
        let custom = || self.customs.iter().position(|one| one.device == id);
        let place = self.network.place(id).map(Scope::Device);
        place.or_else(|| custom().map(|at| Scope::Custom(at as u32)))
    }
    fn oid(&self, scope: Scope) -> i64 {
        match scope {
            Scope::Custom(at) => self.customs[at as usize].device,
            other => self.network.oid(other),
        }
    }
    /// A custom device is as many scopes as there are hosts that it has a part of.
    fn parts(&self, scopes: &[Scope]) -> Vec<Scope> {
        let mut parts = Vec::with_capacity(scopes.len());
        for scope in scopes {
            match *scope {
                Scope::Custom(at) => {
                    let places = self.network.places_of(&self.customs[at as usize]);
                    parts.extend(places.into_iter().map(|place| Scope::Part(at, place)));
                }
                other => parts.push(other),
            }
        }
        parts
    }
    fn series(&self, object: &Object, window: &Window) -> Vec<Stat> {
        let mut stats = Vec::with_capacity(window.count as usize);
        for first in (0..window.count).step_by(CHUNK as usize) {
            let buckets = first..(first + CHUNK).min(window.count);
            let spans: Vec<Span> = buckets.map(|index| window.bucket(index)).collect();
            let values = self.values(&object.scopes, &spans);
            stats.extend(spans.iter().zip(values).map(|(span, values)| Stat {
                oid: object.oid,
                time: span.from,
                duration: window.step,
                values,
            }));
        }
        stats
    }
    /// The values of each span, all scopes together.
    fn values(&self, scopes: &[Scope], spans: &[Span]) -> Vec<Vec<Value>> {
        let scopes = self.parts(scopes);
        let mut rows = self.gather(&scopes, spans);
        for scope in &scopes {
            self.replace_recorded(*scope, &self.reported(*scope, spans), &mut rows);
        }
        let written = |row: Vec<Tally>| {
            let cells = row.iter().zip(self.metrics).zip(&self.query.specs);
            cells
                .map(|((tally, metric), spec)| tally.value(self.network, metric, spec))
                .collect()
        };
        rows.into_iter().map(written).collect()
    }
    fn gather(&self, scopes: &[Scope], spans: &[Span]) -> Vec<Vec<Tally>> {
        let fresh: Vec<Tally> = self
            .metrics
            .iter()
            .map(|metric| Tally::of(metric))
            .collect();
        let mut rows = vec![fresh; spans.len()];
        let mut runner = Runner::of(self);
        for scope in scopes {
            let spans = &*self.reported(*scope, spans);
            self.each_view(*scope, |view| {
                if self.category.sees.counts(view.of.protocol, view.end) {
                    runner.run(&view, spans, &mut rows);
                }
            });
            levels::add(self, *scope, spans, &mut rows);
        }
        rows
    }
    /// Every conversation that a scope sees, in a fixed order.
    pub fn each_view(&self, scope: Scope, see: impl FnMut(View)) {
        match scope {
            Scope::Application(place) => {
                self.network.each_shared(&self.query.subjects[place], see);
            }
            Scope::Part(at, place) => {
                let custom = &self.customs[at as usize];
                self.network.each_view_in(custom, place, see)
            }
            other => self.network.each_view(other, see),
        }
    }
    /// The spans as far as the node of a scope reports.
    fn reported<'a>(&self, scope: Scope, spans: &'a [Span]) -> Cow<'a, [Span]> {
        let node = match scope {
            Scope::Device(place) | Scope::Part(_, place) => node_of(self.network.host_at(place).id),
            Scope::Custom(at) => node_of(self.customs[at as usize].device),
            Scope::Vlan(oid) => node_of(oid),
            Scope::Application(place) => node_of(self.query.subjects[place].oid),
            Scope::Node(node) => node,
            Scope::Whole => 0,
        };
        let mut silent = self.query.silent.iter();
        match silent.find(|(one, _)| *one == node) {
            None => Cow::Borrowed(spans),
            Some((_, since)) => {
                let cut = |span: &Span| Span {
                    from: span.from,
                    until: span.until.min(*since),
                };
                spans.iter().map(cut).collect()
            }
        }
    }
    /// Puts recorded values in the place of the generated ones of their buckets.
    fn replace_recorded(&self, scope: Scope, spans: &[Span], rows: &mut [Vec<Tally>]) {
        let host = |place| self.network.host_at(place);
        let device = match scope {
            Scope::Device(place) => host(place).id,
            Scope::Part(at, place) if self.customs[at as usize].covers(host(place)) => {
                host(place).id
            }
            _ => return,
        };
        let recorded = &self.network.recorded;
        for (at, metric) in self.metrics.iter().enumerate() {
            let pieces = recorded.pieces(device, self.category, metric, spans);
            if pieces.is_empty() {
                continue;
            }
            let replaced: Vec<Span> = pieces.iter().map(|piece| piece.span).collect();
            let alone = Ask {
                metrics: &[*metric],
                ..*self
            };
            let generated = alone.gather(&[scope], &replaced);
            for (piece, generated) in pieces.iter().zip(generated) {
                let sum = &mut rows[piece.row][at];
                let others = sum.sum().wrapping_sub(generated[0].sum());
                *sum = Tally::Sum(others.wrapping_add(piece.value));
            }
        }
    }
}
