//! DNS.
use super::{
    Category, KeyBy, Level, Metric, Sees, at_device, at_level, by, by_peer, count, samples_by_peer,
    times,
};
use crate::network::measure::Quantity::{Ended, Transactions};
use crate::network::measure::RESPONSES;
use crate::network::outcomes::{DNS_QUERY, DNS_RECORD, ERROR, RESPONSE, TIMEOUT, WARNING};
use crate::network::protocol::Protocol::Dns;
use crate::network::timing::DNS_PROCESSING;

pub(super) static CATEGORIES: [Category; 7] = [
    at_device("dns_client", "DNS client", Sees::Client(Dns), &DNS),
    at_device(
        "dns_client_detail",
        "DNS client detail",
        Sees::Client(Dns),
        &DETAIL,
    ),
    at_device("dns_server", "DNS server", Sees::Server(Dns), &DNS),
    at_device(
        "dns_server_detail",
        "DNS server detail",
        Sees::Server(Dns),
        &DETAIL,
    ),
    at_level(
        "dns",
        "DNS (application)",
        Level::Application,
        Sees::Of(Dns),
        &APPLICATION,
    ),
    at_level(
        "dns_host_query_detail",
        "DNS by host queried",
        Level::Application,
        Sees::Of(Dns),
        &BY_QUERY,
    ),
    at_level(
        "dns",
        "DNS (network)",
        Level::Capture,
        Sees::Of(Dns),
        &CAPTURE,
    ),
];

static DNS: [Metric; 9] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
    count("req_timeout", "requests", Ended(TIMEOUT)),
    count("trunc", "responses", Ended(WARNING)),
    times("tprocess", RESPONSES, &DNS_PROCESSING),
    by(
        &[KeyBy::Ending(RESPONSE)],
        "rsp_rcode",
        "responses",
        Transactions,
    ),
    by(
        &[KeyBy::Draw(&DNS_QUERY, 0)],
        "host_query",
        "requests",
        Transactions,
    ),
    by(
        &[KeyBy::Draw(&DNS_RECORD, 0)],
        "record_type",
        "requests",
        Transactions,
    ),
];

static DETAIL: [Metric; 3] = [
    by_peer("req", "requests", Transactions),
    by_peer("rsp_error", "responses", Ended(ERROR)),
    samples_by_peer("tprocess", RESPONSES, &DNS_PROCESSING),
];

static BY_QUERY: [Metric; 1] = [by(
    &[KeyBy::Draw(&DNS_QUERY, 0)],
    "req",
    "requests",
    Transactions,
)];

static APPLICATION: [Metric; 4] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
    times("tprocess", RESPONSES, &DNS_PROCESSING),
];

static CAPTURE: [Metric; 3] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
];
