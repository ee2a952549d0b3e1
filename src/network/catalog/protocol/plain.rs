//! Protocols of which requests, responses, errors and times are all there is to say, and two that
//! have no metrics of their own.
use super::{Row, row, shown};
use crate::network::catalog::outcomes::{bad, ok, outcomes, silent};

pub static AJP: Row =
    row!(ends "ajp", "AJP", Tcp 8009 / 50, 700 -> 5000, &AJP_ENDS, 20.0 .. 150.0, 1.0 .. 10.0);
pub static AMF: Row =
    row!(ends "amf", "AMF", Tcp 1935 / 10, 500 -> 4000, &AMF_ENDS, 40.0 .. 200.0, 2.0 .. 25.0);
pub static DICOM: Row = row!(ends "dicom", "DICOM", Tcp 104 / 4, 400_000 -> 300, &DICOM_ENDS, 60.0 .. 400.0, 1.0 .. 10.0);
pub static FIX: Row =
    row!(ends "fix", "FIX", Tcp 9878 / 2000, 250 -> 250, &FIX_ENDS, 2.0 .. 15.0, 0.6 .. 5.0);
pub static HL7: Row =
    row!(ends "hl7", "HL7", Tcp 2575 / 100, 900 -> 250, &HL7_ENDS, 30.0 .. 200.0, 1.0 .. 10.0);
pub static LLMNR: Row =
    row!(ends "llmnr", "LLMNR", Udp 5355 / 1, 40 -> 70, &LLMNR_ENDS, 1.0 .. 20.0, 0.6 .. 5.0);
pub static MODBUS: Row =
    row!(ends "modbus", "Modbus", Tcp 502 / 5000, 12 -> 30, &MODBUS_ENDS, 5.0 .. 40.0, 1.0 .. 10.0);
pub static NBNS: Row =
    row!(ends "nbns", "NBNS", Udp 137 / 1, 60 -> 90, &NBNS_ENDS, 1.0 .. 20.0, 0.6 .. 5.0);
pub static RPC: Row =
    row!(ends "rpc", "MSRPC", Tcp 135 / 20, 300 -> 700, &RPC_ENDS, 3.0 .. 30.0, 0.8 .. 8.0);
pub static SMPP: Row =
    row!(ends "smpp", "SMPP", Tcp 2775 / 1000, 220 -> 40, &SMPP_ENDS, 10.0 .. 60.0, 8.0 .. 60.0);
pub static WSMAN: Row = row!(ends "wsman", "WSMAN", Tcp 5985 / 10, 2500 -> 6000, &WSMAN_ENDS, 20.0 .. 200.0, 1.0 .. 10.0);
pub static SNMP: Row =
    row!(nothing "snmp", "SNMP", Udp 161 / 1, 80 -> 110, &SNMP_ENDS, 2.0 .. 30.0, 1.0 .. 10.0);
pub static NTP: Row =
    row!(nothing "ntp", "NTP", Udp 123 / 1, 48 -> 48, &NTP_ENDS, 0.5 .. 4.0, 1.0 .. 10.0);
/// A transaction is an echo.
pub static ICMP: Row =
    row!(peers "icmp", "ICMP", Icmp 0 / 1, 56 -> 56, &ICMP_ENDS, 0.3 .. 3.0, 0.6 .. 12.0);
/// A transaction is one scan of a host: many small packets.
pub static SCAN: Row = row!(asker "scanner", "otherprotos", Tcp 0 / 1, 6000 -> 2000 by 60, &SCAN_ENDS, 2.0 .. 20.0, 1.0 .. 10.0);

outcomes!(AJP_ENDS, "ajp", [ok("OK"), silent(0.005), bad("500", 0.01)]);
outcomes!(
    AMF_ENDS,
    "amf",
    [ok("OK"), silent(0.005), bad("onStatus", 0.01)]
);
outcomes!(
    DICOM_ENDS,
    "dicom",
    [ok("OK"), silent(0.005), bad("Failure", 0.01)]
);
outcomes!(
    FIX_ENDS,
    "fix",
    [ok("OK"), silent(0.005), bad("Reject", 0.01)]
);
outcomes!(
    HL7_ENDS,
    "hl7",
    [ok("OK"), silent(0.005), bad("AE", 0.008), bad("AR", 0.002)]
);
outcomes!(
    LLMNR_ENDS,
    "llmnr",
    [ok("OK"), silent(0.005), bad("NXDOMAIN", 0.01)]
);
outcomes!(
    MODBUS_ENDS,
    "modbus",
    [ok("OK"), silent(0.005), bad("Illegal data address", 0.01)]
);
outcomes!(
    NBNS_ENDS,
    "nbns",
    [ok("OK"), silent(0.005), bad("NAM_ERR", 0.01)]
);
outcomes!(
    RPC_ENDS,
    "rpc",
    [ok("OK"), silent(0.005), bad("Access denied", 0.01)]
);
outcomes!(
    SMPP_ENDS,
    "smpp",
    [ok("OK"), silent(0.005), bad("ESME_RTHROTTLED", 0.01)]
);
outcomes!(
    WSMAN_ENDS,
    "wsman",
    [ok("OK"), silent(0.005), bad("Fault", 0.01)]
);
outcomes!(
    SNMP_ENDS,
    "snmp",
    [ok("OK"), silent(0.005), bad("noSuchName", 0.01)]
);
outcomes!(
    NTP_ENDS,
    "ntp",
    [ok("OK"), silent(0.005), bad("kiss of death", 0.001)]
);
outcomes!(
    ICMP_ENDS,
    "icmp",
    [
        ok("Echo Reply"),
        silent(0.02),
        bad("Destination Unreachable", 0.05)
    ]
);
outcomes!(SCAN_ENDS, "scan", [ok("done")]);
