//! The appliance itself, and what triggers write.
use super::{
    Category, KeyBy, Kind, Metric, MetricLevel, Sees, build::*, outcomes::DASHBOARD,
    protocol::Protocol::Ssl,
};
use crate::network::{
    metrics::device_counts::DeviceClass,
    model::measure::{
        Direction::Both,
        Quantity::{
            self, ApplianceSeconds, Bytes, Millionths, Multiple, Nothing, OfProtocol, Packets,
            Transactions,
        },
    },
};

#[rustfmt::skip]
pub static CATEGORIES: [Category; 10] = [
    at_level("capture", "Capture health", MetricLevel::System, Sees::All, &CAPTURE),
    at_level("bridge", "Devices seen", MetricLevel::System, Sees::All, &BRIDGE),
    Category { needs_packetstore: true, ..at_level("cpc", "Packet store health", MetricLevel::System, Sees::All, &PACKETSTORE) },
    at_level("ui", "Use of the web interface", MetricLevel::System, Sees::All, &UI),
    open("custom", "Metrics of triggers", MetricLevel::Device, &SCALAR),
    open("custom", "Metrics of triggers", MetricLevel::Capture, &SCALAR),
    open("custom", "Metrics of triggers", MetricLevel::Application, &SCALAR),
    open("custom_detail", "Detail metrics of triggers", MetricLevel::Device, &KEYED),
    open("custom_detail", "Detail metrics of triggers", MetricLevel::Capture, &KEYED),
    open("custom_detail", "Detail metrics of triggers", MetricLevel::Application, &KEYED),
];

/// Triggers make the names up; what none has written to is nothing.
const fn open(
    name: &'static str,
    title: &'static str,
    level: MetricLevel,
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
    count("trigger_cycles", "cycles", Multiple(&Transactions, 20_000)),
    count(
        "trigger_cycles_avail",
        "cycles",
        Multiple(&ApplianceSeconds, 333_333_333),
    ),
    count("trigger_drops", "events", Nothing),
    count("record_bytes", "bytes", Multiple(&Transactions, 310)),
];

static BRIDGE: [Metric; 4] = [
    state(
        "l3_device_active",
        "devices",
        Kind::Devices(DeviceClass::L3),
    ),
    state(
        "l2_device_active",
        "devices",
        Kind::Devices(DeviceClass::L2),
    ),
    state(
        "gateway_device_active",
        "devices",
        Kind::Devices(DeviceClass::Gateway),
    ),
    state(
        "custom_device_active",
        "devices",
        Kind::Devices(DeviceClass::Custom),
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
    count("secrets", "secrets", OfProtocol(Ssl, &Transactions)),
    count("secrets_dropped", "secrets", Nothing),
    count("if_drops", "packets", Nothing),
    count("blocks_dropped", "blocks", Nothing),
];

/// One in forty seconds.
const VIEWS: Quantity = Millionths(&ApplianceSeconds, 25_000);

static UI: [Metric; 1] = [by(
    &[KeyBy::Numbered(&DASHBOARD)],
    "_bi_dashboard_views_id",
    "views",
    VIEWS,
)];
