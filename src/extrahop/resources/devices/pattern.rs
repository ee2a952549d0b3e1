//! The value of a search as a regular expression.
use crate::base::{
    pattern::compile,
    problem::{Result, malformed},
};
use regex::Regex;

/// What a value that does not stand between slashes must match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// A part of the field, whatever the case; as an expression where it is one.
    Part,
    /// The start of the field, whatever the case.
    Start,
    /// The whole field, as an expression.
    Whole,
}

/// `/…/` is searched anywhere in the field; with `fold`, or an i behind it, whatever the case.
pub fn pattern(value: &str, bare: Bare, fold: bool) -> Result<Regex> {
    if let Some((inner, folded)) = between_slashes(value) {
        return regex(inner, fold || folded);
    }
    match bare {
        Bare::Part => regex(value, true).or_else(|_| regex(&regex::escape(value), true)),
        Bare::Start => regex(&format!("^{}", regex::escape(value)), true),
        // Checked by itself, so that the message shows what was sent.
        Bare::Whole => regex(value, false).and_then(|_| regex(&format!("^(?:{value})$"), false)),
    }
}

/// What stands between slashes, and whether an i follows.
pub fn between_slashes(value: &str) -> Option<(&str, bool)> {
    let inner = value.strip_prefix('/')?;
    match inner.strip_suffix("/i") {
        Some(inner) => Some((inner, true)),
        None => Some((inner.strip_suffix('/')?, false)),
    }
}

fn regex(text: &str, fold: bool) -> Result<Regex> {
    compile(text, fold).map_err(|why| malformed(format!("`value`: {why}")))
}
