//! FTP.
use super::{Category, KeyBy, Metric, Sees, at_device, by, by_peer, count, times};
use crate::network::measure::Direction::{In, Out};
use crate::network::measure::Quantity::{Ended, Payload, Transactions};
use crate::network::measure::RESPONSES;
use crate::network::outcomes::{ERROR, FTP_METHOD, WARNING};
use crate::network::protocol::Protocol::Ftp;
use crate::network::timing::{FTP_PROCESSING, FTP_ROUND_TRIP};

pub(super) static CATEGORIES: [Category; 4] = [
    at_device("ftp_client", "FTP client", Sees::Client(Ftp), &FTP),
    at_device(
        "ftp_client_detail",
        "FTP client detail",
        Sees::Client(Ftp),
        &DETAIL,
    ),
    at_device("ftp_server", "FTP server", Sees::Server(Ftp), &FTP),
    at_device(
        "ftp_server_detail",
        "FTP server detail",
        Sees::Server(Ftp),
        &DETAIL,
    ),
];

static FTP: [Metric; 8] = [
    count("req", "requests", Transactions),
    count("rsp", "responses", RESPONSES),
    count("rsp_error", "responses", Ended(ERROR)),
    count("rsp_warning", "responses", Ended(WARNING)),
    times("tprocess", RESPONSES, &FTP_PROCESSING),
    times("rtt", RESPONSES, &FTP_ROUND_TRIP),
    count("bytes_in", "bytes", Payload(In)),
    count("bytes_out", "bytes", Payload(Out)),
];

static DETAIL: [Metric; 2] = [
    by_peer("req", "requests", Transactions),
    by(
        &[KeyBy::Draw(&FTP_METHOD, 0)],
        "method",
        "requests",
        Transactions,
    ),
];
