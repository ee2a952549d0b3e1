//! Operations of later firmware that are not served: who calls one is told which firmware has it (the
//! REST API guides of those firmwares).
use crate::base::firmware::Firmware;
use http::Method;

#[rustfmt::skip]
const OPERATIONS: &[(Firmware, &[&str])] = &[
    (Firmware::known(6, 0), &[
        "GET /packets/search", "POST /packets/search", "POST /records/search",
    ]),
    (Firmware::known(7, 1), &[
        "GET /activitymaps", "POST /activitymaps", "POST /activitymaps/query", "DELETE /activitymaps/{id}",
        "GET /activitymaps/{id}", "PATCH /activitymaps/{id}", "POST /activitymaps/{id}/query",
        "GET /activitymaps/{id}/sharing", "PATCH /activitymaps/{id}/sharing",
        "PUT /activitymaps/{id}/sharing", "GET /records/cursor/{cursor}",
    ]),
    (Firmware::known(7, 2), &[
        "GET /analysispriority/config/{appliance_id}", "PUT /analysispriority/config/{appliance_id}",
        "GET /analysispriority/{appliance_id}/manager", "PATCH /analysispriority/{appliance_id}/manager",
        "GET /appliances", "GET /appliances/{id}", "GET /networklocalities", "POST /networklocalities",
        "DELETE /networklocalities/{id}", "GET /networklocalities/{id}", "PATCH /networklocalities/{id}",
        "GET /threatcollections", "POST /threatcollections", "DELETE /threatcollections/{id}",
        "GET /threatcollections/{id}/observables", "PUT /threatcollections/~{user_key}",
        "DELETE /watchlist/device/{id}", "POST /watchlist/device/{id}", "GET /watchlist/devices",
        "POST /watchlist/devices",
    ]),
    (Firmware::known(7, 3), &[
        "POST /records/cursor",
    ]),
    (Firmware::known(7, 4), &[
        "POST /apikeys", "GET /apikeys/{keyid}", "GET /dashboards/{id}/sharing",
        "PATCH /dashboards/{id}/sharing", "PUT /dashboards/{id}/sharing",
    ]),
    (Firmware::known(7, 6), &[
        "GET /detections", "GET /detections/{id}", "PATCH /detections/{id}",
    ]),
    (Firmware::known(7, 7), &[
        "GET /auth/identityproviders", "POST /auth/identityproviders", "DELETE /auth/identityproviders/{id}",
        "GET /auth/identityproviders/{id}", "PATCH /auth/identityproviders/{id}",
        "GET /auth/identityproviders/{id}/privileges", "PATCH /auth/identityproviders/{id}/privileges",
        "GET /auth/samlsp",
    ]),
    (Firmware::known(7, 9), &[
        "POST /applications", "GET /dashboards/{id}/reports", "POST /devices/search",
        "POST /triggers/externaldata",
    ]),
    (Firmware::known(8, 2), &[
        "POST /cloud/connect",
    ]),
    (Firmware::known(8, 3), &[
        "GET /devices/{id}/software", "POST /oauth2/token", "GET /software", "GET /software/{id}",
    ]),
    (Firmware::known(8, 4), &[
        "POST /appliances", "DELETE /appliances/{id}", "GET /appliances/{id}/cloudservices",
        "GET /appliances/{id}/productkey", "GET /detections/formats", "POST /detections/formats",
        "DELETE /detections/formats/{id}", "PATCH /detections/formats/{id}", "GET /detections/rules/hiding",
        "POST /detections/rules/hiding", "DELETE /detections/rules/hiding/{id}",
        "PATCH /detections/rules/hiding/{id}", "POST /detections/search", "PATCH /detections/tickets",
        "GET /devices/{id}/dnsnames", "GET /devices/{id}/ipaddrs", "GET /extrahop/cluster",
        "PATCH /extrahop/cluster", "GET /extrahop/detections/access", "PUT /extrahop/detections/access",
        "GET /extrahop/edition", "POST /extrahop/firmware", "POST /extrahop/firmware/latest/upgrade",
        "GET /extrahop/firmware/previous", "POST /extrahop/firmware/previous",
        "POST /extrahop/firmware/previous/rollback", "POST /extrahop/restart",
        "POST /extrahop/sslcert/signingrequest", "GET /extrahop/ticketing", "PATCH /extrahop/ticketing",
        "POST /observations/associatedipaddrs", "GET /odstargets", "GET /odstargets/http",
        "POST /odstargets/http", "DELETE /odstargets/http/{name}", "GET /odstargets/http/{name}",
        "GET /odstargets/kafka", "POST /odstargets/kafka", "DELETE /odstargets/kafka/{name}",
        "GET /odstargets/kafka/{name}", "GET /odstargets/mongodb", "POST /odstargets/mongodb",
        "DELETE /odstargets/mongodb/{name}", "GET /odstargets/mongodb/{name}", "GET /odstargets/raw",
        "POST /odstargets/raw", "DELETE /odstargets/raw/{name}", "GET /odstargets/raw/{name}",
        "GET /odstargets/syslog", "POST /odstargets/syslog", "DELETE /odstargets/syslog/{name}",
        "GET /odstargets/syslog/{name}", "POST /pairing/token", "GET /reports", "POST /reports",
        "DELETE /reports/{id}", "GET /reports/{id}", "PATCH /reports/{id}", "GET /reports/{id}/contents",
        "PUT /reports/{id}/contents", "POST /reports/{id}/queue", "GET /usergroups", "POST /usergroups",
        "POST /usergroups/refresh", "DELETE /usergroups/{id}", "GET /usergroups/{id}",
        "PATCH /usergroups/{id}", "DELETE /usergroups/{id}/associations", "GET /usergroups/{id}/members",
        "PATCH /usergroups/{id}/members", "PUT /usergroups/{id}/members", "POST /usergroups/{id}/refresh",
    ]),
    (Firmware::known(8, 6), &[
        "DELETE /detections/{id}/notes", "GET /detections/{id}/notes", "PUT /detections/{id}/notes",
    ]),
    (Firmware::known(8, 7), &[
        "POST /extrahop/firmware/download/url", "POST /extrahop/firmware/download/version",
        "GET /extrahop/firmware/next", "GET /jobs", "GET /jobs/{id}",
    ]),
    (Firmware::known(9, 2), &[
        "POST /extrahop/cloudresources",
    ]),
    (Firmware::known(9, 8), &[
        "POST /appliances/{id}/cloudservices", "GET /detections/formats/{id}",
        "GET /detections/rules/hiding/{id}", "GET /detections/{id}/investigations",
        "GET /detections/{id}/related", "GET /extrahop/flowlogs/secret", "POST /extrahop/flowlogs/secret",
        "GET /extrahop/services", "PATCH /extrahop/services", "POST /extrahop/shutdown",
        "GET /investigations", "POST /investigations", "POST /investigations/search",
        "DELETE /investigations/{id}", "GET /investigations/{id}", "PATCH /investigations/{id}",
    ]),
    (Firmware::known(26, 2), &[
        "PATCH /threatcollections/{id}",
    ]),
    (Firmware::known(26, 3), &[
        "GET /appliances/firmware/next", "POST /appliances/firmware/upgrade", "GET /appliances/sensortags",
        "POST /appliances/sensortags", "POST /appliances/sensortags/delete",
        "DELETE /appliances/sensortags/{id}", "GET /appliances/sensortags/{id}",
        "PATCH /appliances/sensortags/{id}", "GET /appliances/{ids_id}/association",
        "POST /appliances/{ids_id}/association", "GET /appliances/{id}/domaincontrollers/connections",
        "POST /appliances/{id}/domaincontrollers/connections",
        "DELETE /appliances/{id}/domaincontrollers/connections/{dc_host}",
        "GET /appliances/{id}/domaincontrollers/connections/{dc_host}",
        "POST /appliances/{id}/domaincontrollers/testconnection", "GET /appliances/{id}/sensortags",
        "PATCH /appliances/{id}/sensortags", "POST /detections/rules/hiding/preview",
        "POST /networkusers/search", "POST /networkusers/tags", "GET /networkusers/users/{username}",
        "PATCH /networkusers/users/{username}", "GET /networkusers/users/{username}/tags",
        "POST /networkusers/users/{username}/tags", "GET /records/formats", "GET /reports/{id}/download",
        "POST /search/eql/detectionlogs", "POST /search/eql/networkusers",
        "GET /search/eql/{resource}/schema", "GET /search/eql/{resource}/schema/fieldvalues",
        "DELETE /users/{username}/lock", "GET /users/{username}/lock",
    ]),
];

/// The firmware that an operation came with; the path is the one below the base.
pub fn since(method: &Method, path: &str) -> Option<Firmware> {
    let is = |operation: &&str| {
        let (own, pattern) = operation.split_once(' ').unwrap_or_default();
        own == method.as_str() && is_path(pattern, path)
    };
    let found = OPERATIONS.iter().find(|(_, all)| all.iter().any(&is));
    found.map(|(since, _)| *since)
}

/// Whether a path is one of a pattern with names in braces.
fn is_path(pattern: &str, path: &str) -> bool {
    let (mut own, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (own.next(), given.next()) {
            (None, None) => return true,
            (Some(own), Some(given)) if own == given || own.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_known_by_method_and_path() {
        assert_eq!(
            since(&Method::POST, "/devices/search"),
            Some(Firmware(7, 9))
        );
        assert_eq!(since(&Method::PATCH, "/reports/7"), Some(Firmware(8, 4)));
        assert_eq!(since(&Method::PUT, "/devices/search"), None);
        assert_eq!(since(&Method::GET, "/nonsense"), None);
    }
}
