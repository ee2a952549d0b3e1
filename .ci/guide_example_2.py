#!/usr/bin/env python3
"""The guide's Example 2 in Python 3: create a device tag and give it to a subnet.

Runs against a fresh `wiretwin serve --fixture guide`, twice: the second time the tag is there.
Takes HOST:PORT, the file with the server's certificate, and an API key.
"""

import http.client
import ipaddress
import json
import ssl
import sys
import urllib.parse

TAG_NAME = "MyTestTag"
SUBNET = "10.20.0.[0-9]+"
NETWORK = ipaddress.ip_network("10.20.0.0/24")
BATCH_LIMIT = 100


class Appliance:
    """One connection; asks as the guide does, so no request says what type its body has."""

    def __init__(self, host, ca_file, api_key):
        context = ssl.create_default_context(cafile=ca_file)
        # The default from Python 3.13 on; a certificate must pass here with older ones too.
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        self.connection = http.client.HTTPSConnection(host, context=context, timeout=30)
        self.headers = {
            "Accept": "application/json",
            "Authorization": "ExtraHop apikey=%s" % api_key,
        }

    def request(self, method, path, expected, body=None):
        self.connection.request(method, "/api/v1" + path, headers=self.headers, body=body)
        response = self.connection.getresponse()
        text = response.read()
        assert response.status == expected, (method, path, response.status, text)
        return response, text

    def get(self, path):
        return json.loads(self.request("GET", path, 200)[1])

    def create(self, path, body):
        """The id of the new object."""
        response, text = self.request("POST", path, 201, json.dumps(body))
        assert text == b"", text
        return int(response.getheader("location").split("/")[-1])


def tag_the_subnet(appliance):
    """The example: whether the tag is new, its id, and the ids of the devices it was given to."""
    tags = [tag for tag in appliance.get("/tags") if tag["name"] == TAG_NAME]
    assert len(tags) <= 1, tags
    tag_id = tags[0]["id"] if tags else appliance.create("/tags", {"name": TAG_NAME})

    query = {"limit": BATCH_LIMIT, "search_type": "ip address", "value": SUBNET}
    query_string = urllib.parse.urlencode(query)
    device_ids = []
    offset = 0
    while page := appliance.get("/devices?" + query_string + "&offset=%d" % offset):
        assert len(page) <= BATCH_LIMIT, len(page)
        device_ids += [device["id"] for device in page]
        offset += BATCH_LIMIT

    body = json.dumps({"assign": device_ids})
    appliance.request("POST", "/tags/%d/devices" % tag_id, 204, body)
    assigned = {device["id"] for device in appliance.get("/tags/%d/devices" % tag_id)}
    assert set(device_ids) <= assigned, "Unable to assign all devices to tag"
    print("%d devices assigned to tag" % len(device_ids))
    return not tags, tag_id, device_ids


def in_network(device):
    address = device["ipaddr4"]
    return address is not None and ipaddress.ip_address(address) in NETWORK


def main(host, ca_file, api_key):
    passed = 0

    def check(what, holds):
        nonlocal passed
        assert holds, what
        passed += 1
        print("ok: " + what)

    new, tag_id, devices = tag_the_subnet(Appliance(host, ca_file, api_key))
    check("the first run creates the tag", new)
    check("more than 100 devices, so more than one page", len(devices) > BATCH_LIMIT)
    check("no page repeats a device", len(devices) == len(set(devices)))

    again = tag_the_subnet(Appliance(host, ca_file, api_key))
    check("the second run finds the tag and the same devices", again == (False, tag_id, devices))

    appliance = Appliance(host, ca_file, api_key)
    tagged = appliance.get("/tags/%d/devices" % tag_id)
    check("only devices of %s have the tag" % NETWORK, all(map(in_network, tagged)))
    everyone = appliance.get("/devices?limit=-1")
    subnet = {device["id"] for device in everyone if in_network(device)}
    check("all devices of %s have it" % NETWORK, subnet == {device["id"] for device in tagged})
    check("other devices exist", len(everyone) > len(tagged))
    print("%d passed, 0 failed" % passed)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: guide_example_2.py HOST:PORT CA_FILE API_KEY")
    main(*sys.argv[1:])
