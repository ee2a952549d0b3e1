//! What HTTP itself asks of a request, before anybody looks at what it is about.
use crate::base::problem::Problem;
use axum::body::Body;
use http::{
    Method, Request, StatusCode, Version,
    header::{HOST, TRANSFER_ENCODING},
};

/// The rule that a request of HTTP/1 breaks, if it does (RFC 9112, 3.2 and 6.1; RFC 9110, 9.3.6).
pub fn broken(request: &Request<Body>) -> Option<Problem> {
    if request.method() == Method::CONNECT {
        let why = "this server is no proxy: it does not take CONNECT";
        return Some(refused(StatusCode::NOT_IMPLEMENTED, why));
    }
    // One look at each line: they are few, and to look each name up costs more.
    let (mut hosts, mut host, mut codings, mut is_chunked) = (0, &[][..], 0, true);
    for (name, value) in request.headers() {
        if name == HOST {
            (hosts, host) = (hosts + 1, value.as_bytes());
        } else if name == TRANSFER_ENCODING {
            codings += 1;
            is_chunked &= value.as_bytes().eq_ignore_ascii_case(b"chunked");
        }
    }
    if codings > 1 || !is_chunked {
        let why = "the only Transfer-Encoding that is taken is `chunked`";
        return Some(refused(StatusCode::NOT_IMPLEMENTED, why));
    }
    let why = match hosts {
        0 if request.version() == Version::HTTP_10 => return None,
        0 => "the header Host is missing",
        1 if is_host(host) => return None,
        1 => "the header Host must be a name or an address, with or without a port",
        _ => "there must be one header Host, not several",
    };
    Some(refused(StatusCode::BAD_REQUEST, why))
}

/// What a client is told whose header cannot be read.
pub fn unreadable(status: StatusCode) -> Problem {
    let why = match status {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            "the header is too large: at most 100 lines and 128 KiB are read"
        }
        StatusCode::URI_TOO_LONG => "the path is too long",
        _ => "this is no HTTP request: its first line or a line of its header is malformed",
    };
    refused(status, why)
}

/// What a client is told whose header did not end in time.
pub fn late_header() -> Problem {
    let why = "the header did not end within 30 seconds";
    refused(StatusCode::REQUEST_TIMEOUT, why)
}

fn refused(status: StatusCode, why: &str) -> Problem {
    Problem::Protocol {
        status: status.as_u16(),
        why: why.into(),
    }
}

/// `name`, `name:port`, `1.2.3.4:port`, `[::1]:port`, or nothing, which a request without an
/// authority may have (RFC 9110, 7.2).
fn is_host(host: &[u8]) -> bool {
    let (name, port) = match host.strip_prefix(b"[") {
        Some(inner) => {
            let Some(end) = inner.iter().position(|byte| *byte == b']') else {
                return false;
            };
            let (address, rest) = inner.split_at(end);
            let is_address = |byte: &u8| byte.is_ascii_hexdigit() || b":.".contains(byte);
            if address.is_empty() || !address.iter().all(is_address) {
                return false;
            }
            (&[][..], &rest[1..])
        }
        None => {
            let end = host.iter().position(|byte| *byte == b':');
            host.split_at(end.unwrap_or(host.len()))
        }
    };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+;=".contains(byte);
    let digits = port.strip_prefix(b":").unwrap_or_default();
    name.iter().all(is_name)
        && (port.is_empty() || port[0] == b':')
        && digits.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_and_addresses() {
        for host in [
            "",
            "a",
            "twin.example.com",
            "127.0.0.1:80",
            "[::1]:8443",
            "[fe80::1]",
            "a:",
        ] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for host in [
            "a b", "a/b", "a,b", "u@a", "a:b", "a:1:2", "[::1", "[]", "[::1]x", "[a b]:1", "\u{e4}",
        ] {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
