"""Ten operations of each API by each generated client in Python: calls.py READY_FILE FOLDER."""

import importlib
import json
import ssl
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    READY = json.load(file)
sys.path.insert(0, sys.argv[2])
EXTRAHOP = {"Authorization": f"ExtraHop apikey={READY['api_keys']['full_system']}"}
KENTIK = {
    "X-CH-Auth-Email": READY["kentik"]["email"],
    "X-CH-Auth-API-Token": READY["kentik"]["administrator_token"],
}
# The module of the operation, the operation, its arguments, and a status.
READS = {
    "extrahop": [
        ("extrahop", "get_extrahop", [], 200),
        ("devices", "get_devices", [], 200),
        ("tags", "get_tags", [], 200),
        ("alerts", "get_alerts", [], 200),
        ("devicegroups", "get_devicegroups", [], 200),
        ("users", "get_users", [], 200),
        ("triggers", "get_triggers", [], 200),
        ("vlans", "get_vlans", [], 200),
        ("dashboards", "get_dashboards", [], 200),
    ],
    "kentik": [
        ("sites", "get_sites", [], 200),
        ("devices", "get_devices", [], 200),
        ("users", "get_users", [], 200),
        ("tags", "get_tags", [], 200),
        ("plans", "get_plans", [], 200),
        ("device_labels", "get_device_labels", [], 200),
        ("saved_filters", "get_saved_filters", [], 200),
        ("customdimensions", "get_customdimensions", [], 200),
        ("site", "get_site_id", [8483], 200),
    ],
}
BASES = {"extrahop": "/api/v1", "kentik": "/api/v5"}
HEADERS = {"extrahop": EXTRAHOP, "kentik": KENTIK}


def plain(api):
    """openapi-python-client."""
    package = f"plain_{api}"
    client = importlib.import_module(package).Client(
        base_url=READY["https"] + BASES[api],
        headers=HEADERS[api],
        verify_ssl=ssl.create_default_context(cafile=READY["ca_file"]),
        raise_on_unexpected_status=True,
    )
    for module, operation, arguments, status in READS[api]:
        call = importlib.import_module(f"{package}.api.{module}.{operation}")
        answer = call.sync_detailed(*arguments, client=client)
        assert answer.status_code == status and answer.parsed is not None, operation
        yield operation
    models = importlib.import_module(f"{package}.models")
    if api == "extrahop":
        call = importlib.import_module(f"{package}.api.tags.post_tags")
        body = models.Tag(name="of a plain client")
    else:
        call = importlib.import_module(f"{package}.api.site.post_site")
        body = models.PostSiteBody.from_dict({"site": {"site_name": "plain"}})
    answer = call.sync_detailed(client=client, body=body)
    assert answer.status_code == 201, answer
    yield "create"


def made(api):
    """openapi-generator."""
    package = importlib.import_module(f"made_{api}")
    configuration = package.Configuration(
        host=READY["https"] + BASES[api], ssl_ca_cert=READY["ca_file"]
    )
    client = package.ApiClient(configuration)
    client.default_headers.update(HEADERS[api])

    def api_of(module):
        name = "".join(word.capitalize() for word in module.split("_")) + "Api"
        return getattr(importlib.import_module(f"made_{api}.api.{module}_api"), name)(client)

    for module, operation, arguments, status in READS[api]:
        call = getattr(api_of(module), operation + "_with_http_info")
        answer = call(*arguments)
        assert answer.status_code == status and answer.data is not None, operation
        yield operation
    if api == "extrahop":
        answer = api_of("tags").post_tags_with_http_info(package.Tag(name="of a made client"))
    else:
        body = package.PostSiteRequest.from_dict({"site": {"site_name": "made"}})
        answer = api_of("site").post_site_with_http_info(body)
    assert answer.status_code == 201, answer
    yield "create"


passed = 0
for client in (plain, made):
    for api in READS:
        calls = list(client(api))
        assert len(calls) >= 10, calls
        passed += len(calls)
print(f"{passed} passed, 0 failed")
