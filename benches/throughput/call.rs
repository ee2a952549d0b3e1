//! The requests that are measured, as the bytes on the wire.
use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

/// The API key that wiretwin is started with.
pub const KEY: &str = "5ca1ab1e0ddba11c0ffee0ddf00dcafe";

/// As wide as the number in a new tag's name, so that every body has one length.
const DIGITS: usize = 10;

pub struct Call {
    pub message: Vec<u8>,
    pub expected: u16,
    /// Where the message has a number that must differ in every request.
    number: Option<Range<usize>>,
}

impl Call {
    pub fn get(path: &str) -> Self {
        Self {
            message: format!("GET {path} HTTP/1.1\r\n{}\r\n", headers()).into_bytes(),
            expected: 200,
            number: None,
        }
    }

    pub fn post(path: &str, body: &str) -> Self {
        let message = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            headers(),
            body.len(),
        );
        Self {
            message: message.into_bytes(),
            expected: 200,
            number: None,
        }
    }

    /// A new tag, of another name in each request.
    pub fn create_tag() -> Self {
        let (before, after) = (r#"{"name":"bench "#, r#""}"#);
        let call = Self::post("/api/v1/tags", &format!("{before}{:0DIGITS$}{after}", 0));
        let end = call.message.len() - after.len();
        Self {
            expected: 201,
            number: Some(end - DIGITS..end),
            ..call
        }
    }

    /// The metrics of one client in the last 30 minutes, as in the guide's third example.
    pub fn metrics(device: i64) -> Self {
        let query = serde_json::json!({
            "cycle": "auto",
            "from": -1_800_000,
            "until": 0,
            "metric_category": "http_client",
            "metric_specs": [{"name": "req"}],
            "object_ids": [device],
            "object_type": "device",
        });
        Self::post("/api/v1/metrics", &query.to_string())
    }

    /// Makes `message`, a copy of this call's, the next request.
    pub fn renew(&self, message: &mut [u8]) {
        static LAST: AtomicU64 = AtomicU64::new(0);
        if let Some(digits) = self.number.clone() {
            let mut number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
            for digit in message[digits].iter_mut().rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
    }
}

fn headers() -> String {
    format!(
        "Host: localhost\r\nAccept: application/json\r\nAuthorization: ExtraHop apikey={KEY}\r\n"
    )
}
