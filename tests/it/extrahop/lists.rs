//! What tests ask of lists of objects.
use crate::client::Caller;
use serde_json::Value;

/// The ids of a list, in its order.
pub fn ids(list: &Value) -> Vec<i64> {
    each(list, "id")
}

/// One number of every object of a list, in its order.
pub fn each(list: &Value, field: &str) -> Vec<i64> {
    let objects = list.as_array().unwrap().iter();
    objects
        .map(|object| object[field].as_i64().unwrap())
        .collect()
}

/// A path with its query parameters encoded.
pub fn with_query(path: &str, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{path}?{query}")
}

/// The ids that a GET of a list answers.
pub async fn listed(caller: &Caller, path: &str) -> Vec<i64> {
    ids(&caller.json(path).await)
}

/// The devices that a search finds.
pub async fn found(caller: &Caller, search_type: &str, value: &str) -> Vec<i64> {
    let parameters = [("search_type", search_type), ("value", value)];
    listed(caller, &with_query("/devices", &parameters)).await
}
