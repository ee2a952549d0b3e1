//! Custom dimensions in queries: the populators that give traffic its value.
use super::sight::{Side, Sight};
use crate::{
    kentik::{
        custom_dimensions::CustomDimension,
        matching::{Direction, EndAttributes, FlowAttributes, Matcher},
        populators::Populator,
    },
    store::State,
};

/// A custom dimension and what fills it.
pub struct Custom {
    pub name: String,
    populators: Vec<(Matcher, Direction, String)>,
}

/// All custom dimensions.
pub fn of(state: &State) -> Vec<Custom> {
    let dimensions = state.all::<CustomDimension>();
    let custom = |dimension: &CustomDimension| {
        let populators = state.all::<Populator>();
        let own = populators.filter(|one| one.dimension_id == dimension.id);
        let ready = own.map(|one| {
            (
                one.matching.matcher(),
                one.direction.clone(),
                one.value.clone(),
            )
        });
        Custom {
            name: dimension.name.clone(),
            populators: ready.collect(),
        }
    };
    dimensions.map(custom).collect()
}

impl Custom {
    /// The value of the first populator that the traffic matches.
    pub fn value(&self, sight: &Sight) -> Option<&str> {
        let addresses: Vec<String> = sight
            .router
            .sending
            .iter()
            .map(ToString::to_string)
            .collect();
        let mut device = vec![sight.router.name.as_str()];
        device.extend(addresses.iter().map(String::as_str));
        let (source, destination) = (names(&sight.source), names(&sight.destination));
        let flow = FlowAttributes {
            device: &device,
            site: sight.router.site.as_deref(),
            protocol: sight.protocol(),
            source: end(&sight.source, &source),
            destination: end(&sight.destination, &destination),
        };
        let mut populators = self.populators.iter();
        let found = populators.find(|(matcher, direction, _)| matcher.matches(&flow, direction));
        found.map(|(_, _, value)| value.as_str())
    }
}

fn names<'a>(side: &Side<'a>) -> Vec<&'a str> {
    let names = side
        .interface
        .map(|port| [port.name.as_str(), port.alias.as_str()]);
    names.into_iter().flatten().collect()
}

fn end<'a>(side: &Side, interface: &'a [&'a str]) -> EndAttributes<'a> {
    EndAttributes {
        addr: side.address(),
        port: side.port,
        interface,
    }
}
