//! The demo fixture shows something of everything that there is.
use crate::client::{Twin, unwrapped};
use serde_json::Value;
use wiretwin::families::{self, FAMILIES};

/// What a twin that nobody has used cannot have: kind and list, and why.
const NOT_YET: [(&str, &str, &str); 3] = [
    ("audit", "/auditlog", "nobody has written anything"),
    ("kentik_batch", "", "nobody has sent one"),
    ("kentik_removed_device", "", "nobody has deleted one"),
];

#[tokio::test]
async fn there_is_an_object_of_every_kind() {
    let mut held = vec![];
    for platform in ["discover", "command"] {
        let twin = Twin::start_with("demo", &["--platform", platform]).await;
        let twin = twin.server.launched.fleet.twin("default").unwrap();
        held.push(twin.store.state());
    }
    for kind in families::CONTENTS.kinds() {
        let some = held.iter().any(|state| state.count(kind.name) > 0);
        let not_yet = NOT_YET.iter().any(|(name, ..)| *name == kind.name);
        assert_ne!(some, not_yet, "{}", kind.name);
    }
    for relation in families::CONTENTS.relations() {
        let some = held
            .iter()
            .any(|state| state.pairs(relation.name).next().is_some());
        assert!(some, "{}", relation.name);
    }
}

#[tokio::test]
async fn no_list_is_empty() {
    let mut twins = vec![];
    for platform in ["discover", "command"] {
        twins.push(Twin::start_with("demo", &["--platform", platform]).await);
    }
    let operations = FAMILIES.iter().flat_map(|family| {
        let operations = (family.operations)().into_iter();
        operations.map(|op| (family.name, op))
    });
    let lists = operations.filter(|(_, op)| op.method == "GET" && !op.path.contains('{'));
    let mut tried = 0;
    for (family, operation) in lists {
        let mut longest = None;
        for twin in &twins {
            let answer = twin.foremost(family).get(&operation.path).await;
            // Some speak of one thing, or of what one platform does not have.
            if let Ok(answer) = serde_json::from_slice(&answer.body)
                && let Value::Array(list) = unwrapped(answer)
            {
                longest = longest.max(Some(list.len()));
            }
        }
        let not_yet = NOT_YET.iter().any(|(_, list, _)| *list == operation.path);
        let expected = longest.map(|_| !not_yet);
        assert_eq!(
            longest.map(|length| length > 0),
            expected,
            "{}",
            operation.path
        );
        tried += usize::from(longest.is_some());
    }
    assert!(tried >= 34, "only {tried} lists");
}
