"""Devices, interfaces, device labels, sites and plans."""
from kentik_api.public.device import (
    AuthenticationProtocol,
    CDNAttribute,
    Device,
    DeviceBGPType,
    DeviceSubtype,
    DeviceType,
    Interface,
    PrivacyProtocol,
    SecondaryIP,
    SNMPv3Conf,
    VRFAttributes,
)
from kentik_api.public.device_label import DeviceLabel
from kentik_api.public.errors import AuthError, BadRequestError, NotFoundError
from kentik_api.public.site import Site

from refusals import refuses


def plan(kentik):
    """The first plan; a company has one from the start."""
    plans = kentik.plans.get_all()
    assert plans and all(one.name and one.max_devices > 0 and one.created_date for one in plans)
    return plans[0]


def sites(kentik):
    made = kentik.sites.create(Site("sdk_place", latitude=54.349276, longitude=18.659577))
    assert (made.site_name, made.latitude, made.longitude) == ("sdk_place", 54.349276, 18.659577)
    changed = kentik.sites.update(Site("sdk_other", latitude=-15.0, longitude=-45.0, id=made.id))
    assert (changed.id, changed.site_name, changed.latitude) == (made.id, "sdk_other", -15.0)
    assert kentik.sites.get(made.id).site_name == "sdk_other"
    assert made.id in [site.id for site in kentik.sites.get_all()]
    refuses(BadRequestError, lambda: kentik.sites.create(Site("sdk_other")), "Already Exists")
    assert kentik.sites.delete(made.id)
    refuses(NotFoundError, lambda: kentik.sites.get(made.id))


def routers(kentik):
    chosen = plan(kentik)
    site = kentik.sites.create(Site("sdk_site", latitude=54.3, longitude=18.6))
    conf = SNMPv3Conf.new("John")
    conf.with_authentication(AuthenticationProtocol.md5, "john_md5_pass").with_privacy(PrivacyProtocol.des, "john_des_pass")
    new = Device.new_router(
        device_name="sdk_router", device_subtype=DeviceSubtype.router, device_sample_rate=1024, plan_id=chosen.id,
        sending_ips=["198.51.100.1", "198.51.100.2"], minimize_snmp=False, device_snmp_ip="198.51.100.1",
        device_snmp_v3_conf=conf, device_description="By the SDK", site_id=site.id, device_bgp_flowspec=True)
    new.with_bgp_type_device(
        device_bgp_neighbor_asn="77", device_bgp_neighbor_ip="198.51.100.7", device_bgp_password="bgp-optional-password")
    made = kentik.devices.create(new)
    assert (made.device_name, made.device_type, made.device_subtype) == ("sdk_router", DeviceType.router, DeviceSubtype.router)
    assert (made.device_status, made.device_flow_type, made.device_sample_rate) == ("V", "auto", 1024)
    assert made.sending_ips == ["198.51.100.1", "198.51.100.2"] and made.minimize_snmp is False
    assert (made.device_bgp_type, made.device_bgp_neighbor_asn) == (DeviceBGPType.device, "77")
    assert made.device_bgp_password == "*" * 18 + "ord" and made.bgp_peer_ip4 and made.bgp_peer_ip6
    assert made.device_snmp_v3_conf.privacy_passphrase == "*" * 10 + "ass"
    assert made.device_snmp_v3_conf.authentication_protocol == AuthenticationProtocol.md5
    assert (made.plan.id, made.site.id, made.labels, made.interfaces) == (chosen.id, site.id, [], [])
    assert made.created_date == made.updated_date

    got = kentik.devices.get(made.id)
    assert (got.plan.name, got.site.site_name, got.site.latitude) == (chosen.name, "sdk_site", 54.3)
    assert any(one.id == made.id for one in kentik.devices.get_all())
    assert any(one.id == made.id for one in plan(kentik).devices)

    # Only an id is known: the SDK sends a name that is none.
    change = Device(id=made.id, device_description="Changed", sending_ips=["198.51.100.3"], device_sample_rate=512)
    change.with_bgp_type_device(device_bgp_neighbor_asn="78", device_bgp_neighbor_ip6="2001:db8::7")
    changed = kentik.devices.update(change)
    assert (changed.device_name, changed.device_description) == ("sdk_router", "Changed")
    assert (changed.sending_ips, changed.device_bgp_neighbor_asn) == (["198.51.100.3"], "78")
    assert changed.device_bgp_neighbor_ip == "198.51.100.7" and changed.device_bgp_neighbor_ip6 == "2001:db8::7"
    refuses(BadRequestError, lambda: kentik.devices.create(new), "Already Exists")
    remove(kentik, made.id)
    assert kentik.sites.delete(site.id)


def hosts(kentik):
    chosen = plan(kentik)
    peer = Device.new_router(
        device_name="sdk_peer", device_subtype=DeviceSubtype.router, device_sample_rate=1, plan_id=chosen.id,
        sending_ips=["198.51.100.4"], minimize_snmp=True)
    peer = kentik.devices.create(peer.with_bgp_type_device(device_bgp_neighbor_asn="77", device_bgp_neighbor_ip="198.51.100.8"))
    new = Device.new_dns(
        device_name="sdk_dns-aws_subnet", device_subtype=DeviceSubtype.aws_subnet, device_sample_rate=1,
        plan_id=chosen.id, cdn_attr=CDNAttribute.yes, device_bgp_flowspec=True)
    made = kentik.devices.create(new.with_bgp_type_other_device(use_bgp_device_id=peer.id))
    assert (made.device_name, made.device_type) == ("sdk_dns_aws_subnet", DeviceType.host_nprobe_dns_www)
    assert (made.cdn_attr, made.sending_ips, made.minimize_snmp) == (CDNAttribute.yes, [], False)
    assert (made.device_bgp_type, made.use_bgp_device_id) == (DeviceBGPType.other_device, peer.id)
    made.cdn_attr, made.device_bgp_type = CDNAttribute.no, DeviceBGPType.none
    changed = kentik.devices.update(made)
    assert (changed.cdn_attr, changed.device_bgp_type) == (CDNAttribute.no, DeviceBGPType.none)
    for device in (made, peer):
        remove(kentik, device.id)


