//! Calls that are counted, delayed and refused, where a family limits them.
use super::{caller::Caller, family::Family, limits::Limit};
use crate::{
    base::problem::{Problem, Result},
    twin::fleet::Fleet,
};
use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::Response,
};
use http::{HeaderName, HeaderValue};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::Semaphore, time::Instant};

/// The calls that a twin had under one limit.
struct Count {
    limit: Limit,
    /// The calls of the last hour that were not refused, by when they came.
    calls: Mutex<VecDeque<Instant>>,
    working: Semaphore,
}

/// What a call is told of its limit.
#[derive(Debug, PartialEq)]
struct Admission {
    delay: Option<Duration>,
    /// How many more calls there may be now.
    remaining: usize,
    /// In how many seconds there may be more.
    reset: u64,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Puts the limits of a family before its operations. Where no twin has them, nothing is put.
pub fn limited(router: Router, family: Family, fleet: &Arc<Fleet>) -> Router {
    let Some(limits) = family
        .limits
        .filter(|limits| fleet.any(|twin| (limits.of)(twin, "").is_some()))
    else {
        return router;
    };
    let counts = Arc::new(Counts::default());
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let counts = counts.clone();
        async move {
            // Who calls with wrong credentials calls for nobody; the gate says so.
            let permit = request.extensions().get().and_then(Caller::permit);
            let path = request.uri().path();
            let path = path.strip_prefix(family.base()).unwrap_or(path);
            let limit = permit.and_then(|permit| Some((permit, (limits.of)(permit, path)?)));
            let Some((permit, limit)) = limit else {
                return next.run(request).await;
            };
            let count = counts.of(&permit.name, limit);
            // Where time stands still nobody waits for it.
            let delays = permit.clock.held().is_none();
            match count.take(Instant::now()) {
                Ok(mut taken) => {
                    taken.delay = taken.delay.filter(|_| delays);
                    count.pass(taken, next.run(request)).await
                }
                Err(problem) => count.refuse(family.render(&problem)),
            }
        }
    }))
}

/// The counts of all twins.
#[derive(Default)]
struct Counts(Mutex<HashMap<(String, &'static str), Arc<Count>>>);

impl Counts {
    fn of(&self, twin: &str, limit: Limit) -> Arc<Count> {
        // Nothing panics while the lock is held, so it cannot be poisoned.
        let mut counts = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let count = counts.entry((twin.to_owned(), limit.name));
        count.or_insert_with(|| Arc::new(Count::new(limit))).clone()
    }
}

impl Count {
    fn new(limit: Limit) -> Self {
        Self {
            limit,
            calls: Mutex::default(),
            working: Semaphore::new(limit.at_once),
        }
    }
    /// Counts a call that comes now. One that is refused does not count.
    fn take(&self, now: Instant) -> Result<Admission> {
        // Nothing panics while the lock is held, so it cannot be poisoned.
        let mut calls = self.calls.lock().unwrap_or_else(|e| e.into_inner());
        let old = calls.partition_point(|at| now - *at >= HOUR);
        calls.drain(..old);
        let first = calls.partition_point(|at| now - *at >= MINUTE);
        let (minute, hour) = (calls.len() - first, calls.len());
        let until = |at: usize, span: Duration| calls.get(at).map(|at| seconds(span - (now - *at)));
        let full = match (hour >= self.limit.hour, minute >= self.limit.minute) {
            (true, _) => until(hour - self.limit.hour, HOUR),
            (_, true) => until(hour - self.limit.minute, MINUTE),
            _ => None,
        };
        if let Some(seconds) = full {
            return Err(Problem::TooMany { seconds });
        }
        let reset = until(first, MINUTE).unwrap_or(MINUTE.as_secs());
        calls.push_back(now);
        Ok(Admission {
            delay: (minute >= self.limit.swift).then_some(self.limit.delay),
            remaining: (self.limit.minute - minute).min(self.limit.hour - hour) - 1,
            reset,
        })
    }
    /// The answer of a call that was taken: once it is its turn, and not before its delay. The
    /// delay holds up nobody else.
    async fn pass(&self, taken: Admission, answer: impl Future<Output = Response>) -> Response {
        let began = Instant::now();
        // The semaphore is never closed; without its turn the call would go all the same.
        let turn = self.working.acquire().await.ok();
        let response = answer.await;
        drop(turn);
        if let Some(delay) = taken.delay {
            tokio::time::sleep_until(began + delay).await;
        }
        with_limit_headers(response, taken.remaining as u64, taken.reset)
    }
    fn refuse(&self, response: Response) -> Response {
        let wait = response.headers().get(http::header::RETRY_AFTER);
        let wait = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
        with_limit_headers(response, 0, wait.unwrap_or(MINUTE.as_secs()))
    }
}

fn with_limit_headers(mut response: Response, remaining: u64, reset: u64) -> Response {
    let headers = response.headers_mut();
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(reset));
    response
}

/// Whole seconds, so that none is missing.
fn seconds(span: Duration) -> u64 {
    span.as_millis().div_ceil(1000) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limit = Limit {
        name: "few",
        at_once: 1,
        swift: 2,
        delay: Duration::from_secs(1),
        minute: 3,
        hour: 5,
    };

    #[test]
    fn calls_are_swift_then_slow_then_refused_until_the_window_slides() {
        let (count, began) = (Count::new(FEW), Instant::now());
        let call = |at: u64| count.take(began + Duration::from_millis(at));
        let taken = |slow: bool, remaining, reset| Admission {
            delay: slow.then_some(FEW.delay),
            remaining,
            reset,
        };
        let refused = |at: u64| match call(at) {
            Err(Problem::TooMany { seconds }) => seconds,
            other => panic!("{other:?}"),
        };
        assert_eq!(call(0).unwrap(), taken(false, 2, 60));
        assert_eq!(call(10_000).unwrap(), taken(false, 1, 50));
        assert_eq!(call(20_500).unwrap(), taken(true, 0, 40));
        assert_eq!(refused(20_600), 40);
        assert_eq!(refused(59_999), 1);
        // The first call is a minute ago.
        assert_eq!(call(60_000).unwrap(), taken(true, 0, 10));
        // Five calls in an hour, and no more, until the first of them is an hour ago.
        assert_eq!(call(200_000).unwrap(), taken(false, 0, 60));
        assert_eq!(refused(300_000), 3300);
        assert_eq!(call(3_600_000).unwrap(), taken(false, 0, 60));
        assert_eq!(refused(3_600_001), 10);
    }
}
