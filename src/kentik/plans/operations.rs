//! What clients do with plans.
use super::{
    object::Plan,
    seed::complete,
    view::{PlanList, PlanView},
};
use crate::{
    api::{Operation, Part, View, get},
    base::problem::Result,
    kentik::{company, devices::Device, levels::MEMBER},
    store::Kind,
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Plan>()],
    complete: |draft, _| complete(draft),
    ..Part::NONE
};

fn operations() -> Vec<Operation> {
    vec![get("/plans", MEMBER, list, "Retrieve all plans.")]
}

async fn list(permit: Permit) -> Result<View<PlanList>> {
    let state = permit.store.state();
    let company = company::id(&state);
    let plans = state.all::<Plan>().map(|plan| {
        let devices = state.all::<Device>();
        let users = devices.filter(|device| device.plan_id.0 == plan.id);
        PlanView::with_devices(plan, company, users)
    });
    permit.answer(&PlanList {
        plans: plans.collect(),
    })
}
