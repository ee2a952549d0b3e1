//! One spelling of each path.
use http::{Uri, uri::PathAndQuery};

/// A path means the same with a slash at its end, with two slashes in place of one, as Apache has it
/// (MergeSlashes), and with a letter or a digit written as `%64` (RFC 3986, 6.2.2.2).
pub fn normalize(uri: &mut Uri) {
    let path = uri.path();
    if is_normal(path) {
        return;
    }
    let path = normal(path);
    let normal = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(normal).ok();
    if let Ok(normal) = Uri::from_parts(parts) {
        *uri = normal;
    }
}

/// One look at each byte, as every request has it done.
fn is_normal(path: &str) -> bool {
    let mut before = 0;
    let odd = path.bytes().any(|byte| {
        let odd = byte == b'%' || (byte == b'/' && before == b'/');
        before = byte;
        odd
    });
    !odd && (before != b'/' || path.len() == 1)
}

fn normal(path: &str) -> String {
    let mut rest = path;
    let mut normal = String::with_capacity(path.len());
    while let Some(next) = rest.chars().next() {
        rest = &rest[next.len_utf8()..];
        let next = match rest.get(..2).and_then(unreserved).filter(|_| next == '%') {
            Some(letter) => {
                rest = &rest[2..];
                letter
            }
            None => next,
        };
        if next != '/' || !normal.ends_with('/') {
            normal.push(next);
        }
    }
    match normal.strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() => shorter.to_owned(),
        _ => normal,
    }
}

/// The character of two hexadecimal digits, if it means the same however it is written.
fn unreserved(digits: &str) -> Option<char> {
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    let letter = char::from(byte);
    (letter.is_ascii_alphanumeric() || "-._~".contains(letter)).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_one_spelling() {
        for (given, wanted) in [
            ("/", "/"),
            ("//", "/"),
            ("/api/v1/tags", "/api/v1/tags"),
            ("/api/v1/tags//", "/api/v1/tags"),
            ("//api///v1/tags", "/api/v1/tags"),
            ("/%61pi/v%31/%64evices/", "/api/v1/devices"),
            ("/api/v1/devices%3Flimit=1", "/api/v1/devices%3Flimit=1"),
            ("/api/v1/users%2f", "/api/v1/users%2f"),
            ("/a/%zz/%", "/a/%zz/%"),
            ("/a%25%36%34", "/a%2564"),
            ("/a/%2/%+1", "/a/%2/%+1"),
        ] {
            let mut uri = Uri::try_from(format!("{given}?b=//%61/")).unwrap();
            normalize(&mut uri);
            assert_eq!(uri.path(), wanted, "{given}");
            assert_eq!(uri.query(), Some("b=//%61/"), "{given}");
        }
    }
}
