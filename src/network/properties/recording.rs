//! Recorded values stand in the place of the generated ones.
use super::prelude::*;

const START: Millis = NOW - HOUR;

fn recorded(points: &[(Millis, i64)]) -> RecordedMetric {
    let (category, name) = ("http_client".into(), "req".into());
    RecordedMetric {
        object_type: ObjectType::Device,
        object_id: 5,
        category,
        name,
        points: points.to_vec(),
    }
}

fn built(recorded: Vec<RecordedMetric>) -> Result<Network, String> {
    Network::build(Seed(1), hosts(Seed(1), 40), Vec::new(), recorded)
}

#[test]
fn recorded_values_replace_the_generated_ones() {
    let points = [
        (START, 2),
        (START + 30_000, 0),
        (START + 60_000, 61),
        (START + 330_000, 7),
    ];
    let network = built(vec![recorded(&points)]).unwrap();
    let before = &NETWORKS[0];
    let one = ask(&network, "http_client", "req")
        .of(5)
        .between(START, START + 600_000);
    let (fine, plain) = (
        numbers(&one.series(&network, Cycle::Sec30)),
        numbers(&one.series(before, Cycle::Sec30)),
    );
    for (at, value) in fine.iter().enumerate() {
        let time = START + at as i64 * 30_000;
        let point = points.iter().find(|(start, _)| *start == time);
        assert_eq!(*value, point.map_or(plain[at], |(_, value)| *value));
    }
    assert_eq!(fine[..3], [2, 0, 61]);
    for cycle in [Cycle::Sec1, Cycle::Min5, Cycle::Sec30] {
        let values = numbers(&one.series(&network, cycle));
        assert_eq!(values.iter().sum::<i64>(), fine.iter().sum::<i64>());
        assert!(values.iter().all(|value| *value >= 0));
    }
    let seconds = numbers(
        &one.between(START + 60_000, START + 90_000)
            .series(&network, Cycle::Sec1),
    );
    assert!(
        seconds.iter().all(|value| [2, 3].contains(value)) && seconds.iter().sum::<i64>() == 61
    );
    assert_eq!(one.count(&network), fine.iter().sum::<i64>());
    let all = ask(&network, "http_client", "req").between(START, START + 600_000);
    let change = fine.iter().sum::<i64>() - plain.iter().sum::<i64>();
    assert_eq!(all.count(&network) - all.count(before), change);
}

/// What has metrics of its own has recorded values of its own, and nothing else sees them.
#[test]
fn every_kind_of_object_has_recorded_values() {
    use ObjectType::*;
    let points = [(START, 2), (START + 30_000, 0), (START + 330_000, 700)];
    let before = &NETWORKS[0];
    for (object_type, id, category, name) in [
        (Network, 0, "net", "pkts"),
        (Capture, 0, "http", "req"),
        (Application, 0, "http", "req"),
        (Vlan, 20, "net", "pkts"),
        (System, 0, "capture", "pkts"),
        (Device, 5, "custom", "orders"),
        (Application, 0, "custom", "orders"),
    ] {
        let recorded = RecordedMetric {
            object_type,
            object_id: id,
            category: category.into(),
            name: name.into(),
            points: points.to_vec(),
        };
        let network = built(vec![recorded]).unwrap();
        let one = |object_type| {
            let one = ask(before, category, name).at(object_type);
            one.of(id).between(START, START + 600_000)
        };
        let (fine, plain) = (
            numbers(&one(object_type).series(&network, Cycle::Sec30)),
            numbers(&one(object_type).series(before, Cycle::Sec30)),
        );
        for (at, value) in fine.iter().enumerate() {
            let time = START + at as i64 * 30_000;
            let point = points.iter().find(|(start, _)| *start == time);
            let expected = point.map_or(plain[at], |(_, value)| *value);
            assert_eq!(*value, expected, "{object_type:?} {category} {name}");
        }
        let seconds = numbers(&one(object_type).series(&network, Cycle::Sec1));
        assert_eq!(seconds.iter().sum::<i64>(), fine.iter().sum::<i64>());
        assert_eq!(one(object_type).count(&network), fine.iter().sum::<i64>());
        for other in [Network, Device, Application, Vlan] {
            let same = catalog::MetricLevel::of(other) == catalog::MetricLevel::of(object_type);
            if !same && catalog::find(other, category).is_some() {
                let (now, then) = (one(other).rows(&network), one(other).rows(before));
                assert_eq!(now, then, "{object_type:?} {other:?}");
            }
        }
    }
}

#[test]
fn recorded_values_show_the_activity() {
    let host = Host {
        parent: None,
        ..hosts(Seed(1), 40)[4].clone()
    };
    let lonely = Network::build(
        Seed(1),
        vec![host],
        Vec::new(),
        vec![recorded(&[(START, 3)])],
    )
    .unwrap();
    let seen = [(Activity::Client(Protocol::Http), START)];
    assert_eq!(lonely.activities(5), seen);
    assert_eq!(ask(&lonely, "http_client", "req").count(&lonely), 3);
}

#[test]
fn a_metric_that_cannot_be_recorded_is_refused() {
    let one = || recorded(&[(START, 1)]);
    let refused = |one: RecordedMetric, why: &str| {
        assert_eq!(built(vec![one]).unwrap_err(), format!("metrics[0].{why}"));
    };
    for object_type in [ObjectType::DeviceGroup, ObjectType::ActivityGroup] {
        let group = RecordedMetric {
            object_type,
            ..one()
        };
        refused(
            group,
            "object_type: a group is the sum of its devices; record the values of those",
        );
    }
    let vlan = RecordedMetric {
        object_type: ObjectType::Vlan,
        ..one()
    };
    refused(vlan, "category: VLANs have no category `http_client`");
    refused(
        RecordedMetric {
            object_id: 99,
            ..one()
        },
        "object_id: no device has the id 99",
    );
    let category = RecordedMetric {
        category: "http".into(),
        ..one()
    };
    refused(category, "category: devices have no category `http`");
    let name = RecordedMetric {
        name: "chess".into(),
        ..one()
    };
    refused(name, "name: `http_client` has no metric `chess`");
    let detail = RecordedMetric {
        name: "status_code".into(),
        ..one()
    };
    refused(
        detail,
        "name: `status_code` is a topnset; only a count can be recorded",
    );
}

#[test]
fn a_point_that_cannot_be_is_refused() {
    let refused = |points: &[(Millis, i64)], why: &str| {
        let found = built(vec![recorded(points)]).unwrap_err();
        assert_eq!(found, format!("metrics[0].points{why}"));
    };
    refused(
        &[(START, 1), (7, 1)],
        "[1]: the time 7 is no multiple of 30000 ms",
    );
    refused(&[(START, -1)], "[0]: the value -1 is negative");
    let twice = format!("[1]: the time {START} is given twice");
    refused(&[(START, 1), (START, 2)], &twice);
}
