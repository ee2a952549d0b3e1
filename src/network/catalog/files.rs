//! Files and blocks.
use super::{
    Category, KeyBy, Metric,
    build::*,
    outcomes::{ERROR, FTP_METHOD, WARNING},
    protocol::files::CIFS_METHOD,
};
use crate::network::model::measure::{
    Direction::{In, Out},
    Quantity::{Ended, Payload, RequestBytes, ResponseBytes},
};

pub static ENDS: [[Category; 2]; 7] = [
    both!("cifs", "SMB/CIFS", Cifs, &CIFS),
    both!("cifs" detail, "SMB/CIFS", Cifs, &CIFS_DETAIL),
    both!("nfs", "NFS", Nfs, &NFS),
    both!("nfs" detail, "NFS", Nfs, &[REQ_BY_PEER, RSP_ERROR_BY_PEER]),
    both!("ftp", "FTP", Ftp, &FTP),
    both!("ftp" detail, "FTP", Ftp, &FTP_DETAIL),
    both!("iscsi", "iSCSI", Iscsi, &ISCSI),
];

const BYTES_READ: Metric = count("bytes_read", "bytes", ResponseBytes);
const BYTES_WRITE: Metric = count("bytes_write", "bytes", RequestBytes);

static CIFS: [Metric; 9] = [
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
static CIFS_DETAIL: [Metric; 3] = [
    REQ_BY_PEER,
    ends(&[KeyBy::Ending(ERROR)], "error_type"),
    RSP_ERROR_BY_PEER,
];
static NFS: [Metric; 7] = [
    REQ,
    RSP,
    RSP_ERROR,
    ACCESS_TIME,
    RTT,
    BYTES_READ,
    BYTES_WRITE,
];
static FTP: [Metric; 8] = [
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_warning", "responses", Ended(WARNING)),
    TPROCESS,
    RTT,
    count("bytes_in", "bytes", Payload(In)),
    count("bytes_out", "bytes", Payload(Out)),
];
static FTP_DETAIL: [Metric; 2] = [REQ_BY_PEER, draw(&[KeyBy::Draw(&FTP_METHOD, 0)], "method")];
static ISCSI: [Metric; 6] = [REQ, RSP, RSP_ERROR, TPROCESS, BYTES_READ, BYTES_WRITE];
