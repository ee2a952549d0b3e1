//! The metric catalogue: all categories, and the look-up by name.
use super::{
    category::Category,
    object_type::{MetricLevel, ObjectType},
    objects::{CUSTOM, NET, SYSTEM, TRANSPORT},
    protocol::Protocol,
};

/// Every category.
pub fn all() -> impl Iterator<Item = &'static Category> {
    let of_protocols = Protocol::all().flat_map(|one| one.definition().categories);
    let all = [NET, TRANSPORT, SYSTEM, CUSTOM].into_iter();
    all.chain(of_protocols.copied()).flatten()
}

/// The category of that name at the level of an object type.
pub fn find(object_type: ObjectType, name: &str) -> Option<&'static Category> {
    let level = MetricLevel::of(object_type);
    all().find(|category| category.level == level && category.name == name)
}
