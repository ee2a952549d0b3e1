//! The appliance itself, and what triggers write.
use super::{Category, KeyBy, Kind, Level, Metric, Sees, build::*};
use crate::network::{
    appliance::Class,
    measure::{
        Direction::Both,
        Quantity::{self, Bytes, Nothing, Only, Packets, Share, Ticks, Times, Transactions},
    },
    outcomes::DASHBOARD,
    protocol::Protocol::Ssl,
};

#[rustfmt::skip]
pub(super) static CATEGORIES: [Category; 10] = [
    at_level("capture", "Capture health", Level::System, Sees::All, &CAPTURE),
    at_level("bridge", "Devices seen", Level::System, Sees::All, &BRIDGE),
    Category { needs_packetstore: true, ..at_level("cpc", "Packet store health", Level::System, Sees::All, &PACKETSTORE) },
    at_level("ui", "Use of the web interface", Level::System, Sees::All, &UI),
    open("custom", "Metrics of triggers", Level::Device, &SCALAR),
    open("custom", "Metrics of triggers", Level::Capture, &SCALAR),
    open("custom", "Metrics of triggers", Level::Application, &SCALAR),
    open("custom_detail", "Detail metrics of triggers", Level::Device, &KEYED),
    open("custom_detail", "Detail metrics of triggers", Level::Capture, &KEYED),
    open("custom_detail", "Detail metrics of triggers", Level::Application, &KEYED),
];

/// Triggers make the names up; what none has written to is nothing.
const fn open(
    name: &'static str,
    title: &'static str,
    level: Level,
    unwritten: &'static Metric,
) -> Category {
    Category {
        open: Some(unwritten),
        ..at_level(name, title, level, Sees::Nothing, &[])
    }
}
static SCALAR: Metric = count("", "", Nothing);
static KEYED: Metric = by_peer("", "", Nothing);

const fn state(name: &'static str, unit: &'static str, kind: Kind) -> Metric {
    Metric {
        kind,
        ..count(name, unit, Nothing)
    }
}

static CAPTURE: [Metric; 6] = [
    count("bytes", "bytes", Bytes(Both)),
    count("pkts", "packets", Packets(Both)),
    count("trigger_cycles", "cycles", Times(&Transactions, 20_000)),
    count("trigger_cycles_avail", "cycles", Times(&Ticks, 333_333_333)),
    count("trigger_drops", "events", Nothing),
    count("record_bytes", "bytes", Times(&Transactions, 310)),
];

static BRIDGE: [Metric; 4] = [
    state("l3_device_active", "devices", Kind::Devices(Class::L3)),
    state("l2_device_active", "devices", Kind::Devices(Class::L2)),
    state(
        "gateway_device_active",
        "devices",
        Kind::Devices(Class::Gateway),
    ),
    state(
        "custom_device_active",
        "devices",
        Kind::Devices(Class::Custom),
    ),
];

static PACKETSTORE: [Metric; 11] = [
    state("est_lookback_sec", "s", Kind::Gauge(260_000)),
    state("input_load", "percent", Kind::Gauge(20)),
    state("compress_load", "percent", Kind::Gauge(15)),
    state("disk_write_load", "percent", Kind::Gauge(25)),
    count("pkts", "packets", Packets(Both)),
    count("pkts_dropped", "packets", Nothing),
    count("pkts_dropped_wrslow", "packets", Nothing),
    count("secrets", "secrets", Only(Ssl, &Transactions)),
    count("secrets_dropped", "secrets", Nothing),
    count("if_drops", "packets", Nothing),
    count("blocks_dropped", "blocks", Nothing),
];

/// One in forty seconds.
const VIEWS: Quantity = Share(&Ticks, 25_000);

static UI: [Metric; 1] = [by(
    &[KeyBy::Numbered(&DASHBOARD)],
    "_bi_dashboard_views_id",
    "views",
    VIEWS,
)];
