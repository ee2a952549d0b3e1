//! Dimensions: what makes a row.
use super::{
    fields::{
        End::{Destination, Source},
        Field,
    },
    sight::{Lookup, Sight},
};
use crate::base::problem::{Result, refused};

/// What makes a row, and what its rows have besides.
#[derive(Clone, Debug)]
pub struct Dimension {
    name: String,
    /// Together they are the value; none makes a single row.
    shown: Vec<Field>,
    /// They keep rows apart too, and are not in the value.
    also: Vec<Field>,
}

/// Dimensions whose names are no columns, or that are made of several.
#[rustfmt::skip]
fn composed(name: &str) -> Option<Vec<Field>> {
    use Field::{Address, Interface, Port, Protocol};
    let columns = |names: &[&str]| names.iter().filter_map(|name| Field::named(name)).collect();
    Some(match name {
        "Traffic" => vec![],
        "TopFlow" => vec![Address(Source), Port(Source), Address(Destination), Port(Destination), Protocol],
        "TopFlowsIP" => vec![Address(Source), Address(Destination)],
        "PortPortTalkers" => vec![Port(Source), Port(Destination)],
        "InterfaceTopTalkers" => vec![Interface(Source), Interface(Destination)],
        "ASTopTalkers" => columns(&["src_as", "dst_as"]),
        "RegionTopTalkers" => columns(&["src_geo_region", "dst_geo_region"]),
        "AS_src" => columns(&["src_as"]),
        "AS_dst" => columns(&["dst_as"]),
        "Geography_src" => columns(&["src_geo"]),
        "Geography_dst" => columns(&["dst_geo"]),
        column => vec![Field::named(column)?],
    })
}

/// Dimensions that Kentik documents.
const KNOWN: &str = "AS_src, Geography_src, InterfaceID_src, Port_src, src_eth_mac, VLAN_src, IP_src, AS_dst, \
    Geography_dst, InterfaceID_dst, Port_dst, dst_eth_mac, VLAN_dst, IP_dst, TopFlow, Proto, Traffic, \
    ASTopTalkers, InterfaceTopTalkers, PortPortTalkers, TopFlowsIP, src_geo_region, src_geo_city, \
    dst_geo_region, dst_geo_city, RegionTopTalkers, i_device_id, i_device_name, i_device_site_name, \
    i_input_interface_speed, i_output_interface_speed, src_route_prefix_len, src_route_length, \
    src_bgp_community, src_bgp_aspath, src_nexthop_ip, src_nexthop_asn, src_second_asn, src_third_asn, \
    src_proto_port, dst_route_prefix_len, dst_route_length, dst_bgp_community, dst_bgp_aspath, \
    dst_nexthop_ip, dst_nexthop_asn, dst_second_asn, dst_third_asn, dst_proto_port, inet_family, TOS, \
    tcp_flags and custom dimensions";

impl Dimension {
    pub fn named(name: &str, lookup: &Lookup) -> Result<Self> {
        let custom = lookup.custom(name).map(|custom| vec![custom]);
        let shown = custom.or_else(|| composed(name)).ok_or_else(|| {
            refused(format!(
                "`dimension`: there is no dimension `{name}`; there are {KNOWN}"
            ))
        })?;
        let is_interface = |field: &Field| matches!(field, Field::Interface(_));
        let also = match shown.as_slice() {
            // An interface is one of a device; its name alone says little.
            some if some.iter().any(is_interface) => vec![Field::DeviceName, Field::DeviceId],
            [Field::DeviceId] => vec![Field::DeviceName],
            _ => vec![],
        };
        Ok(Self {
            name: name.to_owned(),
            shown,
            also,
        })
    }
}

/// The dimensions of a query.
pub struct Rows {
    dimensions: Vec<Dimension>,
    /// What the only row is called where there is but one.
    descriptor: String,
}

/// What a row is called: its key, and its other names.
#[derive(Default)]
pub struct Named {
    key: Vec<String>,
    pub fields: Vec<(String, String)>,
}

impl Rows {
    pub fn of<'a>(
        names: impl Iterator<Item = &'a String>,
        descriptor: Option<&str>,
        lookup: &Lookup,
    ) -> Result<Self> {
        let dimensions = names.map(|name| Dimension::named(name, lookup));
        let descriptor = descriptor.filter(|text| !text.is_empty());
        Ok(Self {
            dimensions: dimensions.collect::<Result<_>>()?,
            descriptor: descriptor.unwrap_or("Total").to_owned(),
        })
    }
    /// The fields that keep rows apart, one dimension after the other.
    fn fields(&self) -> impl Iterator<Item = Field> {
        let fields = self
            .dimensions
            .iter()
            .flat_map(|one| one.shown.iter().chain(&one.also));
        fields.copied()
    }
    /// The row that traffic belongs to.
    pub fn row(&self, sight: &Sight, lookup: &Lookup) -> Vec<String> {
        self.fields()
            .map(|field| lookup.value(sight, field))
            .collect()
    }
    /// The names of a row, which is what `row` said of it.
    pub fn named(&self, row: &[String]) -> Named {
        let mut named = Named::default();
        let mut rest = row;
        for one in &self.dimensions {
            let (own, others) = rest.split_at(one.shown.len() + one.also.len());
            rest = others;
            let shown = &own[..one.shown.len()];
            let (name, value) = match shown {
                [] => ("name", self.descriptor.clone()),
                some => (one.name.as_str(), some.join(",")),
            };
            named.add(name, value.clone());
            named.key.push(value);
            for (field, value) in one.shown.iter().chain(&one.also).zip(own) {
                if let Some(column) = field.column() {
                    named.add(column, value.clone());
                }
            }
        }
        // Interfaces of two devices may be called alike.
        let of_device = |field: &Field| matches!(field, Field::DeviceName | Field::DeviceId);
        let mut shown = self.dimensions.iter().flat_map(|one| &one.shown);
        let device = named
            .fields
            .iter()
            .find(|(name, _)| name == "i_device_name");
        if let Some((_, device)) = device.cloned().filter(|_| !shown.any(of_device)) {
            named.key.push(device);
        }
        named
    }
}

impl Named {
    /// A name that is there already keeps its value.
    fn add(&mut self, name: &str, value: String) {
        if self.fields.iter().all(|(known, _)| known != name) {
            self.fields.push((name.to_owned(), value));
        }
    }
    /// Its key as clients see it.
    pub fn key(&self) -> String {
        self.key.join(",")
    }
}
