//! Caches.
use crate::network::catalog::prelude::*;

pub static REDIS: Definition = definition! {
    name: "redis",
    label: "Redis",
    activity: client_and_server,
    transport: Tcp 6379,
    per_connection: 500,
    request: 60,
    response: 300,
    outcomes: &REDIS_OUTCOMES,
    processing_ms: 0.3 .. 3.0,
    round_trip_ms: 0.3 .. 3.0,
    servers: APP_SERVERS,
    clients: &[
        client(WebServer, 8, APP_SERVERS, 1..=1, 30.0, Steady).one_in(3),
    ],
    categories: &[&both!("redis", "Redis", Redis, REDIS_METRICS)],
};

outcomes!(
    REDIS_OUTCOMES,
    "redis",
    [ok("OK"), silent(0.005), bad("WRONGTYPE", 0.001)]
);

static REDIS_METHOD: Distribution = Distribution::new(
    "redis method",
    &[
        Share::of("GET", 0.7),
        Share::of("SET", 0.2),
        Share::of("EXPIRE", 0.1),
    ],
);

static REDIS_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    draw(&[KeyBy::Draw(&REDIS_METHOD, 0)], "method"),
];

pub static MEMCACHE: Definition = definition! {
    name: "memcache",
    label: "Memcache",
    activity: client_and_server,
    transport: Tcp 11_211,
    per_connection: 500,
    request: 50,
    response: 700,
    outcomes: &MEMCACHE_OUTCOMES,
    processing_ms: 0.2 .. 2.0,
    round_trip_ms: 0.3 .. 3.0,
    servers: APP_SERVERS,
    clients: &[
        client(WebServer, 6, APP_SERVERS, 1..=1, 40.0, Steady).one_in(2),
    ],
    categories: &[
        &both!("memcache", "Memcache", Memcache, MEMCACHE_METRICS),
        &both!("memcache" detail, "Memcache", Memcache, MEMCACHE_DETAIL),
    ],
};

outcomes!(
    MEMCACHE_OUTCOMES,
    "memcache",
    [
        ok("NO_ERROR"),
        usual("KEY_NOT_FOUND", 0.1),
        silent(0.005),
        bad("OUT_OF_MEMORY", 0.001)
    ]
);

static MEMCACHE_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("hits", "responses", EndedAs("NO_ERROR")),
    count("misses", "responses", EndedAs("KEY_NOT_FOUND")),
    TPROCESS,
];
static MEMCACHE_DETAIL: &[Metric] = &[ends(&[KeyBy::Ending(RESPONSE)], "status_code")];
