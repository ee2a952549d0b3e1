//! Which questions are refused, and which have nothing for an answer.
use super::prelude::*;

#[test]
fn what_no_trigger_wrote_to_is_nothing() {
    let network = &NETWORKS[0];
    for (object_type, id) in [
        (ObjectType::Device, 2),
        (ObjectType::Capture, 0),
        (ObjectType::Application, 0),
    ] {
        let of = |category: &str| TestQuery {
            object_type,
            ..ask(network, category, "orders").of(id)
        };
        assert_eq!(of("custom").value(network), Value::Count(0));
        assert_eq!(of("custom_detail").value(network), Value::Detail(vec![]));
    }
}

#[test]
fn wrong_questions_are_refused_in_the_words_of_the_contract() {
    let network = &NETWORKS[0];
    let refused =
        |network: &Network, query: &Query| metrics::answer(network, query, &[]).unwrap_err();
    let refusal = |ask: TestQuery| refused(network, &ask.query()).to_string();
    let invalid = |name: &str| format!("invalid stat name '{name}' (-32602)");
    assert_eq!(
        refusal(ask(network, "http", "req")),
        invalid("extrahop.device.http")
    );
    let bare = network.clone().with_packetstore(false);
    let kept = ask(&bare, "cpc", "pkts").at(ObjectType::System);
    assert_eq!(
        refused(&bare, &kept.query()).to_string(),
        invalid("extrahop.system.cpc")
    );
    assert!(kept.count(network) > 0);
    assert_eq!(
        refusal(ask(network, "http_client", "chess")),
        "Provided spec name or category is incorrect"
    );
    let year = ask(network, "net", "bytes").between(NOW - 365 * DAY, NOW);
    let rows = 365 * 24 * 120 * network.hosts().len() as i64;
    let query = Query {
        fold: Fold::Buckets,
        ..year.query()
    };
    assert_eq!(refused(network, &query), Refusal::TooMany(rows));
    let far = ask(network, "net", "bytes").between(i64::MIN, i64::MAX);
    assert!(far.count(network) > 0);
}
