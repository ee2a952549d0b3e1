//! What an operation runs: an async function that reads its arguments from the request, and says of
//! itself what the documentation needs.
use super::{
    describe::{Describe, Doc},
    ignored::Ignored,
    incoming::Incoming,
};
use crate::base::problem::Result;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// An argument of a handler. They are read in their order; one that takes the body is the last.
pub trait Argument: Describe + Send + Sized {
    fn read(from: &mut Incoming) -> impl Future<Output = Result<Self>> + Send;
}

/// Runs a handler for a request that was let through; with the answer comes what was ignored.
pub type Call = Arc<dyn Fn(Incoming) -> BoxFuture<'static, Answered> + Send + Sync>;
pub type Answered = (Result<Response>, Ignored);

/// Every async function of arguments that gives an answer or a problem.
#[diagnostic::on_unimplemented(
    message = "this is no handler: an argument or the answer is of a type that is not known",
    note = "handlers take `Permit`, `Id`, `Name`, `Pair`, `Query`, `Body`, `Patch` and answer `Result` of `View`, `Created`, `Assigned` or `NoContent`"
)]
pub trait Handler<Arguments>: Send + Sync + 'static {
    const DESCRIBE: fn(&mut Doc);
    fn into_call(self) -> Call;
}

/// All arguments of a handler.
pub trait Arguments: Sized {
    fn read_all(from: &mut Incoming) -> impl Future<Output = Result<Self>> + Send;
}

fn respond<Answer: IntoResponse>(answer: Answer) -> Result<Response> {
    Ok(answer.into_response())
}

macro_rules! handler {
    ($($argument:ident $name:ident)*) => {
        impl<$($argument: Argument),*> Arguments for ($($argument,)*) {
            async fn read_all(from: &mut Incoming) -> Result<Self> {
                let arguments = ($($argument::read(from).await?,)*);
                from.end()?;
                Ok(arguments)
            }
        }

        impl<F, Fut, Answer, $($argument),*> Handler<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = Result<Answer>> + Send,
            Answer: Describe + IntoResponse,
            $($argument: Argument,)*
        {
            const DESCRIBE: fn(&mut Doc) = |doc| {
                $($argument::describe(doc);)*
                Answer::describe(doc)
            };
            fn into_call(self) -> Call {
                Arc::new(move |mut incoming| {
                    let handler = self.clone();
                    Box::pin(async move {
                        let answer = match <($($argument,)*)>::read_all(&mut incoming).await {
                            Ok(($($name,)*)) => handler($($name),*).await.and_then(respond),
                            Err(problem) => Err(problem),
                        };
                        (answer, incoming.ignored)
                    })
                })
            }
        }
    };
}
handler!(A a);
handler!(A a B b);
handler!(A a B b C c);
handler!(A a B b C c D d);
