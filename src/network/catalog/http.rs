//! HTTP.
use super::{
    Category, KeyBy, Level, Metric, Sees, at_device, at_level, by, by_peer, count, samples_by_peer,
    times,
};
use crate::network::measure::Quantity::{Ended, RequestBytes, ResponseBytes, Share, Transactions};
use crate::network::measure::RESPONSES;
use crate::network::outcomes::{ABORT, ERROR, HTTP_METHOD, HTTP_URI, REQUEST_ABORT, RESPONSE};
use crate::network::protocol::Protocol::Http;
use crate::network::timing::{HTTP_LAST_BYTE, HTTP_PROCESSING, HTTP_ROUND_TRIP};

pub(super) static CATEGORIES: [Category; 10] = [
    at_device("http_client", "HTTP client", Sees::Client(Http), &HTTP),
    at_device(
        "http_client_detail",
        "HTTP client detail",
        Sees::Client(Http),
        &DETAIL,
    ),
    at_device("http_server", "HTTP server", Sees::Server(Http), &HTTP),
    at_device(
        "http_server_detail",
        "HTTP server detail",
        Sees::Server(Http),
        &DETAIL,
    ),
    at_device(
        "host_http_server_detail",
        "HTTP server by host",
        Sees::Server(Http),
        &BY_HOST,
    ),
    at_device(
        "uri_http_server_detail",
        "HTTP server by URI",
        Sees::Server(Http),
        &BY_URI,
    ),
    at_level(
        "http",
        "HTTP (application)",
        Level::Application,
        Sees::Of(Http),
        &APPLICATION,
    ),
    at_level(
        "http_server_addr_detail",
        "HTTP by server",
        Level::Application,
        Sees::Of(Http),
        &BY_SERVER,
    ),
    at_level(
        "http_client_addr_detail",
        "HTTP by client",
        Level::Application,
        Sees::Of(Http),
        &BY_CLIENT,
    ),
    at_level(
        "http",
        "HTTP (network)",
        Level::Capture,
        Sees::Of(Http),
        &CAPTURE,
    ),
];

static HTTP: [Metric; 16] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
    count("rsp_abort", "responses", Ended(ABORT)),
    count("req_abort", "requests", Ended(REQUEST_ABORT)),
    times("tprocess", RESPONSES, &HTTP_PROCESSING),
    times("rsp_ttlb", RESPONSES, &HTTP_LAST_BYTE),
    times("rtt", RESPONSES, &HTTP_ROUND_TRIP),
    by(
        &[KeyBy::Ending(RESPONSE)],
        "status_code",
        "responses",
        Transactions,
    ),
    by(
        &[KeyBy::Draw(&HTTP_METHOD, 0)],
        "method",
        "requests",
        Transactions,
    ),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
    count("req_rto", "timeouts", Share(&Transactions, 500)),
    count("rsp_rto", "timeouts", Share(&RESPONSES, 510)),
    count("req_zwnd", "events", Share(&Transactions, 200)),
    count("rsp_zwnd", "events", Share(&RESPONSES, 210)),
];

static DETAIL: [Metric; 4] = [
    by_peer("req", "requests", Transactions),
    by_peer("rsp", "responses", RESPONSES),
    by_peer("rsp_error", "responses", Ended(ERROR)),
    samples_by_peer("tprocess", RESPONSES, &HTTP_PROCESSING),
];

static BY_HOST: [Metric; 1] = [by(
    &[KeyBy::Draw(&HTTP_URI, 0)],
    "req",
    "requests",
    Transactions,
)];
static BY_URI: [Metric; 1] = [by(
    &[KeyBy::Draw(&HTTP_URI, 1)],
    "req",
    "requests",
    Transactions,
)];
static BY_SERVER: [Metric; 1] = [by(&[KeyBy::ServerAddr], "req", "requests", Transactions)];
static BY_CLIENT: [Metric; 1] = [by(&[KeyBy::ClientAddr], "req", "requests", Transactions)];

static APPLICATION: [Metric; 5] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
    by(
        &[KeyBy::Ending(RESPONSE)],
        "status_code",
        "responses",
        Transactions,
    ),
    times("tprocess", RESPONSES, &HTTP_PROCESSING),
];

static CAPTURE: [Metric; 3] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
];
