//! The plan of the rooms, read off the `use` lines: each room knows only those on lower floors, and
//! no file is part of a circle. `docs/architecture.md` draws the same plan.
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The rooms from the ground up. Those of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["network", "runtime", "store", "tls"],
    &["schema"],
    &["twin"],
    &["api"],
    &["extrahop", "kentik"],
    &["families"],
    &["control"],
    &["server"],
    &["cli"],
];

/// Files that are one thing: a rule of an object may look at the state that the object is to stand in.
const CIRCLES: &[&[&str]] = &[&["store::object", "store::state"]];

/// A path of module names below the crate.
type Module = Vec<String>;

struct House {
    /// The text of each module, without its tests.
    modules: BTreeMap<Module, String>,
    /// What faces hand on: a name in a module, and where it is defined.
    handed_on: BTreeMap<Module, Module>,
}

fn module(text: &str) -> Module {
    text.split("::").map(str::to_owned).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

impl House {
    fn read() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = vec![];
        files(&src, &mut found);
        let mut house = Self {
            modules: BTreeMap::new(),
            handed_on: BTreeMap::new(),
        };
        for path in found {
            let relative = path.strip_prefix(&src).unwrap().with_extension("");
            let words = relative
                .iter()
                .map(|word| word.to_str().unwrap().to_owned());
            let mut own: Module = words.collect();
            own.pop_if(|last| ["mod", "lib"].contains(&last.as_str()));
            let is_test = own
                .iter()
                .any(|word| ["tests", "properties"].contains(&&**word));
            if is_test || own == ["main"] {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
            house.modules.insert(own, text.to_owned());
        }
        let modules = house.modules.clone();
        for (own, text) in &modules {
            for (path, name) in uses(text, true) {
                if let Some(target) = house.absolute(&path, own) {
                    let name = [own.clone(), vec![name]].concat();
                    house.handed_on.insert(name, target);
                }
            }
        }
        house
    }

    /// A path as it is written in a module, from the root of the crate; none for another crate's.
    fn absolute(&self, path: &[String], own: &Module) -> Option<Module> {
        match path[0].as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" => {
                let ups = path.iter().take_while(|word| *word == "super").count();
                let above = own.get(..own.len().checked_sub(ups)?)?;
                Some([above, &path[ups..]].concat())
            }
            "self" => Some([own, &path[1..]].concat()),
            child => {
                let child = [own.clone(), vec![child.to_owned()]].concat();
                let known = self.modules.contains_key(&child) && child != *own;
                known.then(|| [own, path].concat())
            }
        }
    }

    /// The file that defines what a path names.
    fn defined_in(&self, path: &[String], depth: usize) -> Option<&Module> {
        for end in (1..=path.len()).rev() {
            let (head, rest) = path.split_at(end);
            if let Some((module, _)) = self.modules.get_key_value(head) {
                return Some(module);
            }
            if let Some(target) = self.handed_on.get(head).filter(|_| depth < 8) {
                return self.defined_in(&[target, rest].concat(), depth + 1);
            }
        }
        None
    }

    /// The files whose names a file takes.
    fn arrows(&self) -> BTreeMap<&Module, BTreeSet<&Module>> {
        let mut arrows = BTreeMap::new();
        for (own, text) in &self.modules {
            let used = uses(text, false).into_iter().map(|(path, _)| path);
            let paths = used.chain(inline_paths(text));
            let targets = paths.filter_map(|path| {
                let path = self.absolute(&path, own)?;
                self.defined_in(&path, 0).filter(|target| *target != own)
            });
            arrows.insert(own, targets.collect());
        }
        arrows
    }
}

/// The leaves of the `use` lines of a text: of those that hand names on, or of the others.
fn uses(text: &str, handing_on: bool) -> Vec<(Vec<String>, String)> {
    let mut found = vec![];
    for statement in statements(text) {
        let (public, tree) = match statement.strip_prefix("pub ") {
            Some(rest) => (true, rest),
            None => (false, statement.as_str()),
        };
        if public == handing_on {
            let tree = tree.strip_prefix("use ").unwrap();
            leaves(tree, &[], &mut found);
        }
    }
    found
}

/// Every `use` line as one line.
fn statements(text: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("use ") || line.starts_with("pub use ") {
            found.push(String::new());
            open = true;
        }
        if open {
            let last = found.last_mut().unwrap();
            last.push_str(line);
            last.push(' ');
            open = !line.ends_with(';');
        }
    }
    let ends = |line: &String| line.trim().trim_end_matches(';').to_owned();
    let in_macros = |line: &String| !line.contains('$');
    found
        .iter()
        .filter(|line| in_macros(line))
        .map(ends)
        .collect()
}

