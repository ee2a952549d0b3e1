//! Protocols of which requests, responses, errors and times are all there is to say.
use super::{Category, Metric, build::*};

pub static ENDS: [[Category; 2]; 11] = [
    both!("ajp", "AJP", Ajp, &PLAIN),
    both!("amf", "AMF", Amf, &PLAIN),
    both!("dicom", "DICOM", Dicom, &PLAIN),
    both!("fix", "FIX", Fix, &PLAIN),
    both!("hl7", "HL7", Hl7, &PLAIN),
    both!("llmnr", "LLMNR", Llmnr, &PLAIN),
    both!("modbus", "Modbus", Modbus, &PLAIN),
    both!("nbns", "NetBIOS name service", Nbns, &PLAIN),
    both!("rpc", "MSRPC", Rpc, &PLAIN),
    both!("smpp", "SMPP", Smpp, &PLAIN),
    both!("wsman", "WS-Management", Wsman, &PLAIN),
];

static PLAIN: [Metric; 4] = [REQ, RSP, RSP_ERROR, TPROCESS];
