//! Hospitals: messages about patients, and images.
use crate::network::catalog::prelude::*;

pub static HL7: Definition = definition! {
    name: "hl7",
    label: "HL7",
    activity: client_and_server,
    transport: Tcp 2575,
    per_connection: 100,
    request: 900,
    response: 250,
    outcomes: &HL7_OUTCOMES,
    processing_ms: 30.0 .. 200.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: APP_SERVERS,
    clients: &[
        client(AppServer, 12, APP_SERVERS, 1..=1, 2.0, Office).one_in(4),
        client(MedicalDevice, 1, APP_SERVERS, 1..=1, 3.0, Office),
    ],
    categories: &[&both!("hl7", "HL7", Hl7, PLAIN)],
};

outcomes!(
    HL7_OUTCOMES,
    "hl7",
    [ok("OK"), silent(0.005), bad("AE", 0.008), bad("AR", 0.002)]
);

pub static DICOM: Definition = definition! {
    name: "dicom",
    label: "DICOM",
    activity: client_and_server,
    transport: Tcp 104,
    per_connection: 4,
    request: 400_000,
    response: 300,
    outcomes: &DICOM_OUTCOMES,
    processing_ms: 60.0 .. 400.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: FILE_SERVERS,
    clients: &[
        client(MedicalDevice, 2, FILE_SERVERS, 1..=1, 1.0, Office),
    ],
    categories: &[&both!("dicom", "DICOM", Dicom, PLAIN)],
};

outcomes!(
    DICOM_OUTCOMES,
    "dicom",
    [ok("OK"), silent(0.005), bad("Failure", 0.01)]
);
