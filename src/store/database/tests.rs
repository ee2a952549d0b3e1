//! What every database must do, asked of each that there is.
use super::*;
use crate::{
    base::{firmware::Firmware, platform::Platform, unknown_fields::UnknownFields},
    store::{AuditEntry, Change, Draft, Ends, Kind, Link, Stamp, State},
};
use anyhow::Result;
use std::{fs, path::Path};

/// Where each database lies; a folder is all that they need.
const ADDRESSES: [fn(&Path) -> String; 1] =
    [|folder| format!("sqlite://{}", folder.join("twins.db").display())];

const ENDS: &Ends = &Ends {
    name: "audit/audit",
    parent: "audit",
    child: "audit",
};

fn row(twin: &str) -> TwinRow {
    TwinRow {
        twin: twin.into(),
        firmware: Firmware(7, 2),
        platform: Platform::Command,
        seed: u64::MAX,
        clock: Some(-5),
        fixture: "guide".into(),
        unknown_fields: UnknownFields::Refuse,
        fixture_digest: Some("ab".into()),
        made_at: Some(1504224000000),
    }
}

/// What a write does to a state: the new state, and the steps to it.
fn written(state: &State, work: impl FnOnce(&mut Draft)) -> (State, Vec<Change>) {
    let (at, by, component) = (7, "ann".into(), "test");
    let mut draft = Draft::new(state.clone(), Stamp { at, by, component });
    work(&mut draft);
    draft.done()
}

fn entry(draft: &mut Draft, details: &str) -> i64 {
    let entry = AuditEntry {
        id: 0,
        at: 1,
        user: "ann".into(),
        operation: "Test".into(),
        details: details.into(),
        component: "test".into(),
    };
    draft.insert(entry).unwrap()
}

fn link(parent: i64, child: i64) -> Link {
    Link {
        relation: ENDS,
        parent,
        child,
    }
}

/// A state as text.
fn told(state: &State) -> (Vec<String>, Vec<(i64, i64)>, i64) {
    let objects = state.objects("audit").map(|object| object.doc());
    let pairs = state.pairs(ENDS.name);
    (objects.collect(), pairs.collect(), state.last_id("audit"))
}

async fn loaded(database: &mut dyn Database, twin: &str) -> State {
    let kinds = vec![Kind::of::<AuditEntry>()];
    load_state(database, twin, kinds, vec![ENDS]).await.unwrap()
}

/// Runs a test on a new database of each sort.
async fn each<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    for address in ADDRESSES {
        let folder = tempfile::tempdir().unwrap();
        test(address(folder.path())).await;
    }
}

async fn open(url: &str) -> Box<dyn Database> {
    open_database(url, Synchronous::Normal).await.unwrap()
}

#[tokio::test]
async fn what_was_kept_is_there_after_another_start() {
    each(|url| async move {
        let mut database = open(&url).await;
        assert_eq!(database.twins().await.unwrap(), []);
        let (state, changes) = written(&State::default(), |draft| {
            for n in 1..=3 {
                entry(draft, &n.to_string());
            }
            draft.link(link(1, 2));
            draft.link(link(1, 3));
        });
        database.create(&row("one"), &changes).await.unwrap();
        database.create(&row("two"), &changes).await.unwrap();
        let (next, changes) = written(&state, |draft| {
            draft.remove::<AuditEntry>(3).unwrap();
            entry(draft, "four");
            draft.reserve(Kind::of::<AuditEntry>(), 9);
        });
        let appended = database.append(vec![("one", &changes)]).await;
        appended.unwrap();
        database.close().await;
        let mut database = open(&url).await;
        assert_eq!(database.twins().await.unwrap(), [row("one"), row("two")]);
        assert_eq!(told(&loaded(&mut *database, "one").await), told(&next));
        assert_eq!(told(&loaded(&mut *database, "two").await), told(&state));
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn many_changes_at_once_come_to_the_last_of_each_row() {
    each(|url| async move {
        let mut database = open(&url).await;
        let (state, first) = written(&State::default(), |draft| {
            for n in 0..2000 {
                entry(draft, &n.to_string());
            }
            (1..1000).for_each(|n| draft.link(link(n, n + 1)));
        });
        database.create(&row("one"), &[]).await.unwrap();
        let (state, second) = written(&state, |draft| {
            for id in (1..2000).step_by(2) {
                draft.remove::<AuditEntry>(id).unwrap();
            }
            draft.link(link(2, 4));
            draft.unlink(link(2, 4));
        });
        let both = vec![("one", first.as_slice()), ("one", second.as_slice())];
        database.append(both).await.unwrap();
        assert_eq!(told(&loaded(&mut *database, "one").await), told(&state));
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_not_known_is_refused_and_not_lost() {
    each(|url| async move {
        let mut database = open(&url).await;
        let (_, changes) = written(&State::default(), |draft| {
            entry(draft, "one");
            draft.link(link(1, 1));
        });
        database.create(&row("one"), &changes).await.unwrap();
        let refused = |loaded: Result<State>| loaded.err().unwrap().to_string();
        let kinds = || vec![Kind::of::<AuditEntry>()];
        let told = refused(load_state(&mut *database, "one", vec![], vec![ENDS]).await);
        assert_eq!(told, "it holds objects of an unknown kind `audit`");
        let told = refused(load_state(&mut *database, "one", kinds(), vec![]).await);
        assert_eq!(told, "it holds links of an unknown relation `audit/audit`");
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_holds_something_else_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("twins.db");
    fs::write(&file, "no database").unwrap();
    let url = format!("sqlite://{}", file.display());
    let opened = open_database(&url, Synchronous::Full).await;
    assert!(opened.is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), "no database");
    let opened = open_database("mysql://localhost/twins", Synchronous::Full).await;
    let told = format!("{:#}", opened.err().unwrap());
    assert!(
        told.starts_with("`mysql://localhost/twins` is no database address"),
        "{told}"
    );
}
