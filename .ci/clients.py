#!/usr/bin/env python3
"""What clients written with `requests` rely on.

Takes the ready file of a `wiretwin serve --fixture guide`.
"""

import json
import sys
import traceback

import requests

# The HTTP client of the guide's third example.
CLIENT_DEVICE = 9363


class Client:
    """A session over HTTPS with the key of one level, or with none."""

    def __init__(self, ready, level=None):
        self.root = ready["https"]
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = ready["ca_file"]
        self.session.headers["Accept"] = "application/json"
        if level:
            key = ready["api_keys"][level]
            self.session.headers["Authorization"] = "ExtraHop apikey=" + key

    def ask(self, method, path, expected, **arguments):
        response = self.session.request(
            method, self.root + "/api/v1" + path, timeout=30, allow_redirects=False, **arguments
        )
        assert response.status_code == expected, (
            f"{method} {path}: {response.status_code} instead of {expected}: {response.text}"
        )
        return response

    def get(self, path, **arguments):
        return self.ask("GET", path, 200, **arguments).json()

    def new_tag(self, name):
        response = self.ask("POST", "/tags", 201, json={"name": name})
        return response.headers["Location"].removeprefix("/api/v1")


def message_of(response):
    """The sentence of an error."""
    assert response.headers["Content-Type"].startswith("application/json"), response.headers
    message = response.json()["error_message"]
    assert message and isinstance(message, str), message
    return message


def a_tag_is_created_changed_and_deleted(ready):
    client = Client(ready, "full_write")
    response = client.ask("POST", "/tags", 201, json={"name": "clients"})
    assert response.content == b"", response.content
    path = response.headers["Location"].removeprefix("/api/v1")
    tag = client.get(path)
    assert tag["name"] == "clients" and path == f"/tags/{tag['id']}", (path, tag)
    assert client.ask("PATCH", path, 204, json={"name": "clients, renamed"}).content == b""
    assert client.get(path)["name"] == "clients, renamed"
    assert tag["id"] in [other["id"] for other in client.get("/tags")]
    client.ask("DELETE", path, 204)
    message_of(client.ask("GET", path, 404))


def a_fetched_object_may_be_sent_back(ready):
    client = Client(ready, "full_write")
    path = client.new_tag("sent back")
    tag = client.get(path)
    client.ask("PATCH", path, 204, json=tag | {"name": "sent back, renamed"})
    assert client.get(path)["id"] == tag["id"]
    client.ask("DELETE", path, 204)


def a_body_needs_no_content_type(ready):
    client = Client(ready, "full_write")
    response = client.ask("POST", "/tags", 201, data=json.dumps({"name": "untyped"}))
    assert "Content-Type" not in response.request.headers
    path = response.headers["Location"].removeprefix("/api/v1")
    client.ask("PATCH", path, 204, data=json.dumps({"name": "untyped, renamed"}))
    assert client.get(path)["name"] == "untyped, renamed"
    client.ask("DELETE", path, 204)


def a_slash_at_the_end_changes_nothing(ready):
    client = Client(ready, "full_write")
    response = client.ask("POST", "/tags/", 201, json={"name": "slash"})
    path = response.headers["Location"].removeprefix("/api/v1")
    assert not path.endswith("/"), path
    assert client.get(path + "/") == client.get(path)
    assert client.get("/tags/") == client.get("/tags")
    assert client.get("/extrahop/") == client.get("/extrahop")
    client.ask("DELETE", path + "/", 204)


def a_name_that_is_taken_is_refused(ready):
    client = Client(ready, "full_write")
    path = client.new_tag("taken")
    before = client.get("/tags")
    message_of(client.ask("POST", "/tags", 422, json={"name": "taken"}))
    assert client.get("/tags") == before
    client.ask("DELETE", path, 204)


def a_body_that_is_no_json_is_refused(ready):
    client = Client(ready, "full_write")
    before = client.get("/tags")
    message_of(client.ask("POST", "/tags", 400, data='{"name": '))
    assert client.get("/tags") == before


