//! The printed examples of the document on devices, interfaces and device labels, request for
//! request. Where the answer holds more than is printed, the printed part is compared.
use crate::client::Twin;
use serde_json::{Value, json};

const FIXTURE: &str = r##"
kentik:
  companies:
    - {id: 1289, name: Example}
  plans:
    - {id: 123, name: Free Trial Plan, max_devices: 6, max_fps: 1000}
  sites:
    - {id: 394, site_name: main}
  deviceLabels:
    - {id: 32, name: ISP, color: "#f1d5b9", user_id: 7, created_date: 2018-05-16T20:21:10.406Z, updated_date: 2018-05-16T20:21:10.406Z}
    - {id: 1096, name: label_name, color: "#800000", user_id: 7, created_date: 2019-03-07T00:53:51.759Z, updated_date: 2019-03-07T00:53:51.759Z}
  devices:
    - id: 9623
      device_name: pd_router
      device_subtype: router
      device_description: test of device settings
      plan_id: 123
      site_id: 394
      device_flow_type: netflow.v5
      device_sample_rate: "1024"
      sending_ips: [142.254.47.216]
      device_snmp_ip: 142.254.47.216
      device_snmp_community: ""
      minimize_snmp: false
      device_bgp_type: device
      device_bgp_neighbor_ip: 142.254.47.216
      device_bgp_neighbor_asn: "5001"
      device_bgp_password: null
      use_bgp_device_id: null
      custom_columns: null
      created_date: 2016-09-09T17:27:18.080Z
      updated_date: 2016-09-09T17:27:18.080Z
      device_snmp_v3_conf:
        UserName: eenie
        AuthenticationProtocol: MD5
        AuthenticationPassphrase: meenie
        PrivacyProtocol: DES
        PrivacyPassphrase: minie
    - {id: 2951, device_name: my_device_1, device_subtype: router, plan_id: 123, device_sample_rate: 1, sending_ips: [192.0.2.1], minimize_snmp: true, device_bgp_type: none}
  interfaces:
    - id: 9201304925
      device_id: my_device_1
      snmp_id: "150"
      snmp_speed: "1000"
      snmp_type: 53
      snmp_alias: irs
      interface_ip: 198.186.192.33
      interface_description: Vlan350
      interface_kvs: '"updated"=>"1"'
      cdate: 2017-04-19T00:40:01.145Z
      edate: 2017-05-03T03:20:27.303Z
      initial_snmp_id: "150"
      initial_snmp_alias: irs
      initial_interface_description: Vlan350
      initial_snmp_speed: "1000"
      interface_ip_netmask: 255.255.255.224
      secondary_ips: [{address: 198.186.193.51, netmask: 255.255.255.240}]
      vrf:
        id: 39902
        name: test_vrf
        description: This is still a test
        route_distinguisher: 11.121.111.13:3254
        ext_route_distinguisher: 296507164417724
        route_target: "101:100"
assignments:
  kentik/deviceLabels/devices:
    - {parent: 32, children: [my_device_1]}
"##;

/// Every field of `printed` stands in `answer` with its value.
fn shows(answer: &Value, printed: &Value, place: &str) {
    match (answer, printed) {
        (Value::Object(answer), Value::Object(printed)) => {
            for (name, value) in printed {
                let answer = answer.get(name);
                let answer = answer.unwrap_or_else(|| panic!("{place}.{name} is missing"));
                shows(answer, value, &format!("{place}.{name}"));
            }
        }
        (Value::Array(answer), Value::Array(printed)) => {
            assert_eq!(answer.len(), printed.len(), "{place}");
            for (i, (answer, printed)) in answer.iter().zip(printed).enumerate() {
                shows(answer, printed, &format!("{place}[{i}]"));
            }
        }
        _ => assert_eq!(answer, printed, "{place}"),
    }
}

fn printed_device() -> Value {
    json!({"device": {
        "id": "9623",
        "company_id": "1289",
        "device_name": "pd_router",
        "device_subtype": "router",
        "device_description": "test of device settings",
        "plan_id": 123,
        "site_id": 394,
        "device_flow_type": "netflow.v5",
        "device_sample_rate": "1024",
        "sending_ips": ["142.254.47.216"],
        "device_snmp_ip": "142.254.47.216",
        "device_snmp_community": "",
        "minimize_snmp": false,
        "device_bgp_type": "device",
        "device_bgp_neighbor_ip": "142.254.47.216",
        "device_bgp_neighbor_asn": "5001",
        "device_bgp_password": null,
        "use_bgp_device_id": null,
        "custom_columns": null,
        "created_date": "2016-09-09T17:27:18.080Z",
        "updated_date": "2016-09-09T17:27:18.080Z",
        "device_snmp_v3_conf": {
            "UserName": "eenie",
            "AuthenticationProtocol": "MD5",
            "AuthenticationPassphrase": "meenie",
            "PrivacyProtocol": "DES",
            // Printed as `minie`; recorded answers show three characters of this secret.
            "PrivacyPassphrase": "**nie",
        },
    }})
}

