//! Files and blocks.
use super::{Row, row, shown};
use crate::network::{
    catalog::outcomes::{self, bad, ok, outcomes, silent},
    distributions::shares::{Distribution, Share},
};

pub static CIFS: Row =
    row!(ends "cifs", "CIFS", Tcp 445 / 200, 2000 -> 9000, &CIFS_ENDS, 4.0 .. 35.0, 0.7 .. 10.0);
pub static NFS: Row =
    row!(ends "nfs", "NFS", Tcp 2049 / 500, 4000 -> 16_000, &NFS_ENDS, 2.0 .. 20.0, 0.5 .. 6.0);
pub static FTP: Row = row!(ends "ftp", "FTP", Tcp 21 / 5, 20_000 -> 50_000, &outcomes::FTP, 20.0 .. 150.0, 3.0 .. 40.0);
pub static ISCSI: Row = row!(ends "iscsi", "iSCSI", Tcp 3260 / 5000, 16_000 -> 32_000, &ISCSI_ENDS, 1.0 .. 12.0, 0.4 .. 4.0);

outcomes!(
    CIFS_ENDS,
    "cifs",
    [
        ok("STATUS_SUCCESS"),
        silent(0.002),
        bad("STATUS_OBJECT_NAME_NOT_FOUND", 0.007),
        bad("STATUS_ACCESS_DENIED", 0.002),
        bad("STATUS_LOGON_FAILURE", 0.001),
    ]
);
outcomes!(
    NFS_ENDS,
    "nfs",
    [
        ok("NFS_OK"),
        silent(0.005),
        bad("NFSERR_NOENT", 0.007),
        bad("NFSERR_ACCES", 0.003)
    ]
);
outcomes!(
    ISCSI_ENDS,
    "iscsi",
    [ok("GOOD"), silent(0.005), bad("CHECK_CONDITION", 0.001)]
);

pub static CIFS_METHOD: Distribution = Distribution::new(
    "cifs method",
    &[
        Share::of("READ", 0.4),
        Share::of("WRITE", 0.1),
        Share::of("CREATE", 0.2),
        Share::of("CLOSE", 0.2),
        Share::of("QUERY", 0.1),
    ],
);
