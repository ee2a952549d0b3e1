//! What is printed once the server accepts connections.
use super::Launched;
use crate::{
    base::clock::format_time,
    kentik::users::ADMINISTRATOR,
    twin::{access::Level, fleet::Fleet},
};

/// The addresses, the key, and a call to try.
pub fn start_text(launched: &Launched, https: &str, http: Option<&str>) -> String {
    let key = &launched.credentials.api_keys[&Level::FullSystem];
    let token = &launched.credentials.kentik_tokens[&Level::FullSystem];
    let twin = launched.fleet.twin(Fleet::DEFAULT);
    let about = twin.map_or(String::new(), |twin| {
        let time = twin
            .clock
            .held()
            .map(|at| format!("time stands at {}", format_time(at)));
        let time = time.unwrap_or_else(|| "real time".into());
        let devices = twin.store.state().count("device");
        format!("firmware {}, {devices} devices, {time}", twin.firmware)
    });
    let plain = http.map_or(String::new(), |http| format!("  plain    {http}\n"));
    let ca = launched.ca_file.display();
    format!(
        "wiretwin is ready ({about})\n  HTTPS    {https}\n{plain}  key      {key}  (full system privileges)\n  kentik   {ADMINISTRATOR} {token}\n\nTry:\n  curl --cacert {ca} -H \"Authorization: ExtraHop apikey={key}\" {https}/api/v1/extrahop\n"
    )
}
