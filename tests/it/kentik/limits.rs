//! How many calls there may be, where that is limited.
use crate::client::{Answer, Twin};
use std::time::{Duration, Instant};

#[tokio::test]
async fn calls_are_not_counted_unless_it_is_asked_for() {
    let twin = Twin::start("empty").await;
    let caller = twin.member();
    for _ in 0..70 {
        let answer = caller.get("/sites").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-remaining"), None);
    }
}

#[tokio::test]
async fn calls_are_delayed_after_20_and_refused_after_60_in_a_minute() {
    let twin = Twin::start_with("empty", &["--kentik", "rate-limits"]).await;
    let (member, administrator) = (twin.member(), twin.administrator());
    let told = |answer: &Answer, name: &str| answer.header(name).map(str::to_owned);
    let began = Instant::now();
    for left in (40..60).rev() {
        let answer = member.get("/sites").await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            told(&answer, "x-ratelimit-remaining"),
            Some(left.to_string())
        );
    }
    assert!(began.elapsed() < Duration::from_millis(1500));
    // Who is refused by the gate is nobody's call, and other families have no limits.
    let wrong = twin
        .with_token("admin@example.com", "wrong")
        .get("/sites")
        .await;
    assert_eq!(
        (wrong.status, told(&wrong, "x-ratelimit-remaining")),
        (401, None)
    );
    let other = twin.full_system().get("/tags").await;
    assert_eq!(
        (other.status, told(&other, "x-ratelimit-remaining")),
        (200, None)
    );
    // The company is counted, whoever calls; the rest of the calls come at once and each is delayed.
    let slow = Instant::now();
    let answers = (0..40).map(|_| administrator.get("/sites"));
    let answers = futures_util::future::join_all(answers).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert!((1500..10_000).contains(&slow.elapsed().as_millis()));
    let refused = member.get("/sites").await;
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((50..=60).contains(&wait), "{wait}");
    assert_eq!(told(&refused, "x-ratelimit-remaining"), Some("0".into()));
    assert_eq!(told(&refused, "x-ratelimit-reset"), Some(wait.to_string()));
    assert_eq!(
        refused.refusal(429),
        format!("there were too many calls; the next one may come in {wait} seconds")
    );
    // A call that is refused does nothing.
    assert_eq!(administrator.delete("/site/1").await.status, 429);
}

#[tokio::test]
async fn a_rate_of_ones_own_refuses_without_a_delay() {
    let twin = Twin::start_with("empty", &["--kentik", "rate-limits=5/min"]).await;
    let began = Instant::now();
    for _ in 0..5 {
        assert_eq!(twin.member().get("/sites").await.status, 200);
    }
    let refused = twin.member().get("/sites").await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn nothing_is_delayed_where_the_clock_stands() {
    let stands = ["--kentik", "rate-limits", "--clock", "2026-03-02T12:00:00Z"];
    let twin = Twin::start_with("empty", &stands).await;
    let began = Instant::now();
    for _ in 0..60 {
        assert_eq!(twin.member().get("/sites").await.status, 200);
    }
    assert_eq!(twin.member().get("/sites").await.status, 429);
    assert!(began.elapsed() < Duration::from_secs(20));
}
