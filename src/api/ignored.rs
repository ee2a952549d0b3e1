//! What of a request was ignored, as its client and the log are told.
use http::{HeaderName, HeaderValue, Response, request::Parts};
use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex},
};

/// Names what was ignored.
const HEADER: HeaderName = HeaderName::from_static("x-wiretwin-ignored");
/// How many names are told; a client that sends more is told how many.
const MOST_NAMES: usize = 4;
/// The most characters of them together.
const MOST_CHARACTERS: usize = 240;
/// After this many kinds the log says no more of them.
const MOST_KINDS: usize = 1000;

/// What was ignored of one request; its arguments add to it, and its answer tells of it.
#[derive(Default)]
pub struct Ignored(Vec<String>);

impl Ignored {
    pub fn add(&mut self, names: Vec<String>, head: &Parts) {
        log_once(head, &names);
        self.0.extend(names);
    }
    /// Names it in the headers of the answer.
    pub fn tell<B>(&self, mut answer: Response<B>) -> Response<B> {
        if !self.0.is_empty() {
            let line = in_a_line(&self.0);
            let ascii: String = line.chars().flat_map(in_ascii).collect();
            if let Ok(value) = HeaderValue::try_from(ascii) {
                answer.headers_mut().insert(HEADER, value);
            }
        }
        answer
    }
}

/// Headers hold visible ASCII.
fn in_ascii(character: char) -> impl Iterator<Item = char> {
    let plain = (' '..='~').contains(&character);
    let escaped = (!plain).then(|| character.escape_unicode());
    plain
        .then_some(character)
        .into_iter()
        .chain(escaped.into_iter().flatten())
}

/// The names in a line of bounded length.
pub fn in_a_line(names: &[String]) -> String {
    let mut line = String::new();
    for (i, name) in names.iter().enumerate() {
        let fits = line.chars().count() + name.chars().count() <= MOST_CHARACTERS;
        if i > 0 && (i == MOST_NAMES || !fits) {
            return format!("{line} and {} more", names.len() - i);
        }
        line += &format!("{}{name}", if i > 0 { ", " } else { "" });
    }
    line
}

/// Once for each operation and each list of names.
fn log_once(head: &Parts, names: &[String]) {
    static TOLD: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let path = head.uri.path();
    let resource: Vec<_> = path.split('/').take(4).collect();
    let kind = format!(
        "{} {}: {}",
        head.method,
        resource.join("/"),
        in_a_line(names)
    );
    // Nothing panics while the lock is held, so it cannot be poisoned.
    let mut told = TOLD.lock().unwrap_or_else(|e| e.into_inner());
    if told.len() < MOST_KINDS && told.insert(kind.clone()) {
        tracing::warn!("ignored, as this firmware does not have it: {kind}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_bounded_and_a_header_is_ascii() {
        let many: Vec<_> = (0..9).map(|i| format!("`x{i}`")).collect();
        assert_eq!(in_a_line(&many), "`x0`, `x1`, `x2`, `x3` and 5 more");
        let mut ignored = Ignored::default();
        let head = http::Request::new(()).into_parts().0;
        ignored.add(vec!["`ü\n`".into()], &head);
        let answer = ignored.tell(Response::new(()));
        assert_eq!(answer.headers()[HEADER], "`\\u{fc}\\u{a}`");
    }
}
