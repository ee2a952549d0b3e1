//! Sites: the places where devices stand.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    devices::Device,
    levels::{ADMINISTRATOR, MEMBER},
    types::{Decimal, Number, Quoted},
};
use crate::{
    api::{
        Enveloped, Id, NoContent, Operation, Part, Unwrapped, UnwrappedPatch, View, delete, get,
        post, put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Draft, Kind, Resource, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 42, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577}]))]
pub struct Site {
    /// The unique identifier of the site.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the site.
    #[schemars(length(min = 3, max = 40))]
    pub site_name: String,
    /// Degrees north of the equator, from -90 to 90.
    #[serde(default)]
    pub lat: Option<Decimal>,
    /// Degrees east of Greenwich, from -180 to 180.
    #[serde(default)]
    pub lon: Option<Decimal>,
}

impl Resource for Site {
    const KIND: &str = "kentik_site";
    const PATH: &str = "kentik/sites";
    const TITLE: &str = "site";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "site_name",
        key: |site| site.site_name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn check(&self) -> Result<()> {
        for (name, degrees, most) in [("lat", self.lat, 90.0), ("lon", self.lon, 180.0)] {
            if degrees.is_some_and(|Decimal(degrees)| !(-most..=most).contains(&degrees)) {
                return Err(refused(format!(
                    "`{name}` must be a number from -{most} to {most}"
                )));
            }
        }
        Ok(())
    }
    fn duplicate_message(&self) -> String {
        format!("Site name ({}) Already Exists", self.site_name)
    }
}
impl Enveloped for Site {
    const KEYS: &[&str] = &["site"];
}

/// A site as clients see it. Which ids are in quotes differs from call to call.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SiteOf{Key}{Company}", extend("examples" = [{"id": 42, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577, "company_id": 3250}]))]
pub struct SiteView<Key, Company> {
    /// The unique identifier of the site.
    #[schemars(transform = read_only)]
    id: Key,
    /// The unique name of the site.
    site_name: String,
    /// Degrees north of the equator.
    lat: Option<f64>,
    /// Degrees east of Greenwich.
    lon: Option<f64>,
    /// The company that the site belongs to.
    #[schemars(transform = read_only)]
    company_id: Company,
}

/// One site.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}Envelope", extend("examples" = [{"site": {"id": 42, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577, "company_id": 3250}}]))]
pub struct SiteEnvelope<T> {
    site: T,
}

/// All sites.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"sites": [{"id": 42, "site_name": "apitest-site-1", "lat": 54.349276, "lon": 18.659577, "company_id": 3250}]}]))]
pub struct SiteList {
    #[schemars(transform = read_only)]
    sites: Vec<SiteView<i64, i64>>,
}

type SiteRead = SiteEnvelope<SiteView<i64, i64>>;
type SiteCreated = SiteEnvelope<SiteView<i64, Quoted>>;
type SiteUpdated = SiteEnvelope<SiteView<Quoted, Quoted>>;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Site>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/sites",     MEMBER,        list,   "Retrieve all sites."),
        get   ("/site/{id}", MEMBER,        read,   "Retrieve a site."),
        post  ("/site",      ADMINISTRATOR, create, "Create a site."),
        put   ("/site/{id}", ADMINISTRATOR, update, "Change a site."),
        delete("/site/{id}", ADMINISTRATOR, remove, "Delete a site; its devices stay, without one."),
    ]
}

async fn list(permit: Permit) -> Result<View<SiteList>> {
    let state = permit.store.state();
    let company = company::id(&state);
    let sites = state.all::<Site>().map(|site| site.view(site.id, company));
    permit.answer(&SiteList {
        sites: sites.collect(),
    })
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<SiteRead>> {
    let state = permit.store.state();
    let site = state.get::<Site>(id)?;
    permit.answer(&SiteEnvelope {
        site: site.view(id, company::id(&state)),
    })
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<Site>,
) -> Result<CreateAnswer<SiteCreated>> {
    let site = permit
        .write(|draft| {
            let id = draft.insert(new)?;
            let company = Quoted(company::id(draft));
            Ok(draft.get::<Site>(id)?.view(id, company))
        })
        .await?;
    create_answer(&permit, &SiteEnvelope { site })
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<Site>,
) -> Result<View<SiteUpdated>> {
    let site = permit
        .write(move |draft| {
            draft.update(id, |site| patch.onto(site))?;
            let company = Quoted(company::id(draft));
            Ok(draft.get::<Site>(id)?.view(Quoted(id), company))
        })
        .await?;
    permit.answer(&SiteEnvelope { site })
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit
        .write(move |draft| {
            draft.remove::<Site>(id)?;
            release_devices(draft, id)
        })
        .await?;
    Ok(NoContent)
}

/// Takes the devices of a site away from it.
fn release_devices(draft: &mut Draft, site: i64) -> Result<()> {
    let devices = draft.all::<Device>();
    let of_site = devices.filter(|device| device.site_id == Some(Number(site)));
    let ids: Vec<i64> = of_site.map(|device| device.id).collect();
    ids.into_iter().try_for_each(|id| {
        draft.update(id, |device: &Device| {
            Ok(Device {
                site_id: None,
                ..device.clone()
            })
        })
    })
}

impl Site {
    fn view<Key, Company>(&self, id: Key, company_id: Company) -> SiteView<Key, Company> {
        let degrees = |degrees: Option<Decimal>| degrees.map(|Decimal(degrees)| degrees);
        SiteView {
            id,
            site_name: self.site_name.clone(),
            lat: degrees(self.lat),
            lon: degrees(self.lon),
            company_id,
        }
    }
}
