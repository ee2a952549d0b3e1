from conftest import Api


def test_a_tag_is_created(api):
    created = api.post("/tags", json={"name": "from a test"})
    assert created.status_code == 201
    location = created.headers["Location"].removeprefix("/api/v1")
    assert api.get(location).json()["name"] == "from a test"


def test_a_reader_may_not_write(twin):
    refused = Api(twin, "read_only").post("/tags", json={"name": "no"})
    assert refused.status_code == 403
    assert "full write" in refused.json()["error_message"]
