"""Users, saved filters, custom applications, tenants and alerts."""
from datetime import datetime, timedelta, timezone

from kentik_api.public.custom_application import CustomApplication
from kentik_api.public.errors import AuthError, BadRequestError, NotFoundError
from kentik_api.public.manual_mitigation import AlertFilter, ManualMitigation, SortOrder
from kentik_api.public.saved_filter import Filter, FilterGroups, Filters, SavedFilter
from kentik_api.public.user import User

from refusals import refuses


def users(kentik):
    before = kentik.users.get_all()
    made = kentik.users.create(
        User(username="sdk@user.example", full_name="SDK User", email="sdk@user.example", role="Member",
             email_service=True, email_product=False))
    assert (made.username, made.role, made.email_product, made.last_login) == ("sdk@user.example", "Member", False, None)
    assert made.created_date == made.updated_date and made.filters == {} and made.saved_filters == []
    made.role, made.full_name = "Administrator", "SDK Administrator"
    changed = kentik.users.update(made)
    assert (changed.role, changed.full_name, changed.email) == ("Administrator", "SDK Administrator", "sdk@user.example")
    assert kentik.users.get(made.id).full_name == "SDK Administrator"
    assert len(kentik.users.get_all()) == len(before) + 1
    refuses(BadRequestError, lambda: kentik.users.create(made), "Already Exists")
    assert kentik.users.delete(made.id)
    refuses(NotFoundError, lambda: kentik.users.get(made.id))
    refuses(NotFoundError, lambda: kentik.users.get("-1"))


def saved_filters(kentik):
    group = FilterGroups(connector="All", not_=False, filters=[Filter(filterField="dst_as", filterValue="81", operator="=")])
    made = kentik.saved_filters.create(
        SavedFilter(filter_name="sdk_filter", filter_description="By the SDK",
                    filters=Filters(connector="All", filterGroups=[group])))
    assert (made.filter_name, made.filter_level) == ("sdk_filter", "company") and made.created_date
    assert made.filters.filterGroups[0].filters[0] == group.filters[0]
    made.filter_name = "sdk_filter2"
    made.filters.connector = "Any"
    changed = kentik.saved_filters.update(made)
    assert (changed.filter_name, changed.filters.connector, changed.id) == ("sdk_filter2", "Any", made.id)
    assert kentik.saved_filters.get(made.id).filter_name == "sdk_filter2"
    assert made.id in [one.id for one in kentik.saved_filters.get_all()]
    assert kentik.saved_filters.delete(made.id)
    refuses(NotFoundError, lambda: kentik.saved_filters.get(made.id))


def custom_applications(kentik):
    made = kentik.custom_applications.create(
        CustomApplication(name="sdk-app", description="By the SDK", ip_range="192.168.0.1,192.168.0.2",
                          protocol="6,17", port="9001,9002,9003", asn="asn1,asn2,asn3"))
    assert (made.name, made.port) == ("sdk-app", "9001,9002,9003") and made.user_id
    made.name, made.port = "sdk-app-2", "9010"
    changed = kentik.custom_applications.update(made)
    assert (changed.name, changed.port, changed.asn) == ("sdk-app-2", "9010", "asn1,asn2,asn3")
    listed = [one for one in kentik.custom_applications.get_all() if one.id == made.id]
    assert listed[0].name == "sdk-app-2" and listed[0].created_date
    refuses(BadRequestError, lambda: kentik.custom_applications.create(CustomApplication(name="sdk-app-2")), "Already Exists")
    assert kentik.custom_applications.delete(made.id)
    refuses(NotFoundError, lambda: kentik.custom_applications.delete(made.id))


def tenants(kentik):
    tenant = kentik.my_kentik_portal.get_all()[0]
    made = kentik.my_kentik_portal.create_tenant_user(tenant.id, "sdk@tenant.example")
    assert (made.email, made.tenant_id) == ("sdk@tenant.example", tenant.id)
    assert "sdk@tenant.example" in [user.email for user in kentik.my_kentik_portal.get(tenant.id).users]
    refuses(BadRequestError, lambda: kentik.my_kentik_portal.create_tenant_user(tenant.id, "sdk@tenant.example"), "Already Exists")
    assert kentik.my_kentik_portal.delete_tenant_user(tenant.id, made.id)
    refuses(NotFoundError, lambda: kentik.my_kentik_portal.delete_tenant_user(tenant.id, made.id))


def alerts(kentik):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    assert kentik.alerting.create_manual_mitigation(
        ManualMitigation("192.168.0.0/24", "by the SDK", "1234", "12345", "20"))
    span = (now - timedelta(hours=2), now + timedelta(hours=1))
    mine = [alarm for alarm in kentik.alerting.get_active_alerts(*span) if alarm.alert_key == "192.168.0.0/24"]
    assert mine and mine[-1].alarm_state == "MITIGATING" and mine[-1].alarm_end is None, mine
    history = kentik.alerting.get_alerts_history(*span, sort_order=SortOrder.ALARM_ID)
    assert mine[-1].mitigation_id in [row.mitigation_id for row in history]
    # Filters, and rows of alarms, in the form that the SDK reads.
    kentik.alerting.get_active_alerts(*span, filter_by=AlertFilter.ALERT_KEY_PARTIAL, filter_val="10.")
    assert kentik.alerting.get_active_alerts(*span, show_mitigations=False, show_alarms=False) == []
    refuses(BadRequestError, lambda: kentik.alerting.get_active_alerts(span[1], span[0]), "endTime")


def members(member):
    assert member.users.get_all() and member.my_kentik_portal.get_all()
    refuses(AuthError, lambda: member.alerting.create_manual_mitigation(ManualMitigation("10.0.0.1", None, "1", "1", "1")))
    refuses(AuthError, lambda: member.users.delete("1"))
