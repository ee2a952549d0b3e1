//! The name that was probably meant.

/// What people write for a name that they do not find by its spelling.
const SYNONYMS: [(&str, &[&str]); 36] = [
    ("=<", &["<="]),
    ("=>", &[">="]),
    ("alarms", &["alerts"]),
    ("apikey", &["api_keys"]),
    ("computer", &["pc"]),
    ("desktop", &["pc"]),
    ("device_groups", &["devicegroups"]),
    ("groups", &["devicegroups"]),
    ("hosts", &["devices"]),
    ("hostname", &["dns_name", "hostname"]),
    ("https", &["ssl"]),
    ("ip", &["ipaddr4", "ipaddr", "cidr"]),
    ("ip_address", &["ipaddr4", "ipaddr"]),
    ("ipaddr", &["ipaddr4"]),
    ("laptop", &["pc"]),
    ("links", &["assignments"]),
    ("lvl", &["level"]),
    ("login", &["username"]),
    ("mac", &["macaddr"]),
    ("mac_address", &["macaddr"]),
    (
        "name",
        &[
            "custom_name",
            "display_name",
            "group_name",
            "username",
            "device_name",
        ],
    ),
    ("phone", &["voip_phone"]),
    ("rate", &["per_minute"]),
    ("role", &["auto_role", "level"]),
    ("router", &["gateway"]),
    ("subnet", &["cidr"]),
    ("subnets", &["network"]),
    ("time", &["clock"]),
    ("tls", &["ssl"]),
    ("traffic", &["conversations"]),
    ("type", &["field", "device_class"]),
    ("user", &["users", "username"]),
    ("version", &["firmware"]),
    ("vlan", &["vlanid", "vlans"]),
    ("web", &["http_server"]),
    ("webserver", &["http_server"]),
];

/// Of these names the one that was probably meant: the usual one for this thing, or the one that a
/// wrong one is nearest to, if any is near.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name of this length, and the distance takes the product of both.
    if wrong.len() > 100 {
        return None;
    }
    let folded = wrong.to_lowercase();
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(same) = names.iter().find(|name| name.to_lowercase() == folded) {
        return Some(same);
    }
    let synonyms = SYNONYMS.iter().find(|(usual, _)| *usual == folded);
    let mut synonyms = synonyms.into_iter().flat_map(|(_, meant)| meant.iter());
    let synonym = synonyms.find_map(|meant| names.iter().find(|name| *name == meant));
    let most = (wrong.chars().count() / 3).clamp(1, 3);
    let distance = |name: &&'a str| {
        let distance = strsim::damerau_levenshtein(&folded, &name.to_lowercase());
        (distance, *name)
    };
    let near = names.iter().map(distance);
    let near = near.filter(|(distance, _)| *distance <= most);
    let near = near.min_by_key(|(distance, _)| *distance);
    synonym.copied().or(near.map(|(_, name)| name))
}

/// What is said after a name that there is not: the one that was probably meant, and all of them.
pub fn instead(wrong: &str, names: &[&str]) -> String {
    let near = nearest(wrong, names.iter().copied());
    let all = names.join(", ");
    match near {
        Some(near) => format!(": did you mean `{near}`? There are {all}"),
        None => format!("; there are {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{instead, nearest};

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["name", "description", "dynamic"];
        for (wrong, meant) in [
            ("nmae", Some("name")),
            ("Name", Some("name")),
            ("desciption", Some("description")),
            ("value", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, names), meant, "{wrong}");
        }
    }

    #[test]
    fn another_word_for_the_same_thing_is_known() {
        for (wrong, names, meant) in [
            ("name", ["custom_name", "cdp_name"], "custom_name"),
            ("ip", ["ipaddr6", "ipaddr4"], "ipaddr4"),
            ("HTTPS", ["http", "ssl"], "ssl"),
            ("laptop", ["pc", "other"], "pc"),
            ("alarms", ["alerts", "pages"], "alerts"),
        ] {
            assert_eq!(nearest(wrong, names), Some(meant), "{wrong}");
        }
        assert_eq!(
            instead("laptop", &["other", "pc"]),
            ": did you mean `pc`? There are other, pc"
        );
        assert_eq!(instead("king", &["other", "pc"]), "; there are other, pc");
    }
}
