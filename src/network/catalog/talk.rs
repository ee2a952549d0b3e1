//! Mail and telephones.
use super::{Category, KeyBy, Metric, build::*, outcomes::RESPONSE, protocol::voice::SIP_METHOD};
use crate::network::model::measure::Quantity::Connections;

pub static ENDS: [[Category; 2]; 5] = [
    both!("smtp", "SMTP", Smtp, &SMTP),
    both!("smtp" detail, "SMTP", Smtp, &[REQ_BY_PEER, STATUS_CODE]),
    both!(
        "pop3",
        "POP3",
        Pop3,
        &[LOGINS, REQ, RSP, RSP_ERROR, TPROCESS]
    ),
    both!("sip", "SIP", Sip, &SIP),
    both!("sip" detail, "SIP", Sip, &[REQ_BY_PEER]),
];

/// A session is a connection.
const LOGINS: Metric = count("sessions", "sessions", Connections);
const STATUS_CODE: Metric = ends(&[KeyBy::Ending(RESPONSE)], "status_code");

static SMTP: [Metric; 6] = [LOGINS, REQ, RSP, RSP_ERROR, TPROCESS, RTT];
static SIP: [Metric; 6] = [
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    STATUS_CODE,
    draw(&[KeyBy::Draw(&SIP_METHOD, 0)], "method"),
];
