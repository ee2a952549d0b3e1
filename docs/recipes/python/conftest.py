"""A server for a whole run of pytest (with pytest-xdist: one for each worker), in memory, on free ports."""

import json
import subprocess
import time

import pytest
import requests


@pytest.fixture(scope="session")
def twin(tmp_path_factory):
    """What the ready file says: base_url, ca_file, api_keys and more."""
    ready_file = tmp_path_factory.mktemp("wiretwin") / "ready.json"
    command = ["wiretwin", "serve", "--ephemeral", "--listen", "0", "--http-listen", "0"]
    command += ["--clock", "2026-03-02T12:00:00Z", "--ready-file", str(ready_file)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not ready_file.exists():
        assert server.poll() is None, "wiretwin did not start"
        time.sleep(0.01)
    yield json.loads(ready_file.read_text())
    server.terminate()
    server.wait()


class Api(requests.Session):
    """A client of /api/v1 with the key of one level."""

    def __init__(self, twin, level="full_write"):
        super().__init__()
        self.base_url = twin["base_url"]
        # Else REQUESTS_CA_BUNDLE of the machine wins over `verify`.
        self.trust_env = False
        self.verify = twin["ca_file"]
        self.headers["Authorization"] = f"ExtraHop apikey={twin['api_keys'][level]}"

    def request(self, method, path, **arguments):
        return super().request(method, self.base_url + path, **arguments)


@pytest.fixture
def api(twin):
    return Api(twin)
