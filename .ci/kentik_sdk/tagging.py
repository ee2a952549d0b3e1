"""Tags, custom dimensions with populators, and batches of both."""
from kentik_api import CustomDimension, Populator, Tag
from kentik_api.public.batch_operation import BatchOperationPart, Criterion, Deletion, Upsert
from kentik_api.public.errors import BadRequestError, NotFoundError

from refusals import refuses


def tags(kentik):
    sent = Tag(
        flow_tag="APITEST-TAG-1", device_name="device1,192.168.5.100", device_type="router,switch", site="site1,site2",
        interface_name="interface1,interface2", addr="192.168.0.1,192.168.0.2", port="9000,9001", tcp_flags="7",
        protocol="6,17", asn="101,102,103", lasthop_as_name="as1,as2,as3", nexthop_asn="51,52,53",
        nexthop_as_name="as51,as52,as53", nexthop="192.168.7.1/32,192.168.7.2/32", bgp_aspath="201,202,203",
        bgp_community="301,302,303", mac="FF:FF:FF:FF:FF:FE,FF:FF:FF:FF:FF:FF", country="ES,IT", vlans="4001,4002,4003",
    )
    made = kentik.tags.create(sent)
    assert made.device_name == "192.168.5.100,device1", made.device_name
    assert made.addr == "192.168.0.1/32,192.168.0.2/32", made.addr
    assert (made.addr_count, made.mac_count) == (2, 2)
    assert made.user_id is not None and made.edited_by
    refuses(BadRequestError, lambda: kentik.tags.create(sent), "Already Exists")
    made.flow_tag, made.port = "APITEST-TAG-2", "80-90"
    changed = kentik.tags.update(made)
    assert (changed.id, changed.flow_tag, changed.port) == (made.id, "APITEST-TAG-2", "80-90")
    assert vars(kentik.tags.get(made.id)) == vars(changed)
    assert [tag.flow_tag for tag in kentik.tags.get_all()].count("APITEST-TAG-2") == 1
    assert kentik.tags.delete(made.id)
    refuses(NotFoundError, lambda: kentik.tags.get(made.id))
    refuses(BadRequestError, lambda: kentik.tags.create(Tag(flow_tag="APITEST-TAG-3")))


def dimensions(kentik):
    api = kentik.custom_dimensions
    made = api.create(CustomDimension(name="c_testapi_dim_1", display_name="test_dimension", type="string"))
    assert (made.name, made.type, made.populators) == ("c_testapi_dim_1", "string", [])
    made.display_name = "test_dimension_updated"
    assert api.update(made).display_name == "test_dimension_updated"
    populator = api.populators.create(Populator(
        dimension_id=made.id, value="testapi-dimension-value-1", direction=Populator.Direction.DST,
        device_name="device1,128.0.0.100", interface_name="interface1,interface2", addr="128.0.0.1/32,128.0.0.2/32",
        port="1001,1002", tcp_flags="160", protocol="6,17", asn="101,102", nexthop_asn="201,202",
        nexthop="128.0.200.1/32,128.0.200.2/32", bgp_aspath="3001,3002", bgp_community="401:499,501:599",
        device_type="device-type1", site="site1,site2,site3", lasthop_as_name="asn101,asn102",
        nexthop_as_name="asn201,asn202", mac="FF:FF:FF:FF:FF:FA,FF:FF:FF:FF:FF:FF", country="NL,SE", vlans="2001,2002",
    ))
    assert populator.direction == Populator.Direction.DST
    assert (populator.dimension_id, populator.addr_count, populator.mac_count) == (made.id, 2, 2)
    populator.value = "testapi-dimension-value-updated"
    populator.direction = Populator.Direction.EITHER
    assert api.populators.update(populator).value == "testapi-dimension-value-updated"
    got = api.get(made.id)
    assert [(one.id, one.value, one.direction) for one in got.populators] == [
        (populator.id, "testapi-dimension-value-updated", Populator.Direction.EITHER)
    ]
    assert made.id in [dimension.id for dimension in api.get_all()]
    assert api.populators.delete(made.id, populator.id)
    assert api.get(made.id).populators == []
    assert api.delete(made.id)
    refuses(NotFoundError, lambda: api.get(made.id))


def batches(kentik):
    made = kentik.custom_dimensions.create(CustomDimension(name="c_batch", display_name="Batch", type="string"))
    one = BatchOperationPart(
        replace_all=False, complete=True,
        upserts=[
            Upsert("value1", [Criterion(["192.168.0.2", "192.168.0.3"]), Criterion(["192.168.0.4"], Criterion.Direction.SRC)]),
            Upsert("value2", [Criterion(["192.168.0.2"])]),
        ],
        deletes=[Deletion("del_value1")],
    )
    answer = kentik.batch.batch_operation_on_populators("c_batch", one)
    assert answer.message
    status = kentik.batch.get_status(answer.guid)
    assert status.is_complete and not status.is_pending and not status.is_multipart
    assert (status.custom_dimension.id, status.custom_dimension.name) == (int(made.id), "c_batch")
    assert (status.upserts.total, status.upserts.applied) == (3, 3)
    assert (status.deletes.total, status.deletes.unchanged) == (1, 1)
    got = kentik.custom_dimensions.get(made.id)
    assert [(p.value, p.addr) for p in got.populators] == [
        ("value1", "192.168.0.2/32,192.168.0.3/32"), ("value1", "192.168.0.4/32"), ("value2", "192.168.0.2/32")
    ]
    refuses(BadRequestError, lambda: kentik.batch.batch_operation_on_populators("c_none", one))
    kentik.custom_dimensions.delete(made.id)

    first = BatchOperationPart(False, False, [Upsert("apitest-batch", [Criterion(["10.0.0.1"])])], [])
    guid = kentik.batch.batch_operation_on_flow_tags(first).guid
    assert not kentik.batch.get_status(guid).is_complete
    last = BatchOperationPart(False, True, [], [Deletion("apitest-batch")], guid)
    assert kentik.batch.batch_operation_on_flow_tags(last).guid == guid
    status = kentik.batch.get_status(guid)
    assert status.is_complete and status.is_multipart and status.number_of_parts == 2
    assert status.custom_dimension is None and status.deletes.applied == 1
    assert "apitest-batch" not in [tag.flow_tag for tag in kentik.tags.get_all()]
    refuses(NotFoundError, lambda: kentik.batch.get_status("c5d9eb4f-0e8a-4d0e-a7d0-a4c5cd6e4a77"))
