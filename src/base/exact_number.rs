//! Numbers of JSON whose text matters: those that would come back otherwise than they were sent, as
//! they are too large for 64 bits, or have more digits, an exponent or zeros at the end. Such a number is
//! held as an object with one field, `{"$number": "1.10"}`, so that it passes through databases and
//! fixtures as any other value.
use serde_json::{Number, Value};
use std::borrow::Cow;

/// The field that holds the text of a number.
const FIELD: &str = "$number";

/// The same JSON with every number held so that would come back otherwise, and how many those are.
pub fn hold_numbers(json: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let (mut held, mut copied, mut count) = (Vec::new(), 0, 0);
    for (from, to) in numbers(json) {
        let text = std::str::from_utf8(&json[from..to]).unwrap_or_default();
        if is_number(text) && !comes_back(text) {
            held.extend_from_slice(&json[copied..from]);
            held.extend_from_slice(format!("{{\"{FIELD}\":\"{text}\"}}").as_bytes());
            (copied, count) = (to, count + 1);
        }
    }
    if count == 0 {
        return (Cow::Borrowed(json), 0);
    }
    held.extend_from_slice(&json[copied..]);
    (Cow::Owned(held), count)
}

/// The JSON text of a value with the numbers that it holds as they were sent.
pub fn with_numbers(value: &Value) -> String {
    let text = value.to_string();
    let start = format!("{{\"{FIELD}\":\"");
    let mut pieces = text.split(&start);
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // In a text the quotes of the start would be escaped, so an object begins here.
        match piece.split_once("\"}") {
            Some((number, rest)) if is_number(number) => {
                whole.push_str(number);
                whole.push_str(rest);
            }
            _ => {
                whole.push_str(&start);
                whole.push_str(piece);
            }
        }
    }
    whole
}

/// Whether a value is how a number is held.
pub fn is_held_number(value: &Value) -> bool {
    let fields = value.as_object().filter(|fields| fields.len() == 1);
    let text = fields.and_then(|fields| fields.get(FIELD)?.as_str());
    text.is_some_and(is_number)
}

/// How many numbers a value holds so.
pub fn count_held(value: &Value) -> usize {
    match value {
        value if is_held_number(value) => 1,
        Value::Object(fields) => fields.values().map(count_held).sum(),
        Value::Array(items) => items.iter().map(count_held).sum(),
        _ => 0,
    }
}

/// Whether a value has a number that other texts than its own may stand for: one that is not held, and
/// is no integer of 64 bits, of this size and more.
pub fn has_rounded_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => is_rounded(number),
        Value::Object(fields) => fields.values().any(has_rounded_number),
        Value::Array(items) => items.iter().any(has_rounded_number),
        _ => false,
    }
}

fn is_rounded(number: &Number) -> bool {
    /// Up to here each integer is a number of its own (2 to the power of 53).
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_float = !number.is_i64() && !number.is_u64();
    is_float && number.as_f64().is_none_or(|number| number.abs() >= EXACT)
}

/// Whether the number of a text is written as the text was.
fn comes_back(text: &str) -> bool {
    let read = serde_json::from_str::<Number>(text);
    read.is_ok_and(|number| !is_rounded(&number) && number.to_string() == text)
}

/// Whether a text is a number as JSON has it.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

/// Where numbers stand in JSON: from their first byte up to the one behind them.
fn numbers(json: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = json.get(at) {
            match byte {
                b'"' => at = end_of_string(json, at),
                b'-' | b'0'..=b'9' => {
                    let from = at;
                    let rest = json[from..].iter();
                    let length = rest.take_while(|byte| is_part(**byte)).count();
                    at = from + length;
                    return Some((from, at));
                }
                _ => at += 1,
            }
        }
        None
    })
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

/// The place behind the string that begins at a quote.
fn end_of_string(json: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a client gets back of what it sent.
    fn back(sent: &str) -> String {
        let (held, count) = hold_numbers(sent.as_bytes());
        let value: Value = serde_json::from_slice(&held).unwrap();
        assert_eq!(count_held(&value), count, "{sent}");
        with_numbers(&value)
    }

    #[test]
    fn numbers_come_back_as_they_went_in() {
        for number in [
            "0",
            "-0",
            "-0.0",
            "1",
            "-1",
            "0.1",
            "1.10",
            "2.0",
            "1e5",
            "1E+5",
            "1e+300",
            "1e-400",
            "-1e400",
            "9007199254740993",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "0.1234567890123456789012345678901234567890",
            "1234567.891",
        ] {
            for place in ["{\"a\":N}", "{\"a\":[N,{\"b\":N}],\"c\":\"N\"}", "[N]", "N"] {
                let sent = place.replace('N', number);
                assert_eq!(back(&sent), sent);
            }
        }
    }

    #[test]
    fn what_is_no_such_number_is_left_alone() {
        for text in [
            r#"{"a":"1.10","b\"1.10":"\\","c":[true,null,"{\"$number\":\"1.10\"}"]}"#,
            r#"{"$number":"many"}"#,
            r#"{"$number":"1.10","b":1}"#,
            r#"{"$number":1}"#,
        ] {
            assert_eq!(back(text), text);
        }
        for broken in [
            "01.10",
            "1.",
            "{\"a\":-}",
            "1.10x",
            "\"1.10",
            "{1.10e}",
            "1e",
            "\"\\",
        ] {
            let (held, count) = hold_numbers(broken.as_bytes());
            assert_eq!((&*held, count), (broken.as_bytes(), 0));
        }
        assert!(is_held_number(&serde_json::json!({"$number": "1e400"})));
    }
}
