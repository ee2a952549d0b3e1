//! Queries answered: the objects, their conversations, the buckets.
use super::{
    gauges,
    query::{Fold, MOST_ROWS, ObjectType, Query, Refusal, Subject},
    runner::Runner,
    shared_counts::SharedCounts,
    tally::Column,
    value::{Stat, Value},
    values,
    window::{TimeRange, Window},
};
use crate::network::{
    catalog::{Category, Metric},
    model::measure::ConversationView,
    parallel,
    world::{
        custom_devices::CustomDeviceRules,
        host::node_of,
        network::{Network, Scope},
    },
};
use std::{borrow::Cow, collections::BTreeSet};

/// Buckets that are held in memory at once; datasets need a few kilobytes each.
const CHUNK: usize = 512;
/// The same for metrics with keys, of which a server may have a hundred thousand.
const KEYED_CHUNK: usize = 60;
/// So many buckets of conversations take about a tenth of a millisecond.
const YIELD_AFTER: usize = 2000;

/// One object of the answer: its id, and what it stands for.
struct Object {
    oid: i64,
    scopes: Vec<Scope>,
}

/// What every row has values of.
pub struct ResolvedQuery<'a> {
    pub network: &'a Network,
    pub customs: &'a [CustomDeviceRules],
    pub query: &'a Query,
    pub category: &'static Category,
    pub metrics: &'a [&'static Metric],
    pub known: &'a SharedCounts,
}

