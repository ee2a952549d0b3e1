//! Changes of a decryption key and of its protocols.
use super::object::SslDecryptKey;
use crate::{api::NoContent, base::problem::Result, twin::access::Permit};

/// Replaces a key by what `change` makes of it.
pub async fn change(
    permit: Permit,
    id: String,
    audit_note: &'static str,
    change: impl FnOnce(&SslDecryptKey) -> Result<SslDecryptKey> + Send + 'static,
) -> Result<NoContent> {
    let changed = permit.write(move |draft| {
        let key = SslDecryptKey::named(draft, &id)?.clone();
        key.note(draft, audit_note);
        draft.update(key.number, change)
    });
    changed.await.map(|()| NoContent)
}
