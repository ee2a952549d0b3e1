//! Custom dimensions in queries: the populators that give traffic its value.
use super::{
    fields::Field,
    observed_flow::{ObservedEnd, ObservedFlow},
};
use crate::{
    kentik::{
        custom_dimensions::CustomDimension,
        matching::{Direction, EndAttributes, FlowAttributes, Matcher},
        populators::Populator,
    },
    store::State,
};

/// A custom dimension and what fills it.
pub struct PopulatedDimension {
    pub name: String,
    populators: Vec<(Matcher, Direction, String)>,
}

/// The custom dimensions that a query may name.
#[derive(Default)]
pub struct CustomDimensions(pub Vec<PopulatedDimension>);

impl CustomDimensions {
    pub fn named(&self, name: &str) -> Option<Field> {
        let place = self.0.iter().position(|custom| custom.name == name);
        place.map(Field::Custom)
    }
}

pub fn all_custom_dimensions(state: &State) -> CustomDimensions {
    let dimensions = state.all::<CustomDimension>();
    let populated = |dimension: &CustomDimension| {
        let populators = state.all::<Populator>();
        let own = populators.filter(|one| one.dimension_id == dimension.id);
        let prepared = own.map(|one| {
            (
                one.matching.matcher(),
                one.direction.clone(),
                one.value.clone(),
            )
        });
        PopulatedDimension {
            name: dimension.name.clone(),
            populators: prepared.collect(),
        }
    };
    CustomDimensions(dimensions.map(populated).collect())
}

impl PopulatedDimension {
    /// The value of the first populator that the traffic matches.
    pub fn value(&self, observed: &ObservedFlow) -> Option<&str> {
        let addresses: Vec<String> = observed
            .router
            .sending_addresses
            .iter()
            .map(ToString::to_string)
            .collect();
        let mut device = vec![observed.router.name.as_str()];
        device.extend(addresses.iter().map(String::as_str));
        let (source, destination) = (
            interface_names(&observed.source),
            interface_names(&observed.destination),
        );
        let flow = FlowAttributes {
            device: &device,
            site: observed.router.site.as_deref(),
            protocol: observed.protocol(),
            source: end_attributes(&observed.source, &source),
            destination: end_attributes(&observed.destination, &destination),
        };
        let mut populators = self.populators.iter();
        let found = populators.find(|(matcher, direction, _)| matcher.matches(&flow, direction));
        found.map(|(_, _, value)| value.as_str())
    }
}

fn interface_names<'a>(end: &ObservedEnd<'a>) -> Vec<&'a str> {
    let names = end
        .interface
        .map(|interface| [interface.name.as_str(), interface.alias.as_str()]);
    names.into_iter().flatten().collect()
}

fn end_attributes<'a>(end: &ObservedEnd, interface: &'a [&'a str]) -> EndAttributes<'a> {
    EndAttributes {
        addr: end.address(),
        port: end.port,
        interface,
    }
}
