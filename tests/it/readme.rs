//! The README says what is true: its tables are those of the program.
use crate::client::Twin;
use std::{collections::BTreeMap, fs, path::Path, process::Command};
use wiretwin::{
    api::{Family, Operation},
    base::firmware::Firmware,
    families::FAMILIES,
};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- resources -->\n";
const END: &str = "<!-- /resources -->";

/// A table for each family, with a row for each resource: its path, how many operations it has,
/// and who may call them.
fn tables() -> String {
    let tables = FAMILIES.iter().map(|family| {
        let operations = (family.operations)();
        let operations = operations
            .into_iter()
            .filter(|op| op.terms.is_documented_in(Firmware::FIRST));
        table(family, operations.collect())
    });
    tables.collect::<Vec<_>>().join("\n")
}

fn table(family: &Family, operations: Vec<Operation>) -> String {
    let mut resources: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    let count = operations.len();
    for op in operations {
        let resource = op.path.split('/').nth(1).unwrap().to_owned();
        resources.entry(resource).or_default().push(op);
    }
    let mut table =
        "| resource | operations | to read | to write |\n| --- | --- | --- | --- |\n".to_owned();
    for (resource, operations) in resources {
        let least = |reads: bool| {
            // A query reads, and is a POST because it carries a body.
            let queries = ["metrics", "query"].contains(&resource.as_str());
            let reading = |op: &&Operation| (op.method == http::Method::GET || queries) == reads;
            let levels = operations.iter().filter(reading).map(|op| op.terms.level);
            levels.min().map_or("", family.wording.api.level)
        };
        table += &format!(
            "| `{}/{resource}` | {} | {} | {} |\n",
            family.base(),
            operations.len(),
            least(true),
            least(false)
        );
    }
    format!(
        "{table}\n{count} operations of the {}. The columns name the least permission level.\n",
        family.title
    )
}

#[test]
fn readme_lists_the_resources() {
    let readme = fs::read_to_string(README).unwrap();
    let (start, end) = (
        readme.find(BEGIN).unwrap() + BEGIN.len(),
        readme.find(END).unwrap(),
    );
    if std::env::var_os("WIRETWIN_UPDATE").is_some() {
        fs::write(
            README,
            format!("{}{}{}", &readme[..start], tables(), &readme[end..]),
        )
        .unwrap();
        return;
    }
    assert_eq!(
        readme[start..end],
        tables(),
        "WIRETWIN_UPDATE=1 cargo test readme makes it anew"
    );
}

#[test]
fn readme_lists_the_options() {
    let readme = fs::read_to_string(README).unwrap();
    let help = Command::new(env!("CARGO_BIN_EXE_wiretwin"))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let options = help
        .lines()
        .filter_map(|line| line.trim().trim_start_matches("-h, ").strip_prefix("--"));
    let options: Vec<&str> = options
        .map(|option| option.split([' ', '<', '[']).next().unwrap())
        .collect();
    assert!(options.len() > 14, "{options:?}");
    for option in options.iter().filter(|option| **option != "help") {
        assert!(
            readme.contains(&format!("`--{option}")),
            "--{option} is not in the README"
        );
    }
}

/// The fixture of the README can be loaded, and the commands are the program's.
#[test]
fn readme_shows_a_fixture_that_loads() {
    let readme = fs::read_to_string(README).unwrap();
    let start = readme.find("```yaml\n").unwrap() + "```yaml\n".len();
    let text = &readme[start..start + readme[start..].find("```").unwrap()];
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("fixture.yaml"), text).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_wiretwin"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let checked = run(&["fixture", "check", "fixture.yaml"]);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    for command in ["check", "export", "schema", "generate"] {
        assert!(readme.contains(&format!("`wiretwin fixture {command}")));
        assert!(run(&["fixture", command, "--help"]).status.success());
    }
}

/// What a page shows of a file stands in the file, which is run; the files are in `docs/recipes`.
#[test]
fn what_pages_show_of_files_is_in_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = 0;
    for page in ["README.md", "docs/docker.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        for block in text.split("<!-- file: ").skip(1) {
            let (name, rest) = block.split_once(" -->\n```").unwrap();
            let (_, rest) = rest.split_once('\n').unwrap();
            let file = fs::read_to_string(root.join(name)).unwrap();
            assert!(rest.starts_with(&format!("{file}```")), "{page}: {name}");
            shown += 1;
        }
        for link in text.split("](docs/").skip(1) {
            let name = link.split([')', '#']).next().unwrap();
            assert!(root.join("docs").join(name).exists(), "{page}: docs/{name}");
        }
    }
    assert!(shown >= 4, "{shown}");
}

/// Each row of the map of the demo: a question, and words that its answer has.
#[tokio::test]
async fn readme_tells_what_is_in_the_demo() {
    let readme = fs::read_to_string(README).unwrap();
    let twin = Twin::start("demo").await;
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `GET "));
    let mut asked = 0;
    for row in rows {
        let (path, told) = row.split_once("` |").unwrap();
        let answer = twin.full_system().get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        for word in told.split('`').skip(1).step_by(2) {
            assert!(
                answer.text().contains(&format!("\"{word}\"")),
                "{path}: {word}"
            );
        }
        asked += 1;
    }
    assert!(asked > 10, "{asked}");
}
