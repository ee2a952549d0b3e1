//! Bodies whose object stands under a name of its own: `{"site": {…}}`.
use super::{
    body::Patch,
    json::{Sent, object, typed},
    read::{body, takes_json},
};
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::{Result, malformed},
    schema::fields::Fields,
    store::Resource,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// An object that clients send in an envelope.
pub trait Enveloped {
    /// The name under which it stands, and other names that are taken; none where it stands bare.
    const KEYS: &[&str];
    /// Whether the object itself is the body, and an envelope only tolerated.
    const BARE: bool = false;

    /// Puts right what clients write otherwise, before it is read.
    fn settle(_: &mut Map<String, Value>) {}
}

/// The name of the envelope that must be there.
fn needed<T: Enveloped>() -> Option<&'static str> {
    T::KEYS.first().copied().filter(|_| !T::BARE)
}

/// A key that is null counts as absent.
pub fn without_nulls(sent: &mut Map<String, Value>) {
    sent.retain(|_, value| !value.is_null());
}

/// The body of a POST: a whole object, in its envelope or bare.
pub struct Unwrapped<T>(pub T);
/// The body of a PUT that changes only what is sent, in its envelope or bare.
pub struct UnwrappedPatch<T>(pub Patch<T>);
/// The body of a PUT that has a form of its own, of which nothing is required.
pub struct UnwrappedPart<T>(pub T);

/// The fields of the object that a client may set, each of them checked.
async fn sent<T: Enveloped + JsonSchema + 'static>(from: &mut Incoming) -> Result<Sent> {
    takes_json(&from.head.headers)?;
    let fields = Fields::of::<T>();
    let mut sent = opened::<T>(object(&body(from).await?, false)?, &fields)?;
    T::settle(&mut sent);
    Sent::new(sent, &fields, from)
}

fn opened<T: Enveloped>(
    mut whole: Map<String, Value>,
    fields: &Fields,
) -> Result<Map<String, Value>> {
    for key in T::KEYS {
        match whole.shift_remove(*key) {
            None => continue,
            Some(Value::Object(inner)) => return Ok(inner),
            Some(_) => return Err(malformed(format!("`{key}` must be an object"))),
        }
    }
    match needed::<T>() {
        Some(key) if !whole.keys().any(|name| fields.knows(name)) => {
            Err(malformed(format!("`{key}` is required: an object")))
        }
        _ => Ok(whole),
    }
}

impl<T: Enveloped + DeserializeOwned + JsonSchema + Send + 'static> Argument for Unwrapped<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let sent = sent::<T>(from).await?;
        sent.whole(&Fields::of::<T>()).map(Unwrapped)
    }
}
impl<T: Resource + Enveloped> Argument for UnwrappedPatch<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        Ok(UnwrappedPatch(Patch(
            sent::<T>(from).await?.fields,
            PhantomData,
        )))
    }
}
impl<T: Enveloped + DeserializeOwned + JsonSchema + Send + 'static> Argument for UnwrappedPart<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        typed(Value::Object(sent::<T>(from).await?.fields)).map(UnwrappedPart)
    }
}
impl<T: Enveloped + JsonSchema> Describe for Unwrapped<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true);
        doc.enveloped(needed::<T>());
    }
}
impl<T: Enveloped + JsonSchema> Describe for UnwrappedPatch<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(false);
        doc.enveloped(needed::<T>());
    }
}
impl<T: Enveloped + JsonSchema> Describe for UnwrappedPart<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(false);
        doc.enveloped(needed::<T>());
    }
}
