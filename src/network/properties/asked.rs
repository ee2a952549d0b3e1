//! What a network knows by its firmware, and what it answers for many spans at once.
use super::prelude::*;
use crate::base::firmware::Firmware;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An appliance knows the metrics of its firmware, and refuses later ones as it does unknown ones.
#[test]
fn a_metric_exists_from_its_firmware_on() {
    let mut later = BTreeSet::new();
    for firmware in [Firmware::FIRST, Firmware(9, 7), Firmware::LAST] {
        let network = NETWORKS[0].clone().with_firmware(firmware);
        for pick in picks() {
            let one = ask(&network, pick.category, pick.name).at(pick.object_type);
            let metric = catalog::find(pick.object_type, pick.category).unwrap();
            let metric = metric.metric(pick.name).unwrap();
            let expected = match metric.since <= firmware {
                true => Ok(()),
                false => Err(pick.name),
            };
            later.extend(expected.is_err().then_some(pick.name));
            let told = metrics::check(&network, &one.query(), &[]);
            let told = told.map_err(|refusal| match refusal {
                Refusal::Metric { name, .. } => name,
                other => panic!("{pick:?}: {other}"),
            });
            assert_eq!(told, expected.map_err(str::to_owned), "{pick:?}");
            let known = metrics::has_metric(&network, pick.object_type, pick.category, pick.name);
            assert_eq!(known, expected.is_ok());
        }
    }
    assert_eq!(Vec::from_iter(later), ["post_quantum_kex"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Spans that overlap are answered at once as they are one by one.
    #[test]
    fn many_spans_are_as_one_after_the_other(
        nth in any::<prop::sample::Index>(), device in 1i64..40, start in 0i64..2000, ticks in 1i64..40,
    ) {
        let network = &NETWORKS[0];
        let all: Vec<Pick> = picks().collect();
        let pick = all[nth.index(all.len())];
        let one = ask(network, pick.category, pick.name).at(pick.object_type);
        let id = if pick.object_type == ObjectType::Device { device } else { 0 };
        let one = one.of(id);
        let first = NOW - DAY + start * 30_000;
        let spans: Vec<_> = (0..70).map(|n| (first + n * 30_000, first + (n + ticks) * 30_000)).collect();
        let apart: Vec<Vec<Value>> = spans
            .iter()
            .map(|(from, until)| one.between(*from, *until).rows(network).remove(0).values)
            .collect();
        prop_assert_eq!(metrics::over(network, &one.query(), &[], &spans).unwrap(), apart);
    }
}
