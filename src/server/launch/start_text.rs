//! What is printed once the server accepts connections.
use super::Launched;
use crate::{
    base::clock::format_time,
    extrahop::{self, resources::devices::Device},
    families::FAMILIES,
    store::Resource,
    twin::{access::Level, fleet::Fleet},
};

/// The addresses, the accounts, and a call to try.
pub fn start_text(launched: &Launched, https: &str, http: Option<&str>) -> String {
    let twin = launched.fleet.twin(Fleet::DEFAULT);
    let about = twin.map_or(String::new(), |twin| {
        let time = twin
            .clock
            .held()
            .map(|at| format!("time stands at {}", format_time(at)));
        let time = time.unwrap_or_else(|| "real time".into());
        let devices = twin.store.state().count(Device::KIND);
        format!("firmware {}, {devices} devices, {time}", twin.firmware)
    });
    let plain = http.map_or(String::new(), |http| format!("  plain    {http}\n"));
    let accounts = FAMILIES.iter().filter_map(|family| family.accounts);
    let accounts = accounts.map(|accounts| {
        let keys = launched.credentials.of(accounts.contents.secrets.name);
        format!("  {}\n", (accounts.start_text)(keys))
    });
    let accounts: String = accounts.collect();
    let key = &launched.credentials.of(extrahop::CONTENTS.secrets.name)[&Level::FullSystem];
    let ca = launched.ca_file.display();
    let kept = launched.kept.as_ref();
    let kept = kept.map_or(String::new(), |kept| format!("  {kept}\n"));
    format!(
        "wiretwin is ready ({about})\n{kept}  HTTPS    {https}\n{plain}{accounts}\nTry:\n  curl --cacert {ca} -H \"Authorization: ExtraHop apikey={key}\" {https}/api/v1/extrahop\n"
    )
}