impl ResolvedQuery<'_> {
    pub fn answer(&self, window: &Window) -> Result<Vec<Stat>, Refusal> {
        let objects = self.objects();
        if window.count == 0 {
            return Ok(Vec::new());
        }
        let scopes: Vec<Scope> = objects.iter().flat_map(|one| one.scopes.clone()).collect();
        if self.query.fold == Fold::Buckets {
            fits(&objects, window)?;
            let known = SharedCounts::of(self, &scopes, || window.edges());
            let ask = self.knowing(&known);
            let series = parallel::map(&objects, |object| ask.series(object, window));
            return Ok(series.into_iter().flatten().collect());
        }
        let whole = window.whole();
        let known = SharedCounts::of(self, &scopes, || vec![whole.from, whole.until]);
        let ask = self.knowing(&known);
        let total = |object: &Object| {
            let values = ask.values(&object.scopes, &[whole]).remove(0);
            Stat {
                oid: object.oid,
                time: window.first,
                duration: ask.query.until.saturating_sub(ask.query.from),
                values,
            }
        };
        Ok(parallel::map(&objects, total))
    }
    /// Whether the answer is one that is given.
    pub fn check(&self, window: &Window) -> Result<(), Refusal> {
        match self.query.fold {
            Fold::Buckets => fits(&self.objects(), window),
            Fold::Total | Fold::ByObject => Ok(()),
        }
    }
    fn knowing<'a>(&'a self, known: &'a SharedCounts) -> ResolvedQuery<'a> {
        ResolvedQuery { known, ..*self }
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
            ObjectType::System if node_of(subject.oid) == 0 => vec![Scope::System],
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
        let spans: Vec<TimeRange> = (0..window.count).map(|nth| window.bucket(nth)).collect();
        let rows = spans.iter().zip(self.chunked(&object.scopes, &spans));
        let stat = |(span, values): (&TimeRange, Vec<Value>)| Stat {
            oid: object.oid,
            time: span.from,
            duration: window.step,
            values,
        };
        rows.map(stat).collect()
    }
    /// All objects together in each span.
    pub fn over(&self, spans: &[TimeRange]) -> Vec<Vec<Value>> {
        let objects = self.objects();
        if objects.is_empty() {
            return Vec::new();
        }
        let scopes: BTreeSet<Scope> = objects.into_iter().flat_map(|one| one.scopes).collect();
        self.chunked(&Vec::from_iter(scopes), spans)
    }
    /// The values of each span, not too many at once.
    fn chunked(&self, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Vec<Value>> {
        let is_keyed = self.metrics.iter().any(|metric| !metric.keys.is_empty());
        let chunk = if is_keyed { KEYED_CHUNK } else { CHUNK };
        let chunks = spans.chunks(chunk);
        chunks
            .flat_map(|spans| self.values(scopes, spans))
            .collect()
    }
    /// The values of each span, all scopes together.
    fn values(&self, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Vec<Value>> {
        let scopes = self.parts(scopes);
        let mut columns = self.gather(&scopes, spans);
        for scope in &scopes {
            self.replace_recorded(*scope, &self.reported(*scope, spans), &mut columns);
        }
        let mut rows = vec![Vec::with_capacity(columns.len()); spans.len()];
        let cells = columns.iter().zip(self.metrics).zip(&self.query.specs);
        for ((column, metric), spec) in cells {
            let values = values::values(column, self.network, metric, spec);
            rows.iter_mut()
                .zip(values)
                .for_each(|(row, value)| row.push(value));
        }
        rows
    }
    pub fn gather(&self, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Column> {
        let mut columns = if self.is_long(scopes, spans) {
            let mut parts = parallel::parts(|part, of| self.counted(scopes, spans, part, of));
            let mut all = parts.remove(0);
            for part in parts {
                let pairs = all.iter_mut().zip(&part).zip(self.metrics);
                pairs.for_each(|((all, part), metric)| all.merge(part, metric.kind));
            }
            all
        } else {
            self.counted(scopes, spans, 0, 1)
        };
        for scope in scopes {
            gauges::add(self, *scope, &self.reported(*scope, spans), &mut columns);
        }
        columns
    }
    /// What follows from the conversations of one part: every `of`th.
    fn counted(
        &self,
        scopes: &[Scope],
        spans: &[TimeRange],
        part: usize,
        of: usize,
    ) -> Vec<Column> {
        let fresh = self.metrics.iter().map(|one| Column::of(one, spans.len()));
        let mut columns: Vec<Column> = fresh.collect();
        let mut runner = Runner::of(self);
        let (mut nth, mut done) = (0, 0);
        for scope in scopes {
            let spans = &*self.reported(*scope, spans);
            self.each_view(*scope, |view| {
                nth += 1;
                if nth % of == part
                    && self
                        .category
                        .sees
                        .counts(view.conversation.protocol, view.end)
                {
                    runner.run(&view, spans, &mut columns);
                    done += spans.len();
                    if done > YIELD_AFTER {
                        done = 0;
                        parallel::yield_now();
                    }
                }
            });
        }
        columns
    }
    /// Every conversation that a scope sees, in a fixed order.
    pub fn each_view(&self, scope: Scope, see: impl FnMut(ConversationView)) {
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
    fn reported<'a>(&self, scope: Scope, spans: &'a [TimeRange]) -> Cow<'a, [TimeRange]> {
        let node = match scope {
            Scope::Device(place) | Scope::Part(_, place) => node_of(self.network.host_at(place).id),
            Scope::Custom(at) => node_of(self.customs[at as usize].device),
            Scope::Vlan(oid) => node_of(oid),
            Scope::Application(place) => node_of(self.query.subjects[place].oid),
            Scope::Node(node) => node,
            Scope::Whole | Scope::System => 0,
        };
        let mut silent = self.query.silent.iter();
        match silent.find(|(one, _)| *one == node) {
            None => Cow::Borrowed(spans),
            Some((_, since)) => {
                let cut = |span: &TimeRange| TimeRange {
                    from: span.from,
                    until: span.until.min(*since),
                };
                spans.iter().map(cut).collect()
            }
        }
    }
}

/// Whether there are not too many rows.
fn fits(objects: &[Object], window: &Window) -> Result<(), Refusal> {
    let rows = window.count.saturating_mul(objects.len() as i64);
    match rows > MOST_ROWS {
        true => Err(Refusal::TooMany(rows)),
        false => Ok(()),
    }
}
