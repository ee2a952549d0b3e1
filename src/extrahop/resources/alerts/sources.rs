//! What a threshold alert looks at, and what it sees there.
use super::{
    condition::Threshold,
    object::{Alert, ON_APPLICATIONS, ON_DEVICES, ON_GROUPS, ON_NETWORKS},
};
use crate::{
    base::{
        clock::{Millis, TICK},
        problem::Result,
    },
    extrahop::resources::{
        applications::Application, customdevices::Customs, devicegroups, devices::Device,
        metrics::Watch, networks, vlans::Vlan,
    },
    network::{Activity, ObjectType, Stat, Value, metrics},
    store::{Resource, State},
    twin::access::Permit,
};
use std::collections::{BTreeMap, BTreeSet};

impl Threshold {
    /// Whether this twin's firmware has the metrics.
    pub fn exists_on(&self, permit: &Permit) -> bool {
        let network = &permit.network;
        let mut specs = self.specs.iter();
        specs.all(|spec| {
            metrics::has_metric(network, self.object_type, self.category.name, &spec.name)
        })
    }

    /// The objects that the alert is about, by id: those assigned, and with `apply_all` every one
    /// that has the metric.
    pub fn sources(&self, permit: &Permit, state: &State, alert: &Alert) -> Result<BTreeSet<i64>> {
        let all = alert.apply_all;
        let every = |kind: &str| state.objects(kind).map(|o| o.id).collect::<BTreeSet<_>>();
        Ok(match self.object_type {
            ObjectType::Application if all => every(Application::KIND),
            ObjectType::Application => ON_APPLICATIONS.ids(state, alert.id).into_iter().collect(),
            ObjectType::Network | ObjectType::Capture if all => every(networks::Network::KIND),
            ObjectType::Network | ObjectType::Capture => {
                ON_NETWORKS.ids(state, alert.id).into_iter().collect()
            }
            ObjectType::Vlan if all => every(Vlan::KIND),
            ObjectType::Device => {
                let mut found: BTreeSet<i64> =
                    ON_DEVICES.ids(state, alert.id).into_iter().collect();
                let members = match all {
                    true => every(Device::KIND),
                    false => {
                        let groups = ON_GROUPS.ids(state, alert.id);
                        devicegroups::members_of(permit, state, groups)?
                    }
                };
                found.extend(self.seen(permit, state, members));
                found
            }
            _ => BTreeSet::new(),
        })
    }

    /// Those devices that have the metric at all.
    fn seen(&self, permit: &Permit, state: &State, devices: BTreeSet<i64>) -> BTreeSet<i64> {
        let Some(activity) = Activity::of_category(self.category) else {
            return BTreeSet::new();
        };
        let (now, customs) = (permit.clock.now(), Customs::of(state));
        let shows = |device: &i64| customs.show(&permit.network, *device, &[activity], now);
        devices.into_iter().filter(shows).collect()
    }

    /// What each source's metric comes to over the interval that ends now.
    pub fn values(
        &self,
        permit: &Permit,
        sources: &BTreeSet<i64>,
        now: Millis,
    ) -> Result<BTreeMap<i64, Option<f64>>> {
        let ids: Vec<i64> = sources.iter().copied().collect();
        let stats = self.asked(&ids).stats(permit, now - self.length, now)?;
        let value = |stat: &Stat| (stat.oid, self.value(&numbers(&stat.values)));
        Ok(stats.iter().map(value).collect())
    }
    fn asked<'a>(&'a self, ids: &'a [i64]) -> Watch<'a> {
        Watch {
            object_type: self.object_type,
            category: self.category.name,
            specs: &self.specs,
            ids,
        }
    }

    /// The value of a source at each tick of the metric clock, from the first to the last one.
    pub fn history(
        &self,
        permit: &Permit,
        source: i64,
        first: Millis,
        now: Millis,
    ) -> Result<Vec<(Millis, Option<f64>)>> {
        let ticks = || (first..=now).step_by(TICK as usize);
        let spans: Vec<_> = ticks().map(|at| (at - self.length, at)).collect();
        let values = self.asked(&[source]).over(permit, &spans)?;
        let values = values.iter().map(|values| self.value(&numbers(values)));
        Ok(ticks().zip(values).collect())
    }
}

fn numbers(values: &[Value]) -> Vec<Option<f64>> {
    values.iter().map(number).collect()
}
/// A value as one number: of a detail metric its entries together, of times their mean.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Count(count) => Some(*count as f64),
        Value::Mean(mean) => *mean,
        Value::Percentiles(list) => list.first().copied(),
        Value::Samples(samples) => (samples.count > 0).then(|| samples.sum / samples.count as f64),
        Value::Frequencies(list) => Some(list.iter().map(|one| one.freq as f64).sum()),
        Value::Detail(entries) => Some(
            entries
                .iter()
                .filter_map(|entry| number(&entry.value))
                .sum(),
        ),
    }
}
