//! How large JSON is once it is read, known before it is: a short text can hold millions of values,
//! each of which takes far more memory than its text.
use crate::base::problem::{Problem, Result, malformed};

/// How deep brackets may be nested.
const MAX_DEPTH: usize = 120;
/// The most values: fields of objects and items of arrays, at any depth.
const MAX_VALUES: usize = 500_000;

/// Refuses what is nested too deep or holds too many values. What is no JSON is not looked for.
pub fn check_size(json: &[u8]) -> Result<()> {
    let (mut depth, mut values, mut bytes) = (0usize, 0usize, json.iter());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                values = values.saturating_add(1);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values = values.saturating_add(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(malformed(format!(
                "the brackets of the body are nested more than {MAX_DEPTH} deep"
            )));
        }
        if values > MAX_VALUES {
            return Err(Problem::TooManyValues(MAX_VALUES));
        }
    }
    Ok(())
}

/// Up to the quote that ends it.
fn skip_string(bytes: &mut std::slice::Iter<u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_number_are_bounded() {
        let ok = |text: &str| check_size(text.as_bytes()).is_ok();
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(ok(&nested(MAX_DEPTH)) && !ok(&nested(MAX_DEPTH + 1)));
        assert!(!ok(&"{\"a\":".repeat(100_000)) && !ok(&"[".repeat(100_000)));
        let items = |count: usize| format!("[{}]", vec!["1"; count].join(","));
        assert!(ok(&items(MAX_VALUES)) && !ok(&items(MAX_VALUES + 2)));
        assert!(ok(&format!("[\"{}\"]", "[,\\\"".repeat(1_000_000))));
        assert!(ok("]]]]}}}}") && ok("") && ok("\"\\"));
    }
}
