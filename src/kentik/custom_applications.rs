//! Custom applications: traffic that gets a name by its addresses, protocols, ports or AS numbers.
use super::{
    address::is_address_or_block,
    company,
    create_answer::{CreateAnswer, create_answer},
    levels::{ADMINISTRATOR, MEMBER},
    types::{IsoTime, Quoted},
};
use crate::{
    api::{
        Enveloped, Id, Operation, Part, Unwrapped, UnwrappedPatch, View, delete, get, post, put,
        read_only, remove, without_nulls,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Kind, Resource, State, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [request_example()]))]
pub struct CustomApplication {
    /// The unique identifier of the application.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the application.
    #[schemars(length(min = 1, max = 1000))]
    pub name: String,
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub description: String,
    /// Addresses and CIDR blocks, with commas between them.
    #[serde(default)]
    #[schemars(length(max = 100000))]
    pub ip_range: String,
    /// Protocol numbers, with commas between them.
    #[serde(default)]
    #[schemars(length(max = 100000))]
    pub protocol: String,
    /// Ports, with commas between them.
    #[serde(default)]
    #[schemars(length(max = 100000))]
    pub port: String,
    /// AS numbers, with commas between them.
    #[serde(default)]
    #[schemars(length(max = 100000))]
    pub asn: String,
    /// Who made the application.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_id: Option<i64>,
    /// When the application was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub cdate: IsoTime,
    /// When the application was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub edate: IsoTime,
}

impl Resource for CustomApplication {
    const KIND: &str = "kentik_custom_application";
    const PATH: &str = "kentik/customApplications";
    const TITLE: &str = "custom application";
    const CHANGED: &str = "edate";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |application| application.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.cdate.set_once(at);
        (self.id, self.edate) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        let mut places = self.ip_range.split(',').map(str::trim);
        match places.find(|place| !place.is_empty() && !is_address_or_block(place)) {
            None => Ok(()),
            Some(wrong) => Err(refused(format!(
                "`ip_range` must be addresses and CIDR blocks with commas between them; `{wrong}` is neither"
            ))),
        }
    }
    fn duplicate_message(&self) -> String {
        format!("Custom application name ({}) Already Exists", self.name)
    }
}
impl Enveloped for CustomApplication {
    const KEYS: &[&str] = &[];
    fn settle(sent: &mut Map<String, Value>) {
        without_nulls(sent);
    }
}

/// A custom application as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CustomApplicationAnswer", extend("examples" = [example()]))]
pub struct CustomApplicationView {
    /// The unique identifier of the application.
    #[schemars(transform = read_only)]
    id: i64,
    /// The unique name of the application.
    name: String,
    description: String,
    /// Addresses and CIDR blocks, with commas between them.
    ip_range: String,
    /// Protocol numbers, with commas between them.
    protocol: String,
    /// Ports, with commas between them.
    port: String,
    /// AS numbers, with commas between them.
    asn: String,
    /// Who made the application.
    #[schemars(transform = read_only)]
    user_id: Option<Quoted>,
    /// The company that the application belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// When the application was made; the answer of a create does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    cdate: Option<IsoTime>,
    /// When the application was last changed; the answer of a create does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    edate: Option<IsoTime>,
}

/// What a client may send.
fn request_example() -> Value {
    let mut example = example();
    if let Some(fields) = example.as_object_mut() {
        fields.remove("company_id");
    }
    example
}
fn example() -> Value {
    json!({
        "id": 207, "name": "apitest-customapp-1", "description": "A web shop",
        "ip_range": "192.168.0.1,192.168.0.2", "protocol": "6,17", "port": "9001,9002,9003",
        "asn": "asn1,asn2,asn3", "user_id": "144319", "company_id": "74333",
        "cdate": "2020-12-11T07:07:20.968Z", "edate": "2020-12-11T07:07:20.968Z",
    })
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<CustomApplication>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/customApplications",      MEMBER,        list,                        "Retrieve all custom applications."),
        post  ("/customApplications",      ADMINISTRATOR, create,                      "Create a custom application."),
        put   ("/customApplications/{id}", ADMINISTRATOR, update,                      "Change a custom application."),
        delete("/customApplications/{id}", ADMINISTRATOR, remove::<CustomApplication>, "Delete a custom application."),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<CustomApplicationView>>> {
    let state = permit.store.state();
    let all = state.all::<CustomApplication>();
    permit.answers(all.map(|application| application.view(&state)))
}

async fn create(
    permit: Permit,
    Unwrapped(mut new): Unwrapped<CustomApplication>,
) -> Result<CreateAnswer<CustomApplicationView>> {
    new.user_id = Some(permit.user.id);
    let created = permit
        .write(|draft| {
            let id = draft.insert(new)?;
            let view = draft.get::<CustomApplication>(id)?.view(draft);
            Ok(CustomApplicationView {
                cdate: None,
                edate: None,
                ..view
            })
        })
        .await?;
    create_answer(&permit, &created)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<CustomApplication>,
) -> Result<View<CustomApplicationView>> {
    let changed = permit
        .write(move |draft| {
            draft.update(id, |application| patch.onto(application))?;
            Ok(draft.get::<CustomApplication>(id)?.view(draft))
        })
        .await?;
    permit.answer(&changed)
}

impl CustomApplication {
    fn view(&self, state: &State) -> CustomApplicationView {
        CustomApplicationView {
            id: self.id,
            name: self.name.clone(),
            description: self.description.clone(),
            ip_range: self.ip_range.clone(),
            protocol: self.protocol.clone(),
            port: self.port.clone(),
            asn: self.asn.clone(),
            user_id: self.user_id.map(Quoted),
            company_id: Quoted(company::id(state)),
            cdate: Some(self.cdate),
            edate: Some(self.edate),
        }
    }
}
