//! The ExtraHop REST API, one file for each resource.
pub mod activitygroups;
pub mod alerts;
pub mod apikeys;
pub mod appliance;
pub mod applications;
mod assignable;
pub mod auditlog;
mod builtin;
pub mod bundles;
pub mod configuration;
pub mod customdevices;
pub mod customizations;
pub mod dashboards;
pub mod devicegroups;
pub mod devices;
pub mod emailgroups;
pub mod exclusionintervals;
pub mod flexgrids;
pub mod geomaps;
pub mod license;
pub mod metrics;
pub mod networks;
pub mod nodes;
pub mod packetcaptures;
pub mod pages;
pub mod runningconfig;
pub mod simulation;
pub mod ssldecryptkeys;
pub mod supportpacks;
pub mod tags;
pub mod triggers;
pub mod users;
pub mod vlans;
pub mod whitelist;

use crate::{
    api::{Family, Operation},
    base::problem::{Problem, Result},
    network::Network,
    store::{AuditEntry, Draft, Ends, Kind},
    twin::{
        Platform,
        access::{ApiInfo, Level, Permit, User},
        fleet::{Digest, Fleet},
    },
};
use http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use subtle::ConstantTimeEq;

pub const FAMILY: Family = Family {
    name: "extrahop",
    title: "ExtraHop REST API",
    about: "Answered by wiretwin, an emulator. Times are milliseconds since the Unix epoch.",
    api: &ApiInfo {
        base: "/api/v1",
        component: "REST API",
        level: Level::as_str,
    },
    error: "error_message",
    refused: StatusCode::UNPROCESSABLE_ENTITY,
    missing: "The API key is missing: send the header Authorization: ExtraHop apikey=KEY.",
    identify,
    security: || {
        serde_json::json!({"credentials": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "`ExtraHop apikey=KEY`",
        }})
    },
    operations,
    limits: None,
    kinds,
    relations,
    accounts: users::accounts,
    complete,
    observe,
    restart,
    keys: |state| {
        let keys = state.all::<apikeys::ApiKey>();
        keys.map(|key| (key.sha256, key.id)).collect()
    },
};

/// Every operation, resource after resource.
pub fn operations() -> Vec<Operation> {
    [
        activitygroups::operations(),
        alerts::operations(),
        apikeys::operations(),
        appliance::operations(),
        applications::operations(),
        auditlog::operations(),
        bundles::operations(),
        customdevices::operations(),
        customizations::operations(),
        dashboards::operations(),
        devicegroups::operations(),
        devices::operations(),
        emailgroups::operations(),
        exclusionintervals::operations(),
        flexgrids::operations(),
        geomaps::operations(),
        license::operations(),
        metrics::operations(),
        networks::operations(),
        nodes::operations(),
        packetcaptures::operations(),
        pages::operations(),
        runningconfig::operations(),
        ssldecryptkeys::operations(),
        supportpacks::operations(),
        tags::operations(),
        triggers::operations(),
        users::operations(),
        vlans::operations(),
        whitelist::operations(),
    ]
    .concat()
}

/// Every kind of object that a state holds, in the order of a fixture.
pub fn kinds() -> Vec<&'static Kind> {
    vec![
        Kind::of::<users::User>(),
        Kind::of::<apikeys::ApiKey>(),
        Kind::of::<nodes::Node>(),
        Kind::of::<devices::Device>(),
        Kind::of::<customdevices::CustomDevice>(),
        Kind::of::<customdevices::CustomDeviceCriterion>(),
        Kind::of::<tags::Tag>(),
        Kind::of::<devicegroups::DeviceGroup>(),
        Kind::of::<emailgroups::EmailGroup>(),
        Kind::of::<exclusionintervals::ExclusionInterval>(),
        Kind::of::<networks::Network>(),
        Kind::of::<vlans::Vlan>(),
        Kind::of::<applications::Application>(),
        Kind::of::<alerts::Alert>(),
        Kind::of::<flexgrids::FlexGrid>(),
        Kind::of::<geomaps::Geomap>(),
        Kind::of::<pages::Page>(),
        Kind::of::<dashboards::Dashboard>(),
        Kind::of::<whitelist::WhitelistEntry>(),
        Kind::of::<triggers::Trigger>(),
        Kind::of::<license::License>(),
        Kind::of::<appliance::processes::Started>(),
        Kind::of::<ssldecryptkeys::SslDecryptKey>(),
        Kind::of::<runningconfig::ConfigCopy>(),
        Kind::of::<supportpacks::SupportPack>(),
        Kind::of::<bundles::Bundle>(),
        Kind::of::<customizations::Customization>(),
        Kind::of::<customizations::CustomizationStatus>(),
        Kind::of::<simulation::FixtureConversation>(),
        Kind::of::<simulation::FixtureMetric>(),
        Kind::of::<simulation::FixturePacketStore>(),
        Kind::of::<packetcaptures::Captured>(),
        Kind::of::<AuditEntry>(),
    ]
}

