//! Dimensions: what makes a row of the result.
use super::{
    fields::{
        Field,
        FlowEnd::{Destination, Source},
    },
    lookup::Lookup,
    observed_flow::ObservedFlow,
};
use crate::base::problem::{Result, refused};

/// What makes a row, and what its rows have besides.
#[derive(Clone, Debug)]
pub struct Dimension {
    name: String,
    /// Together they are the value; none makes a single row.
    key_fields: Vec<Field>,
    /// They keep rows apart too, and are not in the value.
    extra_fields: Vec<Field>,
}

/// Dimensions whose names are no columns, or that are made of several.
#[rustfmt::skip]
fn fields_of(name: &str) -> Option<Vec<Field>> {
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
const DOCUMENTED: &str = "AS_src, Geography_src, InterfaceID_src, Port_src, src_eth_mac, VLAN_src, IP_src, AS_dst, \
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
        let custom = lookup
            .custom_dimensions
            .named(name)
            .map(|custom| vec![custom]);
        let key_fields = custom.or_else(|| fields_of(name)).ok_or_else(|| {
            refused(format!(
                "`dimension`: there is no dimension `{name}`; there are {DOCUMENTED}"
            ))
        })?;
        let is_interface = |field: &Field| matches!(field, Field::Interface(_));
        let extra_fields = match key_fields.as_slice() {
            // An interface is one of a device; its name alone says little.
            some if some.iter().any(is_interface) => vec![Field::DeviceName, Field::DeviceId],
            [Field::DeviceId] => vec![Field::DeviceName],
            _ => vec![],
        };
        Ok(Self {
            name: name.to_owned(),
            key_fields,
            extra_fields,
        })
    }
}

/// The dimensions of a query.
pub struct Grouping {
    dimensions: Vec<Dimension>,
    /// What the only row is called where there is but one.
    descriptor: String,
}

/// What a row is called: its key, and its other names.
#[derive(Default)]
pub struct RowLabel {
    key: Vec<String>,
    pub fields: Vec<(String, String)>,
}

impl Grouping {
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
            .flat_map(|one| one.key_fields.iter().chain(&one.extra_fields));
        fields.copied()
    }
    /// The values that the row of this traffic has in common.
    pub fn values(&self, observed: &ObservedFlow, lookup: &Lookup) -> Vec<String> {
        self.fields()
            .map(|field| lookup.value(observed, field))
            .collect()
    }
    /// What the row of these values is called.
    pub fn label(&self, values: &[String]) -> RowLabel {
        let mut label = RowLabel::default();
        let mut rest = values;
        for one in &self.dimensions {
            let (own, others) =
                rest.split_at(one.key_fields.len().saturating_add(one.extra_fields.len()));
            rest = others;
            let key = &own[..one.key_fields.len()];
            let (name, value) = match key {
                [] => ("name", self.descriptor.clone()),
                some => (one.name.as_str(), some.join(",")),
            };
            label.add(name, value.clone());
            label.key.push(value);
            for (field, value) in one.key_fields.iter().chain(&one.extra_fields).zip(own) {
                if let Some(column) = field.column() {
                    label.add(column, value.clone());
                }
            }
        }
        // Interfaces of two devices may be called alike.
        let of_device = |field: &Field| matches!(field, Field::DeviceName | Field::DeviceId);
        let mut key_fields = self.dimensions.iter().flat_map(|one| &one.key_fields);
        let device = label
            .fields
            .iter()
            .find(|(name, _)| name == "i_device_name");
        if let Some((_, device)) = device.cloned().filter(|_| !key_fields.any(of_device)) {
            label.key.push(device);
        }
        label
    }
}

impl RowLabel {
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
