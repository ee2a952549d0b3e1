//! The application that comes with every appliance.
use super::object::Application;
use crate::{
    base::{platform::Platform, problem::Result},
    extrahop::resources::nodes,
    network::at_node,
    store::{Draft, Object, Resource},
};

/// The built-in application, one on each appliance that sees traffic.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    for node in nodes::all(draft, platform) {
        let id = at_node(node, 0);
        if draft.has(Application::KIND, id) {
            continue;
        }
        let mut application = Application {
            id,
            node_id: None,
            extrahop_id: Application::BUILT_IN.into(),
            discovery_id: String::new(),
            mod_time: 0,
            user_mod_time: 0,
            display_name: "All Activity".into(),
            description: Some("Everything that the appliance sees.".into()),
            criteria: None,
        };
        application.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(application))?;
    }
    Ok(())
}
