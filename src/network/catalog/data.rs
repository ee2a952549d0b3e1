//! Databases, caches and queues.
use super::{
    Category, KeyBy, Metric, MetricLevel, Sees,
    build::*,
    outcomes::{ERROR, RESPONSE, WARNING},
    protocol::{
        Protocol::{Db, Mongo, Msmq},
        data::{DB_METHOD, DB_USER, REDIS_METHOD},
    },
};
use crate::network::{
    distributions::timing::DB_LAST_BYTE,
    model::measure::{
        Direction::{In, Out},
        Quantity::{Ended, EndedAs, Messages, Payload},
        RESPONSES,
    },
};

pub static ENDS: [[Category; 2]; 8] = [
    both!("db", "Database", Db, &DB),
    both!("db" detail, "Database", Db, &DB_DETAIL),
    both!("mongo", "MongoDB", Mongo, &[REQ, RSP, RSP_ERROR, TPROCESS]),
    both!("mongo" detail, "MongoDB", Mongo, &[REQ_BY_PEER]),
    both!("redis", "Redis", Redis, &REDIS),
    both!("memcache", "Memcache", Memcache, &MEMCACHE),
    both!("memcache" detail, "Memcache", Memcache, &MEMCACHE_DETAIL),
    both!("ibmmq", "IBM MQ", Ibmmq, &IBMMQ),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 4] = [
    at_level("db", "Database (application)", MetricLevel::Application, Sees::Of(Db), &[RSP, RSP_ERROR, REQ, TPROCESS]),
    at_level("db", "Database (network)", MetricLevel::Capture, Sees::Of(Db), &[REQ, RSP, RSP_ERROR]),
    at_level("mongo", "MongoDB (application)", MetricLevel::Application, Sees::Of(Mongo), &[REQ, RSP, TPROCESS]),
    at_device("msmq", "MSMQ", Sees::Of(Msmq), &MSMQ),
];

static DB: [Metric; 9] = [
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    times("rsp_ttlb", RESPONSES, &DB_LAST_BYTE),
    RTT,
    count("bytes_out", "bytes", Payload(Out)),
    count("bytes_in", "bytes", Payload(In)),
    draw(&[KeyBy::Draw(&DB_METHOD, 0)], "method"),
];
static DB_DETAIL: [Metric; 4] = [
    REQ_BY_PEER,
    RSP_ERROR_BY_PEER,
    draw(&[KeyBy::Draw(&DB_USER, 0)], "user"),
    ends(&[KeyBy::Ending(ERROR)], "error_msg"),
];
static REDIS: [Metric; 5] = [
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    draw(&[KeyBy::Draw(&REDIS_METHOD, 0)], "method"),
];
static MEMCACHE: [Metric; 6] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("hits", "responses", EndedAs("NO_ERROR")),
    count("misses", "responses", EndedAs("KEY_NOT_FOUND")),
    TPROCESS,
];
static MEMCACHE_DETAIL: [Metric; 1] = [ends(&[KeyBy::Ending(RESPONSE)], "status_code")];
static IBMMQ: [Metric; 4] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_warning", "messages", Ended(WARNING)),
];
static MSMQ: [Metric; 2] = [
    count("msgs_in", "messages", Messages(In)),
    count("msgs_out", "messages", Messages(Out)),
];
