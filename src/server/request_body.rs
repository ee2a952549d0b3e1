//! The body of a request on its way in: it must come at a least rate, and what is left of it when the
//! answer is there is read and dropped.
use super::progress::Progress;
use crate::api::BodyTooSlow;
use axum::BoxError;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use pin_project_lite::pin_project;
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering::Relaxed},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::{Sleep, sleep, timeout};

/// At least so many bytes must come in each such time.
const LEAST: usize = 1024;
const PERIOD: Duration = Duration::from_secs(30);
/// How much of a refused body is read and dropped, and for how long.
const DROPPED: usize = 40 * 1024 * 1024;
const DROPPING: Duration = Duration::from_secs(30);
/// What is left of a refused body may be so long, and the connection is used again.
const SMALL: u64 = 64 * 1024;

/// What became of a body.
#[derive(Default)]
enum Fate {
    /// It was read to its end, or is being read.
    #[default]
    Read,
    /// It ended too early, or came too slowly.
    Broken,
    /// Nobody wants what is left of it.
    Unread { rest: Incoming, asked: bool },
}

/// Tells what became of a body after its request was answered.
#[derive(Clone, Default)]
pub struct BodyEnd(Arc<Mutex<Fate>>);

pin_project! {
    pub struct RequestBody {
        incoming: Option<Incoming>,
        #[pin]
        wait: Option<Sleep>,
        came: usize,
        // Whether somebody wanted it.
        asked: bool,
        broken: bool,
        ended: bool,
        end: BodyEnd,
    }

    impl PinnedDrop for RequestBody {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            let rest = this.incoming.take().filter(|rest| !*this.ended && !rest.is_end_stream());
            let fate = match rest {
                _ if *this.broken => Fate::Broken,
                None => Fate::Read,
                Some(rest) => Fate::Unread { rest, asked: *this.asked },
            };
            *this.end.0.lock().unwrap_or_else(PoisonError::into_inner) = fate;
        }
    }
}

impl RequestBody {
    pub fn new(incoming: Incoming, end: BodyEnd) -> Self {
        Self {
            incoming: Some(incoming),
            wait: None,
            came: 0,
            asked: false,
            broken: false,
            ended: false,
            end,
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let mut this = self.project();
        let Some(incoming) = this.incoming else {
            return Poll::Ready(None);
        };
        *this.asked = true;
        match Pin::new(incoming).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                *this.came += frame.data_ref().map_or(0, Bytes::len);
                return Poll::Ready(Some(Ok(frame)));
            }
            Poll::Ready(Some(Err(why))) => {
                *this.broken = true;
                return Poll::Ready(Some(Err(why.into())));
            }
            Poll::Ready(None) => {
                *this.ended = true;
                return Poll::Ready(None);
            }
            Poll::Pending => {}
        }
        if this.wait.is_none() {
            this.wait.set(Some(sleep(PERIOD)));
        }
        while let Some(wait) = this.wait.as_mut().as_pin_mut() {
            ready!(wait.poll(context));
            if *this.came < LEAST {
                *this.broken = true;
                return Poll::Ready(Some(Err(BodyTooSlow.into())));
            }
            *this.came = 0;
            this.wait.set(Some(sleep(PERIOD)));
        }
        Poll::Pending
    }
    fn is_end_stream(&self) -> bool {
        self.incoming.as_ref().is_none_or(Body::is_end_stream)
    }
    fn size_hint(&self) -> SizeHint {
        self.incoming
            .as_ref()
            .map_or_else(SizeHint::default, Body::size_hint)
    }
}

impl BodyEnd {
    /// Whether the connection cannot be used again, and the rest of the body is dropped as it comes.
    /// `expects`: the client waits to be told before it sends the body.
    pub fn finish(&self, progress: &Arc<Progress>, expects: bool) -> bool {
        let fate = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let (rest, asked) = match fate {
            Fate::Read => return false,
            Fate::Broken => {
                progress.unread.store(true, Relaxed);
                return true;
            }
            Fate::Unread { rest, asked } => (rest, asked),
        };
        if expects && !asked {
            // To read it would be to ask for it.
            progress.unread.store(true, Relaxed);
            return true;
        }
        let small = rest.size_hint().exact().is_some_and(|left| left <= SMALL);
        tokio::spawn(drop_rest(rest, progress.clone()));
        !small
    }
}

/// Reads what is left and drops it, within bounds.
async fn drop_rest(mut rest: Incoming, progress: Arc<Progress>) {
    progress.draining.fetch_add(1, Relaxed);
    let all = async {
        let mut dropped = 0;
        while let Some(Ok(frame)) = rest.frame().await {
            dropped += frame.data_ref().map_or(0, Bytes::len);
            if dropped > DROPPED {
                return false;
            }
        }
        true
    };
    if !timeout(DROPPING, all).await.unwrap_or(false) {
        progress.unread.store(true, Relaxed);
    }
    progress.mark();
    progress.draining.fetch_sub(1, Relaxed);
}
