//! What an API keeps of a twin beside its state: caches, switches, handles. Each is found by its type.
use http::Extensions;
use std::{any::type_name, sync::Arc};

#[derive(Clone, Default)]
pub struct Parts(Extensions);

impl Parts {
    pub fn insert<T: Send + Sync + 'static>(&mut self, part: T) {
        self.share(Arc::new(part));
    }
    /// Adds a part that others have too.
    pub fn share<T: Send + Sync + 'static>(&mut self, part: Arc<T>) {
        self.0.insert(part);
    }
    pub fn has<T: Send + Sync + 'static>(&self) -> bool {
        self.0.get::<Arc<T>>().is_some()
    }
    /// A part that is there: every twin is built with the parts of all APIs.
    pub fn get<T: Send + Sync + 'static>(&self) -> &Arc<T> {
        let part = self.0.get::<Arc<T>>();
        part.unwrap_or_else(|| panic!("no API gives twins a {}", type_name::<T>()))
    }
}
