//! Where sources disagree about the API, or it has what is off by default: what a client may want to
//! meet instead.

/// The switches of a twin.
#[derive(Clone, Debug, Default)]
pub struct Switches(pub Vec<Switch>);

impl Switches {
    pub fn has(&self, switch: Switch) -> bool {
        self.0.contains(&switch)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Switch {
    /// A dash in a device's name is refused, and not made an underscore.
    StrictNames,
    /// The first DELETE of a device archives it, the second removes it.
    ArchiveDevices,
    /// A create is answered with 200, not 201.
    Created200,
    /// DELETE of an interface answers 200 with {}, not 204.
    InterfaceDelete200,
    /// A part of a batch is answered with 202, not 200.
    Batch202,
    /// A plan takes no more devices than it says.
    PlanLimits,
    /// Calls are counted, delayed and refused as Kentik does.
    RateLimits,
}
