//! Regular expressions of clients: bounded in length, depth and size, compiled once and kept.
use super::brief::cut;
use regex::{Regex, RegexBuilder};
use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{LazyLock, Mutex, PoisonError},
};

/// The longest expression, in bytes.
pub const LONGEST: usize = 4096;
/// How deep groups may be nested.
const DEEPEST: u32 = 50;
/// The most bytes that a compiled expression takes, and its cache while it is matched.
const LARGEST: usize = 512 * 1024;
/// How many compiled expressions are kept.
const KEPT: usize = 256;
/// The most characters of the expression that a refusal repeats.
const REPEATED: usize = 60;

/// An expression, and whether it takes letters of any case.
type Key = (String, bool);

/// The expressions that were compiled, and the order in which they came.
#[derive(Default)]
struct Compiled {
    known: HashMap<Key, Regex>,
    order: VecDeque<Key>,
}

/// An expression that is not taken, shortened, and why, where it is more than a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    pub text: String,
    pub why: Option<String>,
}

impl Unusable {
    fn new(text: &str, why: Option<String>) -> Self {
        Self {
            text: cut(text, REPEATED).into_owned(),
            why,
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let Self { text, why } = self;
        write!(to, "`{text}` is not a valid regular expression")?;
        why.iter().try_for_each(|why| write!(to, ": {why}"))
    }
}

/// The compiled expression; with `any_case`, for letters of any case.
pub fn compile(text: &str, any_case: bool) -> Result<Regex, Unusable> {
    static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);
    if text.len() > LONGEST {
        let why = format!("it is longer than {LONGEST} bytes");
        return Err(Unusable::new(text, Some(why)));
    }
    // Nothing panics while the lock is held, so it cannot be poisoned.
    let compiled = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (text.to_owned(), any_case);
    if let Some(known) = compiled().known.get(&key) {
        return Ok(known.clone());
    }
    let built = build(text, any_case)?;
    compiled().keep(key, &built);
    Ok(built)
}

fn build(text: &str, any_case: bool) -> Result<Regex, Unusable> {
    let built = RegexBuilder::new(text)
        .case_insensitive(any_case)
        .nest_limit(DEEPEST)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build();
    built.map_err(|error| Unusable::new(text, reason(&error)))
}

fn reason(error: &regex::Error) -> Option<String> {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return Some("it repeats too much".into());
    }
    let told = error.to_string();
    let last = told.lines().last().unwrap_or_default();
    let is_deep = last.trim_start_matches("error: ").starts_with("exceed");
    is_deep.then(|| format!("its groups are nested more than {DEEPEST} deep"))
}

impl Compiled {
    fn keep(&mut self, key: Key, built: &Regex) {
        if self.known.insert(key.clone(), built.clone()).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_explodes_is_refused_and_what_people_write_is_taken() {
        let refusal = |text: &str| compile(text, true).err();
        let told = |text: &str| refusal(text).and_then(|one| one.why).unwrap();
        for text in [
            "(a{1000}){1000}",
            r"\w{999}{999}",
            r"(\pL{100}){100}",
            &"(a|b)*".repeat(1000),
            &"(".repeat(3000),
            &"[".repeat(3000),
        ] {
            assert!(refusal(text).is_some(), "{text}");
        }
        assert_eq!(
            told(&"x".repeat(LONGEST + 1)),
            "it is longer than 4096 bytes"
        );
        let deep = "(".repeat(1000) + "a" + &")".repeat(1000);
        assert_eq!(told(&deep), "its groups are nested more than 50 deep");
        assert_eq!(told("(a{1000}){1000}"), "it repeats too much");
        for text in ["^(web|db)[0-9]{1,3}$", r"\w+\.example\.com", r"[^/]{1,64}"] {
            assert_eq!(refusal(text), None, "{text}");
        }
        let hosts: Vec<_> = (0..300).map(|n| format!("host{n}")).collect();
        assert_eq!(refusal(&format!("({})", hosts.join("|"))), None);
    }

    #[test]
    fn a_refusal_is_short() {
        for text in ["(", &"a**(".repeat(500), &"(".repeat(3000)] {
            let told = compile(text, false).unwrap_err().to_string();
            assert!(told.chars().count() < 200, "{told}");
        }
    }

    #[test]
    fn only_so_many_are_kept() {
        let mut compiled = Compiled::default();
        let built = Regex::new("a").unwrap();
        for n in 0..2 * KEPT {
            compiled.keep((n.to_string(), false), &built);
            compiled.keep((n.to_string(), false), &built);
        }
        assert_eq!((compiled.known.len(), compiled.order.len()), (KEPT, KEPT));
    }
}
