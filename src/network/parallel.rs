//! Work on many objects, shared among the cores that are free.
use crate::base::wanted::Wanted;
use std::sync::{
    LazyLock, Mutex,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// Fewer items than this are not worth a thread.
const FEW: usize = 32;

/// Threads that may still be started to help, in all queries together: one for each core but that
/// of the query itself, so that ten long queries do not drown the short ones.
static FREE: LazyLock<AtomicUsize> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    AtomicUsize::new(cores - 1)
});

/// Lets those go first who wait for a core. Long work does so every now and then: else its thread
/// keeps the core for a slice of some milliseconds, however short the request is that waits.
pub fn yield_now() {
    std::thread::yield_now();
}

/// Helpers that this piece of work has taken.
struct Helpers(usize);

impl Helpers {
    fn taken() -> Helpers {
        Helpers(FREE.swap(0, Relaxed))
    }
}
impl Drop for Helpers {
    fn drop(&mut self) {
        FREE.fetch_add(self.0, Relaxed);
    }
}

/// What `work` makes of each item, in their order.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < FEW {
        return items.iter().map(work).collect();
    }
    let helpers = Helpers::taken();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let wanted = Wanted::current();
    let run = || {
        let mut mine = Vec::new();
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(item) = items.get(at) else { break };
            mine.push((at, work(item)));
            yield_now();
        }
        // Nobody panics while holding the lock: an extension of a vector with room.
        done.lock()
            .unwrap_or_else(|held| held.into_inner())
            .extend(mine);
    };
    std::thread::scope(|scope| {
        for _ in 0..helpers.0 {
            scope.spawn(|| wanted.during(run));
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(|held| held.into_inner());
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What each of several workers makes of its part: `work` gets which part it is, and of how many.
pub fn parts<R: Send>(work: impl Fn(usize, usize) -> R + Sync) -> Vec<R> {
    let helpers = Helpers::taken();
    let of = helpers.0 + 1;
    let (work, wanted) = (&work, &Wanted::current());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..of)
            .map(|part| scope.spawn(move || wanted.during(|| work(part, of))))
            .collect();
        let mut done = vec![work(0, of)];
        for other in others {
            match other.join() {
                Ok(result) => done.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..1000).collect();
        for _ in 0..20 {
            let squares = map(&items, |item| item * item);
            assert!(
                squares
                    .iter()
                    .zip(&items)
                    .all(|(square, item)| *square == item * item)
            );
        }
        let seen = parts(|part, of| (part, of));
        assert!(
            seen.iter()
                .enumerate()
                .all(|(nth, (part, of))| (nth, seen.len()) == (*part, *of))
        );
        assert_eq!(map(&items[..3], |item| item + 1), [1, 2, 3]);
    }
}
