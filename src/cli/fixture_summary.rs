//! What is in a fixture, in words.
use crate::{
    base::clock::format_time,
    families::CONTENTS,
    store::{Kind, State},
    twin::{access::Level, fixture::Fixture},
};

/// `49 devices (47 generated), 4 users, 1 alert; clock 2017-09-01T00:00:00Z; keys for full_system`.
pub fn summary(fixture: &Fixture, state: &State) -> String {
    let mut counts: Vec<(usize, String)> = vec![];
    for kind in CONTENTS.kinds() {
        let objects = state.objects(kind.name);
        let count = objects.filter(|object| !object.is_built_in()).count();
        // What comes with every twin is not in the fixture.
        if count == 0 || (fixture.written(kind.path) == 0 && kind.path != "devices") {
            continue;
        }
        let generated = match kind.path {
            "devices" => generated(fixture),
            _ => String::new(),
        };
        let count = match kind.path {
            "devices" => count,
            path => fixture.written(path),
        };
        let name = format!("{}{generated}", name(kind, count));
        counts.push((count, format!("{count} {name}")));
    }
    // What there is most of comes first.
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let counts: Vec<_> = counts.into_iter().map(|(_, words)| words).collect();
    let counts = match counts.is_empty() {
        true => "nothing but what comes with every appliance".to_owned(),
        false => counts.join(", "),
    };
    let clock = match fixture.clock {
        Some(at) => format!("clock {}", format_time(at)),
        None => "clock: real time".to_owned(),
    };
    let levels = fixture.key_levels();
    let levels: Vec<_> = levels.into_iter().map(Level::as_str).collect();
    match levels.is_empty() {
        true => format!("{counts}; {clock}"),
        false => format!("{counts}; {clock}; keys for {}", levels.join(", ")),
    }
}

/// How many of the devices fill subnets.
fn generated(fixture: &Fixture) -> String {
    let counts = fixture.subnets.iter().flat_map(|one| one.devices.values());
    match counts.map(|count| u64::from(*count)).sum::<u64>() {
        0 => String::new(),
        generated => format!(" ({generated} generated)"),
    }
}

/// The name of so many objects of a kind.
fn name(kind: &Kind, count: usize) -> String {
    let api = match kind.path.split_once('/') {
        Some(("kentik", _)) => "Kentik ",
        _ => "",
    };
    let title = kind.title;
    let plural = match title.strip_suffix('y') {
        _ if count == 1 => title.to_owned(),
        Some(stem) if !title.ends_with("key") => format!("{stem}ies"),
        _ if title.ends_with('s') => format!("{title}es"),
        _ if title.ends_with("criterion") => title.replace("criterion", "criteria"),
        _ => format!("{title}s"),
    };
    format!("{api}{plural}")
}