fn leaves(tree: &str, above: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let (mut depth, mut start) = (0, 0);
    let mut parts = vec![];
    for (at, letter) in tree.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..]);
    for part in parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if let Some((head, inner)) = part.split_once('{') {
            let head = head.trim_end_matches("::").trim();
            let own = [above, &module(head)].concat();
            let inner = inner.trim_end().strip_suffix('}').unwrap();
            leaves(inner, &own, found);
            continue;
        }
        let (path, name) = part.split_once(" as ").unwrap_or((part, ""));
        let mut path = [above, &module(path.trim())].concat();
        path.pop_if(|last| ["self", "*"].contains(&last.as_str()));
        let own = path.last().cloned().unwrap_or_default();
        let name = if name.is_empty() {
            own
        } else {
            name.trim().to_owned()
        };
        found.push((path, name));
    }
}

/// Paths in the code itself, such as `super::system::complete` or `search::search`.
fn inline_paths(text: &str) -> Vec<Vec<String>> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut found = vec![];
    for line in code.filter(|line| !line.contains("use ")) {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
        for word in line.split(|letter: char| !is_part(letter)) {
            let path = word.trim_matches(':');
            if path.contains("::") && path.starts_with(|first: char| first.is_lowercase()) {
                found.push(module(path));
            }
        }
    }
    found
}

#[test]
fn the_top_of_the_tree_is_the_plan() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let map = fs::read_to_string(src.join("lib.rs")).unwrap();
    let rooms: BTreeSet<&str> = FLOORS.concat().into_iter().collect();
    let mut lines = map.lines().filter_map(|line| line.strip_suffix(';'));
    let declared = lines.by_ref().filter_map(|line| line.rsplit_once("mod "));
    let declared: BTreeSet<&str> = declared.map(|(_, name)| name).collect();
    assert_eq!(declared, rooms);
    for room in rooms {
        let sentence = format!("`{room}`");
        assert!(
            map.contains(&sentence),
            "lib.rs has no sentence about {room}"
        );
    }
}

#[test]
fn no_room_knows_one_above_it() {
    let house = House::read();
    let floor = |module: &Module| {
        let mut floors = FLOORS.iter();
        floors.position(|rooms| rooms.contains(&module[0].as_str()))
    };
    let mut wrong = vec![];
    for (from, targets) in house.arrows().iter().filter(|(from, _)| !from.is_empty()) {
        for to in targets.iter().filter(|to| to[0] != from[0]) {
            let (own, other) = (floor(from).unwrap(), floor(to).unwrap());
            if other >= own {
                wrong.push(format!("{} -> {}", from.join("::"), to.join("::")));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn there_is_no_circle_but_those_that_are_one_thing() {
    let house = House::read();
    let arrows = house.arrows();
    let reached = |from: &Module| {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Module> = arrows[from].iter().copied().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(&arrows[module]);
            }
        }
        reached
    };
    let all: BTreeMap<&Module, BTreeSet<&Module>> =
        arrows.keys().map(|from| (*from, reached(from))).collect();
    let mut circles = BTreeSet::new();
    for (from, reached) in &all {
        let mutual = reached.iter().filter(|to| all[**to].contains(from));
        let circle: BTreeSet<String> = mutual.map(|module| module.join("::")).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    let allowed = CIRCLES
        .iter()
        .map(|circle| circle.iter().map(|name| (*name).to_owned()));
    let allowed: BTreeSet<BTreeSet<String>> = allowed.map(Iterator::collect).collect();
    assert_eq!(circles, allowed);
}

#[test]
fn files_and_functions_are_short() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![];
    files(&src, &mut found);
    let (mut lengths, mut long) = (vec![], vec![]);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&src).unwrap().display().to_string();
        lengths.push(text.lines().count());
        if text.lines().count() > 300 {
            long.push(format!("{name}: {} lines", text.lines().count()));
        }
        long.extend(long_functions(&text).map(|function| format!("{name}: {function}")));
    }
    lengths.sort_unstable();
    assert_eq!(long, Vec::<String>::new());
    let median = lengths[lengths.len() / 2];
    assert!(
        median <= 120,
        "half of the files are longer than {median} lines"
    );
}

/// Functions of more than 50 lines, from `fn` to the brace of the same depth.
fn long_functions(text: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_function(line));
    let starts = starts.map(|(at, line)| {
        let name = line.trim_start();
        (at, line.len() - name.len(), name.to_owned())
    });
    let long = starts.filter_map(|(at, depth, name)| {
        let end = format!("{}}}", " ".repeat(depth));
        let length = lines[at..].iter().position(|line| *line == end)?;
        (length > 50).then(|| format!("`{name}` has {length} lines"))
    });
    long.collect::<Vec<_>>().into_iter()
}

fn is_function(line: &str) -> bool {
    let mut rest = line.trim_start();
    let before = [
        "pub ",
        "pub(super) ",
        "pub(in crate::network) ",
        "async ",
        "const ",
    ];
    while let Some(shorter) = before.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest.starts_with("fn ")
}
