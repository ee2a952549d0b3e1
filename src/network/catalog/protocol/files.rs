//! Files and blocks.
use crate::network::catalog::prelude::*;

pub static CIFS: Definition = definition! {
    name: "cifs",
    label: "CIFS",
    activity: client_and_server,
    transport: Tcp 445,
    per_connection: 200,
    request: 2000,
    response: 9000,
    outcomes: &CIFS_OUTCOMES,
    processing_ms: 4.0 .. 35.0,
    round_trip_ms: 0.7 .. 10.0,
    servers: FILE_SERVERS,
    clients: &[
        client(Workstation, 5, FILE_SERVERS, 1..=2, 12.0, Office),
        client(DataServer, 4, FILE_SERVERS, 1..=1, 30.0, Nightly).one_in(2),
    ],
    categories: &[
        &both!("cifs", "SMB/CIFS", Cifs, CIFS_METRICS),
        &both!("cifs" detail, "SMB/CIFS", Cifs, CIFS_DETAIL),
        &[at_level("cifs", "SMB/CIFS (application)", Application, Traffic::Of(Cifs), &[REQ, RSP, RSP_ERROR, ACCESS_TIME])],
    ],
};

outcomes!(
    CIFS_OUTCOMES,
    "cifs",
    [
        ok("STATUS_SUCCESS"),
        silent(0.002),
        bad("STATUS_OBJECT_NAME_NOT_FOUND", 0.007),
        bad("STATUS_ACCESS_DENIED", 0.002),
        bad("STATUS_LOGON_FAILURE", 0.001),
    ]
);

static CIFS_METHOD: Distribution = Distribution::new(
    "cifs method",
    &[
        Share::of("READ", 0.4),
        Share::of("WRITE", 0.1),
        Share::of("CREATE", 0.2),
        Share::of("CLOSE", 0.2),
        Share::of("QUERY", 0.1),
    ],
);

const BYTES_READ: Metric = count("bytes_read", "bytes", ResponseBytes);
const BYTES_WRITE: Metric = count("bytes_write", "bytes", RequestBytes);

static CIFS_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    ACCESS_TIME,
    RTT,
    BYTES_READ,
    BYTES_WRITE,
    labelled("reads", "operations", &CIFS_METHOD, "READ"),
    labelled("writes", "operations", &CIFS_METHOD, "WRITE"),
];
static CIFS_DETAIL: &[Metric] = &[
    REQ_BY_PEER,
    ends(&[KeyBy::Ending(ERROR)], "error_type"),
    RSP_ERROR_BY_PEER,
];

pub static NFS: Definition = definition! {
    name: "nfs",
    label: "NFS",
    activity: client_and_server,
    transport: Tcp 2049,
    per_connection: 500,
    request: 4000,
    response: 16_000,
    outcomes: &NFS_OUTCOMES,
    processing_ms: 2.0 .. 20.0,
    round_trip_ms: 0.5 .. 6.0,
    servers: FILE_SERVERS,
    clients: &[
        client(WebServer, 5, FILE_SERVERS, 1..=1, 20.0, Steady).one_in(2),
    ],
    categories: &[
        &both!("nfs", "NFS", Nfs, NFS_METRICS),
        &both!("nfs" detail, "NFS", Nfs, &[REQ_BY_PEER, RSP_ERROR_BY_PEER]),
        &[at_level("nfs", "NFS (application)", Application, Traffic::Of(Nfs), &[REQ, RSP, RSP_ERROR, ACCESS_TIME])],
    ],
};

outcomes!(
    NFS_OUTCOMES,
    "nfs",
    [
        ok("NFS_OK"),
        silent(0.005),
        bad("NFSERR_NOENT", 0.007),
        bad("NFSERR_ACCES", 0.003)
    ]
);

static NFS_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    ACCESS_TIME,
    RTT,
    BYTES_READ,
    BYTES_WRITE,
];

pub static ISCSI: Definition = definition! {
    name: "iscsi",
    label: "iSCSI",
    activity: client_and_server,
    transport: Tcp 3260,
    per_connection: 5000,
    request: 16_000,
    response: 32_000,
    outcomes: &ISCSI_OUTCOMES,
    processing_ms: 1.0 .. 12.0,
    round_trip_ms: 0.4 .. 4.0,
    servers: FILE_SERVERS,
    clients: &[
        client(DataServer, 3, FILE_SERVERS, 1..=1, 60.0, Steady).one_in(2),
    ],
    categories: &[&both!("iscsi", "iSCSI", Iscsi, ISCSI_METRICS)],
};

outcomes!(
    ISCSI_OUTCOMES,
    "iscsi",
    [ok("GOOD"), silent(0.005), bad("CHECK_CONDITION", 0.001)]
);

static ISCSI_METRICS: &[Metric] = &[REQ, RSP, RSP_ERROR, TPROCESS, BYTES_READ, BYTES_WRITE];
