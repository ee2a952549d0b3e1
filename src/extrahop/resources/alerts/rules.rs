//! What an alert must be to be stored.
use super::{condition::Condition, object::Alert};
use crate::{
    base::{
        clock::Millis,
        firmware::Firmware,
        problem::{Result, refused},
    },
    store::{Resource, Unique},
    twin::access::Permit,
};

impl Resource for Alert {
    const KIND: &str = "alert";
    const PATH: &str = "alerts";
    const TITLE: &str = "alert";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |alert| alert.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn check(&self) -> Result<()> {
        Condition::try_from(self).map(drop)
    }
}

impl Alert {
    /// The alert as this caller makes it.
    pub fn made(mut self, by: &Permit) -> Result<Self> {
        self.author.get_or_insert_with(|| by.user.name.to_string());
        self.known_to(by)
    }
    /// The caller's firmware has such alerts, and the metrics that it is about. Trend alerts cannot
    /// be made through the REST API, and detection alerts came later; the contract lists both.
    pub fn known_to(self, by: &Permit) -> Result<Self> {
        if self.kind != "threshold" && by.firmware < Firmware(8, 0) {
            return Err(refused("`type` must be \"threshold\" in this firmware"));
        }
        let threshold = Condition::threshold(&self);
        match threshold.is_none_or(|threshold| threshold.exists_on(by)) {
            true => Ok(self),
            false => Err(refused(format!(
                "`field_name`: firmware {} has no such metric",
                by.firmware
            ))),
        }
    }
}
