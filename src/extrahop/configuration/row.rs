//! What is particular about the records of a kind.
use super::set::Set;
use crate::{
    api::Relation,
    base::problem::Result,
    store::{Kind, Object, Resource},
    twin::access::Permit,
};
use serde_json::{Map, Value};

pub struct Row {
    /// The name of the kind in a document.
    pub name: &'static str,
    pub kind: &'static Kind,
    /// The fields that tell one object from another; people call it by the last of them.
    pub key: &'static [&'static str],
    /// Names in a record, each with the field of the object.
    pub renamed: &'static [(&'static str, &'static str)],
    /// Fields that are JSON inside a string in a record.
    pub texts: &'static [&'static str],
    /// Fields that a bundle may set, though clients may not.
    pub settable: &'static [&'static str],
    /// A field that is the id of another object, and the kind of that: a record has a reference.
    pub refers: Option<(&'static str, &'static str)>,
    /// The field that names the user whose object it is: whoever is not known here is the caller.
    pub owner: Option<&'static str>,
    /// Whether objects of the kind are seen in the traffic: a customization then saves what people
    /// change of them. Their key must be what nobody changes.
    pub found: Option<Found>,
    /// Whether bundles can bring objects of the kind.
    pub portable: bool,
    /// The assignments that a record of this kind lists: of the relations that it is the parent of,
    /// and of those whose parent has no records.
    pub sets: Vec<Set>,
    pub made: Option<Preparation>,
}

/// Objects that are there or not whatever the configuration says.
#[derive(Clone, Copy)]
pub struct Found {
    /// The fields that are configuration.
    pub fields: &'static [&'static str],
    /// Objects with this value of this field are configuration as a whole.
    pub unless: Option<(&'static str, &'static str)>,
}

pub type Preparation = Box<dyn Fn(&Object, &Permit) -> Result<Object> + Send + Sync>;

/// The records of a kind of which nothing is particular but their name.
pub fn row<T: Resource>(name: &'static str) -> Row {
    Row::of(Kind::of::<T>(), name)
}

impl Row {
    /// The same for any kind.
    pub fn of(kind: &'static Kind, name: &'static str) -> Self {
        Self {
            name,
            kind,
            key: &["name"],
            renamed: &[],
            texts: &[],
            settable: &[],
            refers: None,
            owner: None,
            found: None,
            portable: true,
            sets: vec![],
            made: None,
        }
    }
    /// A relation whose list has a name of its own, or whose links have a guard.
    pub fn set<P: Resource, C: Resource>(
        mut self,
        name: &'static str,
        relation: Relation<P, C>,
    ) -> Self {
        self.sets.push(Set {
            name: name.into(),
            relation: relation.ends(),
            guard: relation.guard(),
            flipped: false,
        });
        self
    }
    /// What the API does to an object that a client sends.
    pub fn made<T: Resource>(mut self, make: fn(T, &Permit) -> Result<T>) -> Self {
        self.made = Some(Box::new(move |object, permit| {
            make(object.get::<T>().clone(), permit).map(Object::new)
        }));
        self
    }

    /// The object as the API would have stored it for this caller.
    pub fn make(&self, object: Object, permit: &Permit) -> Result<Object> {
        match &self.made {
            Some(make) => make(&object, permit),
            None => Ok(object),
        }
    }
    /// The fields that are configuration, of an object that is not so as a whole.
    pub fn found(&self, fields: &Map<String, Value>) -> Option<Found> {
        let own = |(name, value): (&str, &str)| fields.get(name).is_some_and(|v| v == value);
        self.found.filter(|found| !found.unless.is_some_and(own))
    }
}

/// Everything that is stored of an object.
pub fn fields_of(object: &Object) -> Map<String, Value> {
    // What an object's doc() gives is a JSON object.
    serde_json::from_str(&object.doc()).unwrap_or_default()
}
