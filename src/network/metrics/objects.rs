//! The objects that have rows in an answer.
use super::{query::Fold, resolved_query::ResolvedQuery};
use crate::network::{
    catalog::ObjectType,
    world::{ids::node_of, scope::Scope, subject::Subject},
};
use std::collections::BTreeSet;

/// One object of the answer: its id, and what it stands for.
pub struct Object {
    pub oid: i64,
    pub scopes: Vec<Scope>,
}

/// The objects that have rows, in the order of the query, each once.
pub fn objects(resolved: &ResolvedQuery) -> Vec<Object> {
    let query = resolved.query;
    let is_device = query.object_type == ObjectType::Device;
    let mut objects: Vec<Object> = query
        .subjects
        .iter()
        .filter_map(|subject| object(resolved, subject, is_device))
        .collect();
    match query.fold {
        Fold::ByObject => {}
        Fold::Total if objects.is_empty() => {}
        Fold::Total => {
            let all = objects.iter().flat_map(|one| one.scopes.iter().copied());
            let scopes: BTreeSet<Scope> = all.collect();
            objects = vec![Object {
                oid: -1,
                scopes: scopes.into_iter().collect(),
            }];
        }
        Fold::Buckets if is_of_devices(query.object_type) => {
            let scopes = objects.iter().flat_map(|one| one.scopes.iter().copied());
            let apart = |scope| Object {
                oid: resolved.oid(scope),
                scopes: vec![scope],
            };
            objects = scopes.map(apart).collect();
        }
        Fold::Buckets => {}
    }
    let mut seen = BTreeSet::new();
    objects.retain(|object| seen.insert(object.oid));
    objects
}

fn is_of_devices(object_type: ObjectType) -> bool {
    use ObjectType::{ActivityGroup, Device, DeviceGroup};
    [Device, DeviceGroup, ActivityGroup].contains(&object_type)
}

/// What a subject stands for; a device that nobody knows stands for nothing at all.
fn object(resolved: &ResolvedQuery, subject: &Subject, must_be_known: bool) -> Option<Object> {
    let object_type = resolved.query.object_type;
    let scopes: Vec<Scope> = match object_type {
        ObjectType::Vlan => vec![Scope::Vlan(subject.oid)],
        ObjectType::Application => {
            let mut subjects = resolved.query.subjects.iter();
            let place = subjects.position(|one| one.oid == subject.oid);
            place.into_iter().map(Scope::Application).collect()
        }
        ObjectType::System if node_of(subject.oid) == 0 => vec![Scope::System],
        _ if !is_of_devices(object_type) => vec![Scope::whole_of(subject.oid)],
        _ => {
            let members = subject.members.iter();
            let unique: BTreeSet<Scope> = members.filter_map(|id| resolved.device(*id)).collect();
            unique.into_iter().collect()
        }
    };
    (!must_be_known || !scopes.is_empty()).then_some(Object {
        oid: subject.oid,
        scopes,
    })
}
