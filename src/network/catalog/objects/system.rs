//! The appliance itself.
use crate::network::catalog::prelude::*;

#[rustfmt::skip]
pub static CATEGORIES: &[Category] = &[
    at_level("capture", "Capture health", System, Traffic::All, CAPTURE),
    at_level("bridge", "Devices seen", System, Traffic::All, BRIDGE),
    Category { needs_packetstore: true, ..at_level("cpc", "Packet store health", System, Traffic::All, PACKETSTORE) },
    at_level("ui", "Use of the web interface", System, Traffic::All, UI),
];

const fn state(name: &'static str, unit: &'static str, kind: Kind) -> Metric {
    Metric {
        kind,
        ..count(name, unit, Nothing)
    }
}

static CAPTURE: &[Metric] = &[
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

static BRIDGE: &[Metric] = &[
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

static PACKETSTORE: &[Metric] = &[
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

/// Views of dashboards, by their ids.
static DASHBOARD: Distribution = Distribution::new(
    "dashboard",
    &[
        Share::of("1", 0.5),
        Share::of("2", 0.25),
        Share::of("3", 0.15),
        Share::of("4", 0.1),
    ],
);

/// One in forty seconds.
const VIEWS: Quantity = Millionths(&ApplianceSeconds, 25_000);

static UI: &[Metric] = &[by(
    &[KeyBy::Numbered(&DASHBOARD)],
    "_bi_dashboard_views_id",
    "views",
    VIEWS,
)];
