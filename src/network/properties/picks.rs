//! Every metric of the catalogue, to be asked for.
use super::test_query::{TestQuery, ask};
use crate::network::{Network, ObjectType, catalog};

/// A metric of the catalogue, and the type of objects that has it.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
    pub object_type: ObjectType,
    pub category: &'static str,
    pub name: &'static str,
    /// Of a scalar, and of the entries of a detail metric.
    pub vtype: &'static str,
}

/// Every metric that has a name.
pub fn picks() -> impl Iterator<Item = Pick> {
    catalog::all().flat_map(|category| {
        let object_type = match category.level {
            catalog::MetricLevel::Device => ObjectType::Device,
            catalog::MetricLevel::Capture => ObjectType::Network,
            catalog::MetricLevel::Application => ObjectType::Application,
            catalog::MetricLevel::Vlan => ObjectType::Vlan,
            catalog::MetricLevel::System => ObjectType::System,
        };
        category.metrics.iter().map(move |metric| Pick {
            object_type,
            category: category.name,
            name: metric.name,
            vtype: metric.kind.vtype(),
        })
    })
}

impl Pick {
    /// Asks one object of the type: that device, or the only one there is.
    pub fn of(self, network: &Network, device: i64) -> TestQuery {
        let id = match self.object_type {
            ObjectType::Device => device,
            ObjectType::Vlan => 10,
            _ => 0,
        };
        TestQuery {
            object_type: self.object_type,
            ..ask(network, self.category, self.name).of(id)
        }
    }
    pub fn is_count(&self) -> bool {
        self.vtype == "count"
    }
}
