//! What is logged of a request. Clients put keys into paths, queries and bodies by mistake, so only the
//! words of the APIs' own paths and short numbers are shown of a path, nothing of a query, and of a
//! refusal its kind and the API's own name of the field.
use super::served::SERVED;
use crate::{
    api::{caller::Caller, openapi, refusal::Refusal},
    base::firmware::Firmware,
};
use axum::response::Response;
use http::{Method, Uri};
use serde_json::Value;
use std::{collections::HashSet, sync::LazyLock, time::Instant};

/// A request that is to be logged once it is answered.
pub struct Logged {
    method: Method,
    path: String,
    began: Instant,
    user: Option<String>,
    level: Option<&'static str>,
}

impl Logged {
    pub fn new(method: &Method, uri: &Uri) -> Self {
        Self {
            method: method.clone(),
            path: logged_path(uri),
            began: Instant::now(),
            user: None,
            level: None,
        }
    }
    pub fn called_by(&mut self, caller: &Caller) {
        if let Some(permit) = caller.permit() {
            self.user = Some(permit.user.name.to_string());
            self.level = Some(permit.user.level.as_str());
        }
    }
    /// One line, at the level info.
    pub fn answered(&self, response: &Response) {
        let ms = self.began.elapsed().as_secs_f64() * 1000.0;
        tracing::info!(
            method = %self.method,
            path = self.path,
            status = response.status().as_u16(),
            duration_ms = (ms * 100.0).round() / 100.0,
            user = self.user,
            level = self.level,
            reason = response.extensions().get().map(reason),
            "request"
        );
    }
}

/// Why it was refused, without what the client sent.
fn reason(refusal: &Refusal) -> String {
    if refusal.is_own {
        return refusal.sentence.clone();
    }
    let quoted = refusal.sentence.split('`').skip(1).step_by(2);
    let mut fields = quoted.filter(|quoted| FIELDS.contains(last_name(quoted)));
    match fields.next() {
        Some(field) => format!("{} (`{}`)", refusal.kind, last_name(field)),
        None => refusal.kind.to_owned(),
    }
}

/// The field of a place such as `points[3].name`.
fn last_name(place: &str) -> &str {
    let place = place.rsplit('.').next().unwrap_or(place);
    place.split('[').next().unwrap_or(place)
}

/// The names of all fields and parameters of the APIs.
static FIELDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut names = HashSet::new();
    for family in &SERVED {
        add_names(&openapi::document(*family, Firmware::LAST), &mut names);
    }
    names
});

fn add_names(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                names.extend(properties.keys().cloned());
            }
            if let (Some(Value::String(name)), true) =
                (fields.get("name"), fields.contains_key("in"))
            {
                names.insert(name.clone());
            }
            fields.values().for_each(|value| add_names(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| add_names(value, names)),
        _ => {}
    }
}

/// A path as it may be logged: `/api/v1/tags/7`, `/api/v1/users/…`.
fn logged_path(uri: &Uri) -> String {
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
    fn a_reason_names_fields_of_the_apis_and_nothing_that_was_sent() {
        let of = |sentence: &str, is_own| {
            let sentence = sentence.to_owned();
            reason(&Refusal {
                kind: "wrong",
                sentence,
                is_own,
            })
        };
        assert_eq!(of("`name` must be a text", false), "wrong (`name`)");
        assert_eq!(of("`points[0].name` is `hunter2`", false), "wrong (`name`)");
        assert_eq!(of("there is no `hunter2`", false), "wrong");
        assert_eq!(of("no key", true), "no key");
    }

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
