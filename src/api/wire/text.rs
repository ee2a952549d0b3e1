//! A body that is text.
use super::read::body;
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::{Result, malformed},
};

/// A body that is not JSON but text.
pub struct Text(pub String);

impl Argument for Text {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let bytes = body(from).await?;
        let text =
            String::from_utf8(bytes.into()).map_err(|_| malformed("the body is not UTF-8 text"))?;
        Ok(Text(text))
    }
}

impl Describe for Text {
    fn describe(doc: &mut Doc) {
        doc.text_body()
    }
}