def gzip_is_sent_to_who_accepts_it(ready):
    client = Client(ready, "read_only")
    path = "/devices?limit=100"
    packed = client.ask("GET", path, 200, headers={"Accept-Encoding": "gzip"})
    assert packed.headers.get("Content-Encoding") == "gzip", packed.headers
    plain = client.ask("GET", path, 200, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers, plain.headers
    assert packed.json() == plain.json()
    # The size on the wire.
    assert int(plain.headers["Content-Length"]) == len(plain.content)
    size = packed.headers.get("Content-Length")
    assert size is None or int(size) < len(plain.content), size


def a_session_outlives_its_connections(ready):
    client = Client(ready, "read_only")
    closed = 0
    left = None
    for _ in range(250):
        headers = client.ask("GET", f"/devices/{CLIENT_DEVICE}", 200).headers
        if headers["Connection"].lower() == "close":
            closed += 1
            left = None
        else:
            # How many more the connection takes, as in "timeout=45, max=44".
            now = int(headers["Keep-Alive"].rpartition("max=")[2])
            assert left is None or now == left - 1, (left, now)
            left = now
    assert closed == 2, f"{closed} of 250 answers ended a connection of 100 requests"


def limit_minus_one_lists_everything(ready):
    client = Client(ready, "read_only")
    everything = client.get("/devices?limit=-1")
    assert len(everything) > 100, len(everything)
    assert client.get("/devices") == everything[:100]
    assert client.get("/devices?limit=-1&offset=100") == everything[100:]
    assert client.get(f"/devices?offset={len(everything)}") == []


def metrics_take_times_as_text(ready):
    client = Client(ready, "read_only")
    query = {
        "cycle": "30sec",
        "from": "-30m",
        "until": "0",
        "metric_category": "http_client",
        "metric_specs": [{"name": "req"}],
        "object_ids": [CLIENT_DEVICE],
        "object_type": "device",
    }
    answer = client.ask("POST", "/metrics", 200, json=query).json()
    stats = answer["stats"]
    assert stats, answer
    times = [point["time"] for point in stats]
    assert times == sorted(set(times)), times
    for point in stats:
        assert point["oid"] == CLIENT_DEVICE and point["duration"] == 30_000, point
        assert point["time"] % 30_000 == 0 and len(point["values"]) == 1, point
    assert times[-1] - times[0] <= 30 * 60_000, times
    untyped = client.ask("POST", "/metrics", 200, data=json.dumps(query | {"from": -1_800_000}))
    assert untyped.json()["stats"], untyped.text


def no_key_is_401(ready):
    nobody = Client(ready)
    message_of(nobody.ask("GET", "/tags", 401))
    message_of(nobody.ask("POST", "/tags", 401, json={"name": "nobody"}))
    wrong = {"Authorization": "ExtraHop apikey=wrong"}
    message_of(nobody.ask("GET", "/tags", 401, headers=wrong))


def a_level_that_is_too_low_is_403(ready):
    reader = Client(ready, "read_only")
    before = reader.get("/tags")
    message_of(reader.ask("POST", "/tags", 403, json={"name": "reader"}))
    assert reader.get("/tags") == before


CHECKS = [
    a_tag_is_created_changed_and_deleted,
    a_fetched_object_may_be_sent_back,
    a_body_needs_no_content_type,
    a_slash_at_the_end_changes_nothing,
    a_name_that_is_taken_is_refused,
    a_body_that_is_no_json_is_refused,
    gzip_is_sent_to_who_accepts_it,
    a_session_outlives_its_connections,
    limit_minus_one_lists_everything,
    metrics_take_times_as_text,
    no_key_is_401,
    a_level_that_is_too_low_is_403,
]


def main(ready_file):
    with open(ready_file, encoding="utf-8") as file:
        ready = json.load(file)
    failed = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            check(ready)
            print("ok: " + name)
        except Exception:
            failed += 1
            print("FAILED: " + name)
            traceback.print_exc(file=sys.stdout)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return failed == 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: clients.py READY_FILE")
    sys.exit(0 if main(sys.argv[1]) else 1)