def remove(kentik, device):
    """The SDK deletes twice: the first time may only archive."""
    assert kentik.devices.delete(device) and kentik.devices.delete(device)
    refuses(NotFoundError, lambda: kentik.devices.get(device))
    refuses(NotFoundError, lambda: kentik.devices.delete(device))


def interfaces(kentik):
    device = kentik.devices.create(Device.new_router(
        device_name="sdk_ports", device_subtype=DeviceSubtype.cisco_asa, device_sample_rate=1,
        plan_id=plan(kentik).id, sending_ips=["198.51.100.5"], minimize_snmp=True))
    vrf = VRFAttributes("sdk_vrf", "101:100", "11.121.111.13:3254", description="By the SDK", ext_route_distinguisher=15)
    new = Interface(
        device_id=device.id, snmp_id="2", snmp_speed=15, interface_description="eth2", snmp_alias="uplink",
        interface_ip="127.0.0.1", interface_ip_netmask="255.255.255.0", vrf=vrf,
        secondary_ips=[SecondaryIP("198.51.100.9", "255.255.255.240")])
    made = kentik.devices.interfaces.create(new)
    assert (made.snmp_id, made.snmp_speed, made.interface_description) == ("2", 15, "eth2")
    assert made.device_id == device.id and made.vrf_id and made.created_date
    got = kentik.devices.interfaces.get(device.id, made.id)
    assert (got.snmp_speed, got.snmp_alias, got.interface_ip) == (15, "uplink", "127.0.0.1")
    assert got.secondary_ips == [SecondaryIP("198.51.100.9", "255.255.255.240")]
    assert (got.vrf_id, got.vrf.id, got.vrf.name) == (made.vrf_id, made.vrf_id, "sdk_vrf")
    assert (got.vrf.ext_route_distinguisher, got.vrf.device_id) == (15, device.id)
    assert (got.initial_snmp_id, got.initial_snmp_speed) == (None, None)

    changed = kentik.devices.interfaces.update(Interface(device_id=device.id, id=made.id, snmp_speed=75))
    assert (changed.snmp_speed, changed.interface_description, changed.vrf_id) == (75, "eth2", made.vrf_id)
    # The whole object, as it was read, may be sent back.
    got.snmp_alias = "changed"
    assert kentik.devices.interfaces.update(got).snmp_alias == "changed"
    assert kentik.devices.interfaces.get(device.id, made.id).vrf.id == made.vrf_id
    listed = kentik.devices.interfaces.get_all(device.id)
    assert [(one.id, one.snmp_speed) for one in listed] == [(made.id, 15)]
    summary = kentik.devices.get(device.id).get_interface("eth2")
    assert (summary.device_id, summary.snmp_speed, summary.initial_snmp_speed) == (device.id, 15, None)
    refuses(BadRequestError, lambda: kentik.devices.interfaces.create(new), "Already Exists")
    # It is gone; the SDK says True only where the answer is 200.
    kentik.devices.interfaces.delete(device.id, made.id)
    refuses(NotFoundError, lambda: kentik.devices.interfaces.get(device.id, made.id))
    assert kentik.devices.interfaces.get_all(device.id) == []
    remove(kentik, device.id)


def labels(kentik):
    device = kentik.devices.create(Device.new_router(
        device_name="sdk_labelled", device_subtype=DeviceSubtype.router, device_sample_rate=1,
        plan_id=plan(kentik).id, sending_ips=["198.51.100.6"], minimize_snmp=True))
    first = kentik.device_labels.create(DeviceLabel("sdk_label_1", "#00FF00"))
    second = kentik.device_labels.create(DeviceLabel("sdk_label_2", "#a9c5e0"))
    assert (first.name, first.color, first.devices) == ("sdk_label_1", "#00FF00", []) and first.user_id
    applied = kentik.devices.apply_labels(device.id, [first.id, second.id])
    assert (applied.id, applied.device_name) == (device.id, "sdk_labelled")
    assert [(one.id, one.name) for one in applied.labels] == [(first.id, "sdk_label_1"), (second.id, "sdk_label_2")]
    assert kentik.devices.get(device.id).has_label("sdk_label_2")
    assert [one.device_name for one in kentik.device_labels.get(first.id).devices] == ["sdk_labelled"]
    assert [one.name for one in kentik.devices.apply_labels(device.id, [second.id]).labels] == ["sdk_label_2"]
    assert kentik.devices.apply_labels(device.id, []).labels == []
    first.name, first.color = "sdk_label_one", "#00FFFF"
    changed = kentik.device_labels.update(first)
    assert (changed.id, changed.name, changed.color) == (first.id, "sdk_label_one", "#00FFFF")
    assert {first.id, second.id} <= {one.id for one in kentik.device_labels.get_all()}
    refuses(BadRequestError, lambda: kentik.device_labels.create(DeviceLabel("sdk_label_2", "#000000")), "Already Exists")
    for label in (first, second):
        assert kentik.device_labels.delete(label.id)
        refuses(NotFoundError, lambda: kentik.device_labels.get(label.id))
    remove(kentik, device.id)


def members(member):
    assert member.devices.get_all() and member.device_labels.get_all() and member.plans.get_all()
    refuses(AuthError, lambda: member.device_labels.create(DeviceLabel("sdk_member", "#000000")))
    refuses(AuthError, lambda: member.devices.delete("1"))
