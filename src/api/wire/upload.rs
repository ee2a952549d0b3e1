//! A file that a client sends.
use super::read::body;
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::{BODY_LIMIT, Incoming},
    },
    base::problem::{Problem, Result, malformed},
};
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};
use bytes::Bytes;
use http::{StatusCode, header::CONTENT_TYPE};

/// The part named `file` of a form. A form that is cut off, or has no such part, is refused whole.
pub struct Upload {
    pub name: Option<String>,
    pub bytes: Bytes,
}

impl Argument for Upload {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let given = from.head.headers.get(CONTENT_TYPE);
        let given = given.map(|kind| String::from_utf8_lossy(kind.as_bytes()).into_owned());
        let is_form = |kind: &String| kind.to_ascii_lowercase().starts_with("multipart/form-data");
        if !given.as_ref().is_some_and(is_form) {
            return Err(Problem::MediaType {
                given: given.unwrap_or_default(),
                wanted: "multipart/form-data with one part named `file`",
            });
        }
        let bytes = body(from).await?;
        let request = Request::from_parts(from.head.clone(), bytes.into());
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|why| malformed(why.body_text()))?;
        let mut file = None;
        while let Some(part) = form.next_field().await.map_err(broken)? {
            let wanted = part.name() == Some("file") && file.is_none();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(broken)?;
            if wanted {
                file = Some(Upload { name, bytes });
            }
        }
        let file = file.filter(|file| !file.bytes.is_empty());
        file.ok_or_else(|| {
            malformed("`file`: the form must have one part of this name that is not empty")
        })
    }
}

fn broken(why: MultipartError) -> Problem {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge(BODY_LIMIT),
        _ => malformed(format!("the form cannot be read: {}", why.body_text())),
    }
}

impl Describe for Upload {
    fn describe(doc: &mut Doc) {
        doc.upload()
    }
}
