//! Databases, caches and queues.
use super::{Row, row, shown};
use crate::network::{
    catalog::outcomes::{bad, ok, outcomes, silent, usual, warning},
    distributions::shares::{Distribution, Share},
};

pub static DB: Row =
    row!(ends "db", "DB", Tcp 1433 / 60, 400 -> 3000, &DB_ENDS, 6.0 .. 70.0, 0.8 .. 6.0);
pub static MONGO: Row = row!(ends "mongo", "MongoDB", Tcp 27_017 / 100, 300 -> 2000, &MONGO_ENDS, 2.0 .. 20.0, 0.8 .. 6.0);
pub static REDIS: Row =
    row!(ends "redis", "Redis", Tcp 6379 / 500, 60 -> 300, &REDIS_ENDS, 0.3 .. 3.0, 0.3 .. 3.0);
pub static MEMCACHE: Row = row!(ends "memcache", "Memcache", Tcp 11_211 / 500, 50 -> 700, &MEMCACHE_ENDS, 0.2 .. 2.0, 0.3 .. 3.0);
pub static IBMMQ: Row =
    row!(ends "ibmmq", "IBMMQ", Tcp 1414 / 200, 1200 -> 500, &IBMMQ_ENDS, 4.0 .. 40.0, 0.8 .. 6.0);
pub static MSMQ: Row =
    row!(peers "msmq", "MSMQ", Tcp 1801 / 50, 2500 -> 300, &MSMQ_ENDS, 4.0 .. 40.0, 0.8 .. 6.0);

outcomes!(
    DB_ENDS,
    "db",
    [
        ok("OK"),
        silent(0.005),
        bad("Invalid object name", 0.002),
        bad("Deadlock victim", 0.001),
        bad("Login failed", 0.001),
        bad("Violation of unique key", 0.001),
    ]
);
outcomes!(
    MONGO_ENDS,
    "mongo",
    [ok("OK"), silent(0.005), bad("Duplicate key", 0.002)]
);
outcomes!(
    REDIS_ENDS,
    "redis",
    [ok("OK"), silent(0.005), bad("WRONGTYPE", 0.001)]
);
outcomes!(
    MEMCACHE_ENDS,
    "memcache",
    [
        ok("NO_ERROR"),
        usual("KEY_NOT_FOUND", 0.1),
        silent(0.005),
        bad("OUT_OF_MEMORY", 0.001)
    ]
);
outcomes!(
    IBMMQ_ENDS,
    "ibmmq",
    [
        ok("MQCC_OK"),
        warning("MQCC_WARNING", 0.003),
        bad("MQCC_FAILED", 0.003)
    ]
);
outcomes!(MSMQ_ENDS, "msmq", [ok("ACK"), silent(0.01)]);

pub static DB_METHOD: Distribution = Distribution::new(
    "db method",
    &[
        Share::of("SELECT", 0.7),
        Share::of("UPDATE", 0.12),
        Share::of("INSERT", 0.12),
        Share::of("DELETE", 0.03),
        Share::of("EXECUTE", 0.03),
    ],
);
pub static DB_USER: Distribution = Distribution::new(
    "db user",
    &[
        Share::of("app_web", 0.45),
        Share::of("app_shop", 0.25),
        Share::of("reporting", 0.15),
        Share::of("backup", 0.1),
        Share::of("sa", 0.05),
    ],
);
pub static REDIS_METHOD: Distribution = Distribution::new(
    "redis method",
    &[
        Share::of("GET", 0.7),
        Share::of("SET", 0.2),
        Share::of("EXPIRE", 0.1),
    ],
);
