//! HTTP and its relatives.
use super::{
    Category, KeyBy, Metric, MetricLevel, Sees,
    build::*,
    outcomes::{ABORT, HTTP_METHOD, HTTP_URI, REQUEST_ABORT, RESPONSE},
    protocol::Protocol::Http,
};
use crate::network::{
    distributions::timing::HTTP_LAST_BYTE,
    model::measure::{
        Quantity::{Ended, Millionths, RequestBytes, ResponseBytes, Transactions},
        RESPONSES,
    },
};

pub static ENDS: [[Category; 2]; 3] = [
    both!("http", "HTTP", Http, &HTTP),
    both!("http" detail, "HTTP", Http, &DETAIL),
    both!("websocket", "WebSocket", Websocket, &[SESSIONS]),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 6] = [
    at_device("host_http_server_detail", "HTTP server by host", Sees::Server(Http), &BY_HOST),
    at_device("uri_http_server_detail", "HTTP server by URI", Sees::Server(Http), &BY_URI),
    at_level("http", "HTTP (application)", MetricLevel::Application, Sees::Of(Http), &APPLICATION),
    at_level("http_server_addr_detail", "HTTP by server", MetricLevel::Application, Sees::Of(Http), &BY_SERVER),
    at_level("http_client_addr_detail", "HTTP by client", MetricLevel::Application, Sees::Of(Http), &BY_CLIENT),
    at_level("http", "HTTP (network)", MetricLevel::Capture, Sees::Of(Http), &[REQ, RSP, RSP_ERROR]),
];

const STATUS_CODE: Metric = ends(&[KeyBy::Ending(RESPONSE)], "status_code");

#[rustfmt::skip]
static HTTP: [Metric; 16] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_abort", "responses", Ended(ABORT)),
    count("req_abort", "requests", Ended(REQUEST_ABORT)),
    TPROCESS,
    times("rsp_ttlb", RESPONSES, &HTTP_LAST_BYTE),
    RTT,
    STATUS_CODE,
    draw(&[KeyBy::Draw(&HTTP_METHOD, 0)], "method"),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
    count("req_rto", "timeouts", Millionths(&Transactions, 500)),
    count("rsp_rto", "timeouts", Millionths(&RESPONSES, 510)),
    count("req_zwnd", "events", Millionths(&Transactions, 200)),
    count("rsp_zwnd", "events", Millionths(&RESPONSES, 210)),
];
static DETAIL: [Metric; 4] = [
    REQ_BY_PEER,
    RSP_BY_PEER,
    RSP_ERROR_BY_PEER,
    TPROCESS_BY_PEER,
];
static BY_HOST: [Metric; 1] = [draw(&[KeyBy::Draw(&HTTP_URI, 0)], "req")];
static BY_URI: [Metric; 1] = [draw(&[KeyBy::Draw(&HTTP_URI, 1)], "req")];
static BY_SERVER: [Metric; 1] = [draw(&[KeyBy::ServerAddr], "req")];
static BY_CLIENT: [Metric; 1] = [draw(&[KeyBy::ClientAddr], "req")];
static APPLICATION: [Metric; 5] = [REQ, RSP, RSP_ERROR, STATUS_CODE, TPROCESS];
