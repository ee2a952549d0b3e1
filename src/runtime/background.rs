//! Long work, done background: on few threads of their own, which give way to the short requests.
use crate::base::{problem::Result, wanted::Wanted};
use anyhow::Context;
use std::{
    sync::{Arc, LazyLock},
    thread::{self, available_parallelism},
};
use tokio::sync::{Semaphore, oneshot};

/// Threads for each core. More would only hold more unfinished answers in memory; with fewer, a
/// query of some milliseconds would wait for those of some seconds.
const PER_CORE: usize = 4;
/// By how much these threads are nicer than those that serve requests. Where both want a core, they
/// get about a tenth of it; where nobody else does, all of it.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new(PER_CORE * cores))
});

/// What `work` comes to, once it had its turn; turns are in the order of the calls. It learns from
/// [`Wanted::current`] when nobody waits for it any more.
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn = TURNS.clone().acquire_owned().await;
    let turn = turn.map_err(anyhow::Error::from)?;
    let (tell, told) = oneshot::channel();
    let (_waiting, wanted) = Wanted::new();
    let thread = thread::Builder::new().name("background".into());
    let started = thread.spawn(move || {
        give_way();
        // Nobody is there to be told when the client went away.
        let _ = tell.send(wanted.during(work));
        drop(turn);
    });
    started.context("no thread for a long request")?;
    told.await.context("a long request panicked")?
}

/// Elsewhere niceness is that of the whole process.
#[cfg(not(target_os = "linux"))]
fn give_way() {}

/// Threads that this one starts are as nice.
#[cfg(target_os = "linux")]
fn give_way() {
    // Without it, all is only less smooth.
    let _ = rustix::process::nice(NICER);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::problem::malformed;
    use std::time::Duration;

    #[tokio::test]
    async fn more_work_than_turns_is_all_done() {
        let work = |n: usize| {
            run(move || {
                thread::sleep(Duration::from_millis(1));
                Ok(n)
            })
        };
        let most = TURNS.available_permits();
        let all: Vec<_> = (0..3 * most).map(|n| tokio::spawn(work(n))).collect();
        for (n, one) in all.into_iter().enumerate() {
            assert_eq!(one.await.unwrap().unwrap(), n);
        }
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_and_gives_its_turn_back() {
        for _ in 0..10 * PER_CORE {
            assert!(run(|| Err::<(), _>(malformed("no"))).await.is_err());
            assert!(
                run(|| -> Result<()> { panic!("as it must") })
                    .await
                    .is_err()
            );
        }
        assert_eq!(run(|| Ok(1)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn work_ends_when_nobody_waits_for_it() {
        let (ended, end) = oneshot::channel();
        let endless = run(move || {
            while Wanted::current().holds() {
                thread::sleep(Duration::from_millis(1));
            }
            ended.send(()).ok();
            Ok(())
        });
        let soon = tokio::time::timeout(Duration::from_millis(20), endless);
        assert!(soon.await.is_err());
        end.await.unwrap();
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn long_work_is_nicer_than_the_rest_and_so_are_its_helpers() {
        let own = || rustix::process::getpriority_process(None).unwrap();
        let nice = run(move || Ok((own(), thread::spawn(own).join().unwrap())));
        let wanted = own() + NICER;
        assert_eq!(nice.await.unwrap(), (wanted, wanted));
        assert_eq!(own(), wanted - NICER);
    }
}