fn printed_interface() -> Value {
    json!({
        "id": "9201304925",
        "company_id": "1289",
        "device_id": "2951",
        "snmp_id": "150",
        "snmp_speed": "1000",
        // Printed twice, as 6 and as 53.
        "snmp_type": 53,
        "snmp_alias": "irs",
        "interface_ip": "198.186.192.33",
        "interface_description": "Vlan350",
        "interface_kvs": "\"updated\"=>\"1\"",
        "interface_tags": "",
        "interface_status": "V",
        "cdate": "2017-04-19T00:40:01.145Z",
        "edate": "2017-05-03T03:20:27.303Z",
        "initial_snmp_id": "150",
        "initial_snmp_alias": "irs",
        "initial_interface_description": "Vlan350",
        "initial_snmp_speed": "1000",
        "interface_ip_netmask": "255.255.255.224",
        "secondary_ips": [{"address": "198.186.193.51", "netmask": "255.255.255.240"}],
        "connectivity_type": "",
        "network_boundary": "",
        "initial_connectivity_type": "",
        "initial_network_boundary": "",
        "top_nexthop_asns": null,
        "provider": "",
        "initial_provider": "",
        // The digits are not printed; its table says that it is text.
        "vrf_id": "39902",
        "vrf": {
            "name": "test_vrf",
            "description": "This is still a test",
            "route_distinguisher": "11.121.111.13:3254",
            "ext_route_distinguisher": 296507164417724i64,
            "route_target": "101:100",
        },
    })
}

#[tokio::test]
async fn a_device_is_as_printed() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.administrator();
    shows(&caller.json("/device/9623").await, &printed_device(), "");
    let list = caller.json("/devices").await;
    shows(&list["devices"][1], &printed_device()["device"], "");

    let sent = json!({"device": {"device_description": "This is a really wonderful device."}});
    let changed = caller.put("/device/9623", sent.clone()).await;
    assert_eq!(changed.status, 200);
    let mut expected = printed_device();
    expected["device"]["device_description"] = sent["device"]["device_description"].clone();
    expected["device"]["updated_date"] = changed.json()["device"]["updated_date"].clone();
    shows(&changed.json(), &expected, "");
    assert_ne!(
        expected["device"]["updated_date"],
        expected["device"]["created_date"]
    );

    let gone = caller.delete("/device/9623").await;
    assert_eq!((gone.status, gone.body.len()), (204, 0));
    assert_eq!(caller.get("/device/9623").await.status, 404);
}

#[tokio::test]
async fn labels_are_applied_as_printed() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.administrator();
    let sent = json!({"labels": [{"id": 1096}, {"id": 32}]});
    // The request line says POST, the text PUT.
    for method in ["POST", "PUT"] {
        let body = sent.to_string();
        let answer = caller
            .send(method, "/devices/9623/labels", &[], body.as_bytes())
            .await;
        assert_eq!(answer.status, 200);
        let printed = json!({
            "id": "9623",
            "device_name": "pd_router",
            "labels": [
                {"id": 32, "name": "ISP"},
                {
                    "id": 1096,
                    "name": "label_name",
                    "edate": "2019-03-07T00:53:51.759Z",
                    "cdate": "2019-03-07T00:53:51.759Z",
                    "user_id": "7",
                    "company_id": "1289",
                    "color": "#800000",
                },
            ],
        });
        shows(&answer.json(), &printed, "");
    }
    let none = caller.put("/devices/9623/labels", json!({})).await.json();
    assert_eq!(
        none,
        json!({"id": "9623", "device_name": "pd_router", "labels": []})
    );
}

#[tokio::test]
async fn an_interface_is_as_printed() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.administrator();
    let path = "/device/2951/interface/9201304925";
    // Printed bare; clients look for it in an envelope.
    let one = caller.json(path).await;
    shows(&one["interface"], &printed_interface(), "");
    let list = caller.json("/device/2951/interfaces").await;
    shows(&list, &json!([printed_interface()]), "");

    let sent =
        json!({"snmp_id": "150", "interface_description": "This is a truly great interface."});
    let changed = caller.put(path, sent.clone()).await;
    assert_eq!(changed.status, 200);
    let mut expected = printed_interface();
    expected["interface_description"] = sent["interface_description"].clone();
    expected["edate"] = changed.json()["edate"].clone();
    // Recorded answers to a change have a number here, as the document's table says, and no VRF.
    expected["snmp_speed"] = json!(1000);
    expected.as_object_mut().unwrap().shift_remove("vrf");
    shows(&changed.json(), &expected, "");

    let gone = caller.delete(path).await;
    assert_eq!((gone.status, gone.body.len()), (204, 0));
}

#[tokio::test]
async fn a_device_label_is_as_printed() {
    let twin = Twin::start(FIXTURE).await;
    let caller = twin.administrator();
    let printed = json!({
        "id": 32,
        "name": "ISP",
        "color": "#f1d5b9",
        "user_id": "7",
        "company_id": "1289",
        "order": 0,
        "devices": [{"id": "2951", "device_name": "my_device_1", "device_subtype": "router"}],
        "created_date": "2018-05-16T20:21:10.406Z",
        "updated_date": "2018-05-16T20:21:10.406Z",
    });
    shows(&caller.json("/deviceLabels/32").await, &printed, "");
    shows(&caller.json("/deviceLabels").await[0], &printed, "");

    let sent = json!({"name": "Edge", "color": "#000080"});
    let changed = caller.put("/deviceLabels/32", sent).await.json();
    assert_eq!([&changed["name"], &changed["color"]], ["Edge", "#000080"]);
    assert_ne!(changed["updated_date"], changed["created_date"]);

    let gone = caller.delete("/deviceLabels/32").await;
    assert_eq!((gone.status, gone.json()), (200, json!({"success": true})));
}
