//! Virtual routing tables. An interface holds its own; those of one device may share one.
use crate::{
    api::read_only,
    kentik::types::{Number, Quoted},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A virtual routing table.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Vrf {
    /// The unique identifier of the table.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: Option<Number>,
    /// The name of the table.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The community that its routes are exported with.
    #[schemars(length(min = 1))]
    pub route_target: String,
    /// What tells its routes from those of other tables.
    #[schemars(length(min = 1))]
    pub route_distinguisher: String,
    /// The same for other networks.
    #[serde(default)]
    pub ext_route_distinguisher: Option<ExtRouteDistinguisher>,
}

/// A number that is answered only to who sent a bare one: other clients cannot read it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Outer")]
pub enum ExtRouteDistinguisher {
    /// A number as it is.
    Bare(i64),
    /// A number in quotes.
    Quoted(#[schemars(regex(pattern = "^[0-9]{1,18}$"))] String),
}

/// A virtual routing table as clients see it.
#[derive(Serialize, JsonSchema)]
pub struct VrfView {
    /// The unique identifier of the table.
    #[schemars(transform = read_only)]
    id: Option<i64>,
    /// The company that it belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// The device that it belongs to.
    #[schemars(transform = read_only)]
    device_id: Quoted,
    /// The name of the table.
    name: String,
    /// What it is for.
    description: Option<String>,
    /// The community that its routes are exported with.
    route_target: String,
    /// What tells its routes from those of other tables.
    route_distinguisher: String,
    /// The same for other networks; absent where it was sent in quotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    ext_route_distinguisher: Option<i64>,
}

/// The id of a table: a number in the answer of the call that set it, and else in quotes.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum VrfId {
    Set(i64),
    Stored(Quoted),
}

impl Vrf {
    pub fn with_id(self, id: i64) -> Self {
        Self {
            id: Some(Number(id)),
            ..self
        }
    }
    pub fn view(&self, device: i64, company: i64) -> VrfView {
        VrfView {
            id: self.id.map(|Number(id)| id),
            company_id: Quoted(company),
            device_id: Quoted(device),
            name: self.name.clone(),
            description: self.description.clone(),
            route_target: self.route_target.clone(),
            route_distinguisher: self.route_distinguisher.clone(),
            ext_route_distinguisher: match self.ext_route_distinguisher {
                Some(ExtRouteDistinguisher::Bare(number)) => Some(number),
                _ => None,
            },
        }
    }
}