/// Every relation, by the ends that links are stored under.
pub fn relations() -> Vec<&'static Ends> {
    vec![
        tags::TAGGED.ends(),
        devicegroups::MEMBERS.ends(),
        devicegroups::TAGS.ends(),
        alerts::NOTIFIED.ends(),
        alerts::ON_APPLICATIONS.ends(),
        alerts::ON_DEVICES.ends(),
        alerts::ON_GROUPS.ends(),
        alerts::ON_NETWORKS.ends(),
        alerts::SILENCED.ends(),
        flexgrids::ON_APPLICATIONS.ends(),
        flexgrids::ON_DEVICES.ends(),
        flexgrids::ON_GROUPS.ends(),
        geomaps::ON_APPLICATIONS.ends(),
        geomaps::ON_DEVICES.ends(),
        geomaps::ON_GROUPS.ends(),
        pages::ON_APPLICATIONS.ends(),
        pages::ON_DEVICES.ends(),
        pages::ON_GROUPS.ends(),
        pages::ON_NETWORKS.ends(),
        dashboards::ABOUT_APPLICATIONS.ends(),
        dashboards::ABOUT_DEVICES.ends(),
        dashboards::ABOUT_GROUPS.ends(),
        dashboards::SHARED.ends(),
        triggers::ON_DEVICES.ends(),
        triggers::ON_GROUPS.ends(),
    ]
}

/// What makes the objects of a resource that every appliance has, where they are missing.
type Complete = fn(&mut Draft, Platform) -> Result<()>;

/// The objects that no fixture has to name: they come with the appliance or are seen in its
/// traffic. Called once all other objects are there, and at every start.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    #[rustfmt::skip]
    let resources: Vec<Complete> = vec![
        nodes::complete,
        networks::complete,
        vlans::complete,
        applications::complete,
        customdevices::complete,
        customizations::complete,
        dashboards::complete,
        emailgroups::complete,
        supportpacks::complete,
        whitelist::complete,
        appliance::processes::complete,
    ];
    resources
        .into_iter()
        .try_for_each(|complete| complete(draft, platform))
}

/// What a new twin has seen of its network before it began, and whether what its fixture says of
/// that can be.
pub fn observe(draft: &mut Draft, network: &Network) -> Result<()> {
    packetcaptures::observe(draft, network)
}

/// What a restart does to an appliance: called when a server starts with a twin that it had.
pub fn restart(draft: &mut Draft) -> Result<()> {
    runningconfig::restart(draft)?;
    supportpacks::restart(draft)
}

/// `Authorization: ExtraHop apikey=KEY` and nothing else.
fn identify(fleet: &Fleet, headers: &HeaderMap) -> Result<Option<Permit>> {
    let Some(given) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let key = given
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("ExtraHop apikey="));
    let Some(key) = key.filter(|key| !key.is_empty()) else {
        return Err(Problem::Unauthorized(
            "Invalid access token: send the header Authorization: ExtraHop apikey=KEY.".into(),
        ));
    };
    let permit =
        holder(fleet, key).ok_or_else(|| Problem::Unauthorized("Invalid access token.".into()))?;
    Ok(Some(permit))
}

/// The user whose key it is; a key of a disabled or deleted user opens nothing.
fn holder(fleet: &Fleet, key: &str) -> Option<Permit> {
    let digest = Digest::of(key);
    let (twin, id) = fleet.twin_of(&digest)?;
    let state = twin.store.published_state();
    let stored = state.get::<apikeys::ApiKey>(id).ok()?;
    let same: bool = stored.sha256.ct_eq(&digest).into();
    let user = state.get::<users::User>(stored.user_id?).ok()?;
    if !same || !user.enabled {
        return None;
    }
    let user = User {
        id: user.id,
        name: user.username.as_str().into(),
        level: user.level(),
    };
    Some(Permit::new(user, twin, FAMILY.api))
}
