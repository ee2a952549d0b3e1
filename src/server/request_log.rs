//! What is logged of a request. Clients put keys into paths and queries by mistake, so only the words of
//! the APIs' own paths and short numbers are shown of a path, and nothing of a query.
use super::served::SERVED;
use http::Uri;
use std::{collections::HashSet, sync::LazyLock};

/// A path as it may be logged: `/api/v1/tags/7`, `/api/v1/users/…`.
pub fn logged_path(uri: &Uri) -> String {
    let segments = uri.path().split('/').map(|segment| {
        let is_id = segment.len() <= 9 && segment.bytes().all(|byte| byte.is_ascii_digit());
        match is_id || WORDS.contains(segment) {
            true => segment,
            false => "…",
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The words of every path that is served.
static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let own = ["_wiretwin", "health", "public.cer", "openapi.json"].map(str::to_owned);
    let mut words = HashSet::from(own);
    for family in &SERVED {
        words.extend(family.base().split('/').map(str::to_owned));
        for operation in (family.operations)() {
            let literal = |word: &&str| !word.contains('{');
            words.extend(operation.path.split('/').filter(literal).map(str::to_owned));
        }
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_apis_and_ids_are_shown_and_nothing_else() {
        for (path, logged) in [
            ("/api/v1/tags", "/api/v1/tags"),
            ("/api/v1/tags/17", "/api/v1/tags/17"),
            ("/api/v1/tags/17?apikey=hidden", "/api/v1/tags/17"),
            ("/api/v1/users/alice/apikeys/5", "/api/v1/users/…/apikeys/5"),
            ("/api/v1/39284639207", "/api/v1/…"),
            ("/0f3c9a", "/…"),
            ("/", "/"),
        ] {
            assert_eq!(logged_path(&path.parse().unwrap()), logged, "{path}");
        }
    }
}
