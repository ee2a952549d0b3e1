//! What a rule allows, in words, and a text read as what it allows.
use super::{kinds::with_article, rule::Rule};
use crate::base::firmware::Firmware;
use serde_json::Value;

impl Rule {
    /// What is allowed, in words.
    pub fn expected(&self, firmware: Firmware) -> String {
        if !self.any_of.is_empty() {
            return self
                .any_of
                .iter()
                .map(|rule| rule.expected(firmware))
                .collect::<Vec<_>>()
                .join(" or ");
        }
        if let Some(values) = &self.values {
            let known = values.iter().filter(|(_, lifetime)| lifetime.has(firmware));
            let names: Vec<_> = known.map(|(value, _)| value.to_string()).collect();
            return match names.as_slice() {
                [only] => only.clone(),
                _ => format!("one of {}", names.join(", ")),
            };
        }
        let types: Vec<_> = self.types.iter().map(|kind| with_article(kind)).collect();
        let range = match (self.minimum, self.maximum) {
            (Some(min), Some(max)) => format!(" from {min} to {max}"),
            (Some(min), None) => format!(" of at least {min}"),
            (None, Some(max)) => format!(" of at most {max}"),
            (None, None) => String::new(),
        };
        format!("{}{range}", types.join(" or "))
    }
}

/// A query parameter's text as a value of the type that is wanted; the text itself where it is none.
pub fn from_text(rule: &Rule, text: &str) -> Value {
    let number = text.parse::<i64>().ok().filter(|_| rule.takes("integer"));
    let truth = match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    };
    match (number, truth.filter(|_| rule.takes("boolean"))) {
        (Some(number), _) => number.into(),
        (_, Some(truth)) => truth.into(),
        _ => text.into(),
    }
}
