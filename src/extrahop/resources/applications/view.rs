//! What clients see of an application.
use super::object::Application;
use crate::store::Object;
use std::sync::Arc;

/// An application with its criteria, or without.
pub fn shown(object: &Arc<Object>, with_criteria: bool) -> Arc<Object> {
    let mut application = object.get::<Application>().clone();
    let criteria = application.criteria.take();
    application.criteria = with_criteria.then(|| criteria.unwrap_or_default());
    Arc::new(Object::new(application))
}
