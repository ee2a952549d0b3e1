//! Flow tags: names that are put on the flows that match.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    levels::{ADMINISTRATOR, MEMBER},
    matching::Matching,
    types::{IsoTime, IsoTimeMicros, Number, Quoted},
    users,
};
use crate::{
    api::{
        Enveloped, Id, Operation, Part, Unwrapped, UnwrappedPatch, View, delete, get, post, put,
        read_only, remove,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Kind, Resource, State},
    twin::access::{Permit, User},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"flow_tag": "APITEST-TAG-1", "addr": "192.168.0.1,192.168.0.2", "port": "9000,9001"}]))]
pub struct Tag {
    /// The unique identifier of the tag.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The name that is put on flows.
    #[schemars(length(min = 2, max = 20), regex(pattern = "^[A-Za-z0-9_-]+$"))]
    pub flow_tag: String,
    #[serde(flatten)]
    pub matching: Matching,
    /// Who made the tag.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user: Option<Number>,
    /// The e-mail address of who changed it last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub edited_by: Option<String>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

/// The most entries that one tag may have in `addr`.
const MAX_ADDRESSES: usize = 249;

impl Resource for Tag {
    const KIND: &str = "kentik_tag";
    const PATH: &str = "kentik/tags";
    const TITLE: &str = "tag";
    const CHANGED: &str = "updated_date";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.matching.normalize();
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        if self.matching.addr.count() > MAX_ADDRESSES {
            return Err(refused(format!(
                "`addr` must have at most {MAX_ADDRESSES} entries"
            )));
        }
        self.matching.check()
    }
    /// One name may have several tags, as a batch makes one for each criterion; so it is no key.
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.flow_tag.as_str().into())
    }
    fn duplicate_message(&self) -> String {
        format!("Tag name ({}) Already Exists", self.flow_tag)
    }
}
impl Enveloped for Tag {
    const KEYS: &[&str] = &["tag"];
}

/// A tag as clients see it. Keys that are not set are left out.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 42, "company_id": "74333", "flow_tag": "APITEST-TAG-1", "addr": "192.168.0.1/32,192.168.0.2/32", "port": "9000,9001", "addr_count": 2, "mac_count": 0, "user": "1", "edited_by": "admin@example.com", "created_date": "2018-05-16T20:21:10.406000Z", "updated_date": "2018-05-16T20:21:10.406000Z"}]))]
pub struct TagView {
    /// The unique identifier of the tag.
    #[schemars(transform = read_only)]
    id: i64,
    /// The company that the tag belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// The name that is put on flows.
    flow_tag: String,
    #[serde(flatten)]
    matching: Matching,
    /// How many entries `addr` has.
    #[schemars(transform = read_only)]
    addr_count: usize,
    /// How many entries `mac` has.
    #[schemars(transform = read_only)]
    mac_count: usize,
    /// Who made the tag.
    #[schemars(transform = read_only)]
    user: Quoted,
    /// The e-mail address of who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    edited_by: Option<String>,
    #[schemars(transform = read_only)]
    created_date: IsoTimeMicros,
    #[schemars(transform = read_only)]
    updated_date: IsoTimeMicros,
}

/// One tag.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"tag": {"id": 42, "company_id": "74333", "flow_tag": "APITEST-TAG-1", "port": "9000,9001", "addr_count": 0, "mac_count": 0, "user": "1", "edited_by": "admin@example.com", "created_date": "2018-05-16T20:21:10.406000Z", "updated_date": "2018-05-16T20:21:10.406000Z"}}]))]
pub struct TagEnvelope {
    tag: TagView,
}

/// All tags.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"tags": [{"id": 42, "company_id": "74333", "flow_tag": "APITEST-TAG-1", "port": "9000,9001", "addr_count": 0, "mac_count": 0, "user": "1", "edited_by": "admin@example.com", "created_date": "2018-05-16T20:21:10.406000Z", "updated_date": "2018-05-16T20:21:10.406000Z"}]}]))]
pub struct TagList {
    #[schemars(transform = read_only)]
    tags: Vec<TagView>,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Tag>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/tags",     MEMBER,        list,          "Retrieve all tags."),
        get   ("/tag/{id}", MEMBER,        read,          "Retrieve a tag."),
        post  ("/tag",      ADMINISTRATOR, create,        "Create a tag."),
        put   ("/tag/{id}", ADMINISTRATOR, update,        "Change a tag; a matching key that is set to \"\" is removed."),
        delete("/tag/{id}", ADMINISTRATOR, remove::<Tag>, "Delete a tag."),
    ]
}

async fn list(permit: Permit) -> Result<View<TagList>> {
    let state = permit.store.state();
    let tags = state.all::<Tag>().map(|tag| tag.view(&state)).collect();
    permit.answer(&TagList { tags })
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<TagEnvelope>> {
    let state = permit.store.state();
    let tag = state.get::<Tag>(id)?.view(&state);
    permit.answer(&TagEnvelope { tag })
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<Tag>,
) -> Result<CreateAnswer<TagEnvelope>> {
    let new = new.authored_by(&permit.user);
    let tag = permit
        .write(move |draft| {
            new.check_name_is_free(draft)?;
            let id = draft.insert(new)?;
            Ok(draft.get::<Tag>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &TagEnvelope { tag })
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<Tag>,
) -> Result<View<TagEnvelope>> {
    let by = permit.user.clone();
    let tag = permit
        .write(move |draft| {
            let before = draft.get::<Tag>(id)?;
            let changed = patch.onto(before)?.edited_by(&by);
            if changed.flow_tag != before.flow_tag {
                changed.check_name_is_free(draft)?;
            }
            draft.update(id, |_| Ok(changed))?;
            Ok(draft.get::<Tag>(id)?.view(draft))
        })
        .await?;
    permit.answer(&TagEnvelope { tag })
}

impl Tag {
    /// The tag with this user as its author.
    pub fn authored_by(mut self, user: &User) -> Self {
        self.user = Some(Number(user.id));
        self.edited_by(user)
    }
    fn edited_by(mut self, user: &User) -> Self {
        self.edited_by = Some(user.name.to_string());
        self
    }
    fn check_name_is_free(&self, state: &State) -> Result<()> {
        let mut others = state.all::<Tag>();
        match others.any(|other| other.flow_tag == self.flow_tag) {
            true => Err(refused(self.duplicate_message())),
            false => Ok(()),
        }
    }
    fn view(&self, state: &State) -> TagView {
        TagView {
            id: self.id,
            company_id: Quoted(company::id(state)),
            flow_tag: self.flow_tag.clone(),
            matching: self.matching.clone(),
            addr_count: self.matching.addr.count(),
            mac_count: self.matching.mac.count(),
            user: Quoted(users::author(state, self.user)),
            edited_by: self.edited_by.clone(),
            created_date: IsoTimeMicros(self.created_date.0),
            updated_date: IsoTimeMicros(self.updated_date.0),
        }
    }
}
