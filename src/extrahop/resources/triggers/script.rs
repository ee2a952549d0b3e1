//! Whether a script is JavaScript that can be read. It is kept as it was sent and never run.
use super::nesting::is_deeper_than;
use crate::{
    base::problem::{Problem, Result, refused},
    runtime::background,
};
use anyhow::anyhow;
use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::{GetSpan, SourceType};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};
use tokio::sync::Semaphore;

/// The longest script, in bytes. The parser goes as deep as a script is nested, so this bounds the
/// stack that it needs.
const LONGEST: usize = 128 * 1024;
/// How deep brackets may be nested: what is behind each of them may be read once more for it.
const DEEPEST: usize = 60;
/// How many digests of readable scripts are kept.
const KEPT: usize = 4096;
/// The most stack that one byte of a script can ask for: a `(` took 3866 bytes of it in a build
/// without optimisation, which takes twice as much as one with it, and all else took less.
const STACK: usize = if cfg!(debug_assertions) { 8192 } else { 4096 };
/// The parser looks ahead in nested assignments again and again; nobody writes a script for which
/// this is too short.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first mistake in a script: where it begins, and what it is.
struct Mistake {
    offset: usize,
    what: String,
}

pub fn check(script: &str) -> Result<()> {
    if script.trim().is_empty() {
        return Ok(());
    }
    if script.len() > LONGEST {
        let given = script.len();
        return Err(refused(format!(
            "`script` must be at most {LONGEST} bytes long, not {given}"
        )));
    }
    if is_deeper_than(script, DEEPEST) {
        return Err(refused(format!(
            "`script`: brackets must be nested at most {DEEPEST} deep"
        )));
    }
    let digest = Sha256::digest(script).into();
    if readable().contains(&digest) {
        return Ok(());
    }
    match on_its_own_stack(script)? {
        None => {
            let mut readable = readable();
            if readable.len() >= KEPT {
                readable.clear();
            }
            readable.insert(digest);
            Ok(())
        }
        Some(Mistake { offset, what }) => {
            let (line, column) = place(script, offset);
            let why = format!("`script`: line {line}, column {column}: {what}");
            Err(refused(why))
        }
    }
}

/// The same, where other requests and the writes of others do not wait for it. One script is parsed
/// at a time, so that many do not take their stacks together.
pub async fn checked(script: &str) -> Result<()> {
    static TURN: Semaphore = Semaphore::const_new(1);
    let script = script.to_owned();
    let _turn = TURN.acquire().await.map_err(anyhow::Error::from)?;
    background::run(move || check(&script)).await
}

/// The scripts that were found readable: a write checks again what its request has checked.
fn readable() -> MutexGuard<'static, HashSet<[u8; 32]>> {
    static READABLE: LazyLock<Mutex<HashSet<[u8; 32]>>> = LazyLock::new(Mutex::default);
    // Nothing panics while the lock is held, so it cannot be poisoned.
    READABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// However deep a script is nested, the server's own stack is not touched.
fn on_its_own_stack(script: &str) -> Result<Option<Mistake>> {
    let (sender, told) = mpsc::sync_channel(1);
    let owned = script.to_owned();
    let parse = move || {
        // Nobody listens any more when it took too long.
        sender.send(mistake(&owned)).ok();
    };
    thread::Builder::new()
        .name("script".into())
        .stack_size(256 * 1024 + script.len() * STACK)
        .spawn(parse)
        .map_err(|why| Problem::Internal(anyhow!("no thread for the parser: {why}")))?;
    match told.recv_timeout(PATIENCE) {
        Ok(found) => Ok(found),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let why = "`script` is nested so deep that it cannot be read in good time";
            Err(refused(why))
        }
        Err(gone) => Err(Problem::Internal(anyhow!("the parser failed: {gone}"))),
    }
}

/// A trigger's script is the body of a function: it may return, and it cannot import or export.
/// What is inside a regular expression is not looked at: that takes ten times the stack.
fn mistake(script: &str) -> Option<Mistake> {
    let options = ParseOptions {
        allow_return_outside_function: true,
        ..ParseOptions::default()
    };
    let memory = Allocator::default();
    let parsed = Parser::new(&memory, script, SourceType::script())
        .with_options(options)
        .parse();
    let first = parsed.diagnostics.into_vec().into_iter().next();
    if let Some(diagnostic) = first {
        // A mistake without a place is that the script ends too soon.
        let label = diagnostic.labels.as_slice().first();
        return Some(Mistake {
            offset: label.map_or(script.len(), |label| label.offset() as usize),
            what: diagnostic.message.to_string(),
        });
    }
    let module = parsed
        .program
        .body
        .iter()
        .find_map(|s| s.as_module_declaration())?;
    Some(Mistake {
        offset: module.span().start as usize,
        what: "a script cannot import or export".into(),
    })
}

/// Line and column of a byte, both from 1; a column is a character.
fn place(script: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(script.len());
    while !script.is_char_boundary(end) {
        end -= 1;
    }
    // What JavaScript takes for the end of a line.
    let before = script[..end].replace("\r\n", "\n");
    let mut lines = before.split(['\n', '\r', '\u{2028}', '\u{2029}']);
    let last = lines.next_back().unwrap_or_default();
    (lines.count() + 1, last.chars().count() + 1)
}
