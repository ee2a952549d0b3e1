//! Filters leave the entries whose keys they match, in every metric that has keys.
use super::prelude::*;

fn exactly(text: &str) -> Option<KeyFilter> {
    Some(KeyFilter::parse(text).unwrap())
}
fn pattern(text: &str) -> Option<KeyFilter> {
    exactly(&format!("/^{}$/", regex::escape(text)))
}

/// A detail of some device, asked of the first that has any.
fn some_detail(network: &Network, pick: Pick) -> Option<(TestQuery, Vec<Entry>)> {
    let metric = catalog::find(pick.object_type, pick.category)?.metric(pick.name)?;
    metric.keys().next()?;
    let asked = |host: &Host| {
        let one = pick.of(network, host.id).between(NOW - DAY, NOW);
        let found = one.detail(network);
        (!found.is_empty()).then_some((one, found))
    };
    network.hosts().iter().find_map(asked)
}

#[test]
fn filters_leave_what_they_match() {
    let network = &NETWORKS[0];
    let details: Vec<_> = picks()
        .filter_map(|pick| some_detail(network, pick))
        .collect();
    assert!(details.len() > 150, "{}", details.len());
    for (one, all) in details {
        let kept = |key1: Option<KeyFilter>, key2: Option<KeyFilter>| {
            let mut one = one.clone();
            (one.spec.key1, one.spec.key2) = (key1, key2);
            one.detail(network)
        };
        let (first, key) = (&all[..1], all[0].key.text());
        assert_eq!(kept(exactly(&key), None), first);
        assert_eq!(kept(pattern(&key), None), first);
        assert_eq!(kept(exactly("/./"), None), all);
        assert!(kept(exactly("no such key"), None).is_empty());
        let Value::Detail(inner) = &first[0].value else {
            // The second filter is for inner keys, which there are none of.
            assert_eq!(kept(None, exactly("no such key")), all);
            continue;
        };
        let inner_key = inner[0].key.text();
        for filter in [exactly(&inner_key), pattern(&inner_key)] {
            let value = Value::Detail(vec![inner[0].clone()]);
            let wanted = Entry {
                value,
                ..all[0].clone()
            };
            assert_eq!(kept(exactly(&key), filter), [wanted]);
        }
        assert!(kept(None, exactly("no such key")).is_empty());
    }
}
