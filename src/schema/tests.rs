use super::{
    fields::Fields,
    marks::{read_only, since, until, value_since, write_only},
};
use crate::base::firmware::Firmware;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize, JsonSchema)]
struct Sensor {
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = since::<26, 3>)]
    latest: i64,
    #[schemars(transform = since::<7, 2>, transform = until::<8, 3>)]
    between: i64,
    #[schemars(transform = write_only)]
    secret: String,
    ports: Vec<Port>,
    main: Option<Port>,
    named: std::collections::BTreeMap<String, Port>,
    #[schemars(extend("enum" = ["tap", "agent"]), transform = value_since::<9, 0>("agent"))]
    kind: String,
}

#[derive(Serialize, JsonSchema)]
struct Port {
    number: u16,
    #[schemars(transform = since::<9, 8>)]
    speed: u32,
}

fn shown(firmware: Firmware) -> Value {
    let port = || Port {
        number: 1,
        speed: 10,
    };
    let sensor = Sensor {
        id: 1,
        latest: 2,
        between: 3,
        secret: "s".into(),
        ports: vec![port()],
        main: Some(port()),
        named: [("a".to_owned(), port())].into(),
        kind: "tap".into(),
    };
    Fields::of::<Sensor>().shown(&sensor, firmware).unwrap()
}

#[test]
fn a_field_is_shown_where_the_firmware_has_it() {
    let old = json!({"number": 1});
    assert_eq!(
        shown(Firmware(5, 1)),
        json!({"id": 1, "ports": [old], "main": old, "named": {"a": old}, "kind": "tap"})
    );
    assert_eq!(
        shown(Firmware(8, 0)),
        json!({"id": 1, "between": 3, "ports": [old], "main": old, "named": {"a": old}, "kind": "tap"})
    );
    let new = json!({"number": 1, "speed": 10});
    assert_eq!(
        shown(Firmware(26, 3)),
        json!({"id": 1, "latest": 2, "ports": [new], "main": new, "named": {"a": new}, "kind": "tap"})
    );
}

#[test]
fn a_field_that_the_firmware_does_not_have_cannot_be_set_at_any_depth() {
    let sent = json!({"id": 5, "latest": 2, "secret": "s", "ports": [{"number": 2, "speed": 7}], "main": {"speed": 1}, "named": {"b": {"speed": 3}}});
    let kept = |firmware| {
        let mut sent = sent.as_object().unwrap().clone();
        let kept = Fields::of::<Sensor>().keep_writable(&mut sent, firmware);
        kept.map(|()| Value::from(sent))
    };
    // What is left must still follow the rules.
    let told = kept(Firmware(26, 3)).unwrap_err().to_string();
    assert_eq!(
        told,
        "`main.number` is required: an integer from 0 to 65535"
    );
    let mut sent =
        json!({"ports": [{"number": 2, "speed": 7}], "named": {"b": {"number": 1, "speed": 3}}});
    let sent = sent.as_object_mut().unwrap();
    Fields::of::<Sensor>()
        .keep_writable(sent, Firmware(9, 7))
        .unwrap();
    assert_eq!(
        Value::from(sent.clone()),
        json!({"ports": [{"number": 2}], "named": {"b": {"number": 1}}})
    );
}

#[test]
fn a_value_that_the_firmware_does_not_have_is_refused() {
    let check = |firmware| {
        let sent = json!({"kind": "agent"});
        Fields::of::<Sensor>().check(sent.as_object().unwrap(), firmware)
    };
    assert!(check(Firmware(9, 0)).is_ok());
    let told = check(Firmware(8, 9)).unwrap_err().to_string();
    assert_eq!(told, "`kind` must be \"tap\"");
}

#[test]
#[should_panic(expected = "a schema has the mark x-since: \"7,2\", no firmware")]
fn a_mark_that_is_no_firmware_is_never_passed_over() {
    Fields::from_schema(&json!({"properties": {"a": {"type": "string", "x-since": "7,2"}}}));
}
