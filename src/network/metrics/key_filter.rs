//! Which keys of a detail metric a query keeps.
use crate::base::problem::shortened;
use regex::{Regex, RegexBuilder};

/// Which keys of a detail metric to keep.
#[derive(Clone, Debug)]
pub enum KeyFilter {
    Exact(String),
    Pattern(Regex),
}

impl KeyFilter {
    /// Reads a key, or a regular expression between slashes that an `i` may follow.
    pub fn parse(text: &str) -> Result<KeyFilter, String> {
        let inner = text.strip_prefix('/').and_then(|rest| {
            let plain = rest.strip_suffix('/').map(|pattern| (pattern, false));
            plain.or_else(|| rest.strip_suffix("/i").map(|pattern| (pattern, true)))
        });
        let Some((pattern, any_case)) = inner else {
            return Ok(KeyFilter::Exact(text.to_owned()));
        };
        let built = RegexBuilder::new(pattern)
            .case_insensitive(any_case)
            .build();
        built
            .map(KeyFilter::Pattern)
            .map_err(|_| format!("`{}` is no regular expression", shortened(text)))
    }
    pub fn matches(&self, key: &str) -> bool {
        match self {
            KeyFilter::Exact(text) => text == key,
            KeyFilter::Pattern(pattern) => pattern.is_match(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_words_or_patterns() {
        let matches = |filter: &str, key: &str| KeyFilter::parse(filter).unwrap().matches(key);
        assert!(matches("GET", "GET") && !matches("GET", "GETS") && !matches("GET", "get"));
        assert!(matches("/GE/", "xGEx") && !matches("/^GE$/", "GET") && matches("/get/i", "GET"));
        assert!(KeyFilter::parse("/(/").is_err());
        assert!(matches("/", "/"));
    }
}
