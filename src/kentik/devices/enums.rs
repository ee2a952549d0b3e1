//! The values that fields of a device may have.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DeviceType {
    #[serde(rename = "router")]
    Router,
    #[serde(rename = "host-nprobe-dns-www")]
    Host,
}

impl DeviceType {
    /// The subtypes that are hosts; every other one is a router.
    const HOSTS: [&str; 8] = [
        "kprobe",
        "kappa",
        "nprobe",
        "aws_subnet",
        "azure_subnet",
        "gcp_subnet",
        "ibm_subnet",
        "oci_subnet",
    ];

    pub fn of_subtype(subtype: &str) -> Self {
        match Self::HOSTS.contains(&subtype) {
            true => Self::Host,
            false => Self::Router,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Status")]
pub enum DeviceStatus {
    /// In use.
    #[default]
    V,
    /// Archived.
    D,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum FlowType {
    /// None has come yet.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "netflow.v5")]
    Netflow5,
    #[serde(rename = "netflow.v9")]
    Netflow9,
    #[serde(rename = "sflow")]
    Sflow,
    #[serde(rename = "ipfix")]
    Ipfix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BgpType {
    /// Addresses are mapped to systems without its routes.
    None,
    /// Its own, by peering with it.
    Device,
    /// Those of another device that peers.
    OtherDevice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CdnAttr {
    None,
    Y,
    N,
}
