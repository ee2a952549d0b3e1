//! Names and addresses.
use super::{
    Category, KeyBy, Metric, MetricLevel, Sees,
    build::*,
    outcomes::{DHCP_REQUEST, DNS_QUERY, DNS_RECORD, RESPONSE, TIMEOUT, WARNING},
    protocol::Protocol::Dns,
};
use crate::network::model::measure::Quantity::Ended;

pub static ENDS: [[Category; 2]; 3] = [
    both!("dns", "DNS", Dns, &DNS),
    both!("dns" detail, "DNS", Dns, &[REQ_BY_PEER, RSP_ERROR_BY_PEER, TPROCESS_BY_PEER]),
    both!("dhcp", "DHCP", Dhcp, &DHCP),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 3] = [
    at_level("dns", "DNS (application)", MetricLevel::Application, Sees::Of(Dns), &[REQ, RSP, RSP_ERROR, TPROCESS]),
    at_level("dns_host_query_detail", "DNS by host queried", MetricLevel::Application, Sees::Of(Dns), &BY_QUERY),
    at_level("dns", "DNS (network)", MetricLevel::Capture, Sees::Of(Dns), &[REQ, RSP, RSP_ERROR]),
];

static DNS: [Metric; 9] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("req_timeout", "requests", Ended(TIMEOUT)),
    count("trunc", "responses", Ended(WARNING)),
    TPROCESS,
    ends(&[KeyBy::Ending(RESPONSE)], "rsp_rcode"),
    draw(&[KeyBy::Draw(&DNS_QUERY, 0)], "host_query"),
    draw(&[KeyBy::Draw(&DNS_RECORD, 0)], "record_type"),
];
static BY_QUERY: [Metric; 1] = [draw(&[KeyBy::Draw(&DNS_QUERY, 0)], "req")];
static DHCP: [Metric; 6] = [
    REQ,
    RSP,
    RSP_ERROR,
    ends(&[KeyBy::Ending(RESPONSE)], "rsp_msg_type"),
    draw(&[KeyBy::Draw(&DHCP_REQUEST, 0)], "req_msg_type"),
    TPROCESS,
];
