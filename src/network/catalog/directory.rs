//! Who is who, and who may do what.
use super::{
    Category, KeyBy, Metric, MetricLevel, Sees,
    build::*,
    outcomes::{ERROR, LDAP_BIND, TIMEOUT},
    protocol::{
        Protocol::{Kerberos, Ldap},
        desk::USER,
    },
};
use crate::network::model::measure::Quantity::{self, Ended, Millionths};

pub static ENDS: [[Category; 2]; 6] = [
    both!("ldap", "LDAP", Ldap, &LDAP),
    both!("ldap" detail, "LDAP", Ldap, &[REQ_BY_PEER, RSP_ERROR_BY_PEER]),
    both!("kerberos", "Kerberos", Kerberos, &KERBEROS),
    both!("kerberos" detail, "Kerberos", Kerberos, &KERBEROS_DETAIL),
    both!("aaa", "AAA", Aaa, &AAA),
    both!("aaa" detail, "AAA", Aaa, &[REQ_BY_PEER, draw(&[KeyBy::Draw(&USER, 0)], "user")]),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 3] = [
    at_level("ldap", "LDAP (application)", MetricLevel::Application, Sees::Of(Ldap), &LDAP_APPLICATION),
    at_level("ldap", "LDAP (network)", MetricLevel::Capture, Sees::Of(Ldap), &[REQ, RSP, RSP_ERROR]),
    at_level("kerberos", "Kerberos (network)", MetricLevel::Capture, Sees::Of(Kerberos), &[REQ, RSP, RSP_ERROR]),
];

const PLAIN: Metric = labelled("plain", "messages", &LDAP_BIND, "plain");
const SASL: Metric = labelled("sasl", "messages", &LDAP_BIND, "sasl");
const ERRORS: Quantity = Ended(ERROR);

static LDAP: [Metric; 8] = [
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    RTT,
    ends(&[KeyBy::Ending(ERROR)], "error_msg_short"),
    PLAIN,
    SASL,
];
static LDAP_APPLICATION: [Metric; 5] = [PLAIN, SASL, count("error", "messages", ERRORS), REQ, RSP];
static KERBEROS: [Metric; 9] = [
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    count("account_lockout", "events", Millionths(&ERRORS, 1000)),
    count("user_auth_error", "events", Millionths(&ERRORS, 20_000)),
    count("computer_auth_error", "events", Millionths(&ERRORS, 5000)),
    count("user_policy_error", "events", Millionths(&ERRORS, 2000)),
    count("computer_policy_error", "events", Millionths(&ERRORS, 1010)),
];
static KERBEROS_DETAIL: [Metric; 2] = [ends(&[KeyBy::Ending(ERROR)], "error_msg"), REQ_BY_PEER];
static AAA: [Metric; 6] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("req_timeout", "requests", Ended(TIMEOUT)),
    TPROCESS,
    ends(&[KeyBy::Ending(ERROR)], "error_code"),
];
