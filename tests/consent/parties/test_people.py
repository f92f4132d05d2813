"""People: invited once, given roles within limits, leaving with a successor; nothing stays ownerless."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client as Browser
from django.test import override_settings

from consent.law import clock
from consent.parties import clients, invitations, services, tasks
from consent.parties.actors import actor_id, names_of
from consent.parties.models import ActorId, Invitation, Membership, User
from consent.parties.ownership import Refused
from consent.parties.permissions import Role
from consent.parties.policy import roles_to_give
from consent.parties.rights import principal_for
from tests.consent.parties.ledger import recorded
from tests.consent.parties.people import (
    PASSWORD,
    application,
    head_with_service,
    is_in,
    member,
    sign_in,
    tokens_for,
)
from tests.factories import department

pytestmark = pytest.mark.django_db


def link_in_mail():
    return re.search(r"http://testserver(/join/\S+)", mail.outbox[-1].body).group(1)


def come_in(link, browser=None, **said):
    browser = browser or Browser()
    browser.get(link, follow=True)
    return browser.post("/join/", {"name": "Nora Neu", "password": PASSWORD, **said})


def invited_by(user, email="new@example.com", role=Role.STEWARD, where=None):
    return sign_in(user).post(
        "/people/invite/",
        {"email": email, "role": role.value, "department": str(where.id) if where else ""},
    )


def test_an_invited_person_comes_in_by_the_mailed_link_with_the_role():
    where = department()
    head = member(Role.HEAD, where)
    invited_by(head, where=where)
    come_in(link_in_mail())
    user = User.objects.get(email="new@example.com")
    assert [(row.role, row.department) for row in user.memberships.all()] == [("steward", where)]
    assert is_in(sign_in(user))
    assert (recorded("person.invited"), recorded("person.joined"), recorded("role.given")) == (1, 1, 1)


def test_a_link_works_once():
    where = department()
    invited_by(member(Role.HEAD, where), where=where)
    link = link_in_mail()
    first, second = Browser(), Browser()
    first.get(link)
    second.get(link)
    assert come_in(link, first).status_code == 302
    assert second.post("/join/", {"name": "X", "password": PASSWORD}).status_code == 404
    assert Browser().get(link, follow=True).status_code == 404


def test_an_expired_link_does_not_work():
    where = department()
    invited_by(member(Role.HEAD, where), where=where)
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        assert Browser().get(link_in_mail(), follow=True).status_code == 404


def test_a_withdrawn_link_does_not_work():
    where = department()
    head = member(Role.HEAD, where)
    invited_by(head, where=where)
    invitation = Invitation.objects.get()
    sign_in(head).post(f"/people/invitations/{invitation.id}/withdraw/")
    assert Browser().get(link_in_mail(), follow=True).status_code == 404


def test_a_second_invitation_ends_the_first_one():
    where = department()
    head = member(Role.HEAD, where)
    invited_by(head, where=where)
    older = link_in_mail()
    invited_by(head, where=where)
    assert Browser().get(older, follow=True).status_code == 404
    assert Browser().get(link_in_mail(), follow=True).status_code == 200


def test_the_token_is_stored_as_a_hash_and_leaves_the_address():
    where = department()
    invited_by(member(Role.HEAD, where), where=where)
    link = link_in_mail()
    token = link.removeprefix("/join/").strip("/")
    assert Invitation.objects.get().token_hash != token
    assert Browser().get(link)["Location"] == "/join/"


def test_a_weak_password_is_refused_at_the_door():
    where = department()
    invited_by(member(Role.HEAD, where), where=where)
    answer = come_in(link_in_mail(), password="password1234")
    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(email="new@example.com").exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.DPO, Role.ADMINISTRATOR])
def test_a_head_invites_nobody_to_more_than_steward(role):
    where = department()
    answer = invited_by(member(Role.HEAD, where), role=role, where=where if role.of_department else None)
    assert answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_head_invites_nobody_into_another_department():
    answer = invited_by(member(Role.HEAD, department()), where=department())
    assert answer.context["form"].errors["department"]


def test_the_pure_rule_says_the_same():
    where, elsewhere = department(), department()
    head = principal_for(member(Role.HEAD, where))
    assert roles_to_give(head, where.id) == [Role.STEWARD, Role.ANALYST]
    assert roles_to_give(head, elsewhere.id) == roles_to_give(head, None) == []
    assert Role.DPO in roles_to_give(principal_for(member(Role.ADMINISTRATOR)), None)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_nobody_else_invites(role):
    where = department()
    browser = sign_in(member(role, where if role.of_department else None))
    assert browser.get("/people/invite/").status_code == 403


def test_the_first_administrator_comes_in_by_a_link_on_the_console(capsys):
    call_command("first_admin_link")
    link = capsys.readouterr().out.strip().removeprefix(settings.SITE_URL)
    assert come_in(link, email="Admin@Example.com").status_code == 302
    user = User.objects.get(email="admin@example.com")
    assert user.memberships.get().role == Role.ADMINISTRATOR
    assert Browser().get(link, follow=True).status_code == 404
    assert is_in(sign_in(user))


def test_where_there_is_an_administrator_the_console_refuses_unless_forced(capsys):
    member(Role.ADMINISTRATOR)
    with pytest.raises(SystemExit) as ended:
        call_command("first_admin_link")
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""
    call_command("first_admin_link", force=True)
    assert "/join/" in capsys.readouterr().out


def test_the_console_link_lasts_a_day(capsys):
    call_command("first_admin_link")
    link = capsys.readouterr().out.strip().removeprefix(settings.SITE_URL)
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        assert Browser().get(link, follow=True).status_code == 404


def give(giver, user, role, where=None):
    return services.give_role(principal_for(giver), user, role, where)


def test_nobody_gives_a_role_to_themselves():
    administrator = member(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        give(administrator, administrator, Role.DPO)


@pytest.mark.parametrize("other", [Role.ADMINISTRATOR, Role.REPRESENTATIVE])
def test_a_data_protection_officer_does_not_supervise_themselves(other):
    with pytest.raises(Refused, match="38"):
        give(member(Role.ADMINISTRATOR), member(Role.DPO), other)


def test_the_last_administrator_stays():
    administrator = member(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        services.take_role(principal_for(administrator), administrator.memberships.get())
    with pytest.raises(Refused):
        services.leave(actor_id(administrator), administrator)
    member(Role.ADMINISTRATOR)
    services.leave(actor_id(administrator), administrator)


def test_a_department_keeps_a_head():
    where = department()
    head = member(Role.HEAD, where)
    with pytest.raises(Refused):
        services.take_role(principal_for(member(Role.ADMINISTRATOR)), head.memberships.get())


def test_who_leads_a_department_or_answers_for_a_program_names_a_successor():
    head, where, program, _secret = head_with_service()
    with pytest.raises(Refused):
        services.leave(actor_id(head), head)
    successor = member(Role.STEWARD, where)
    services.leave(actor_id(head), head, successor)
    program.refresh_from_db()
    assert program.responsible == successor
    assert successor.memberships.filter(role=Role.HEAD, department=where).exists()
    assert recorded("ownership.handed_over") == 2


def test_a_successor_who_cannot_answer_for_everything_is_refused():
    head, where, _program, _secret = head_with_service()
    member(Role.HEAD, where)
    with pytest.raises(Refused):
        services.leave(actor_id(head), head, member(Role.ANALYST, where))
    head.refresh_from_db()
    assert head.is_active


def test_leaving_ends_sessions_tokens_and_roles():
    user = member(Role.STEWARD, department())
    browser = sign_in(user)
    tokens_for(browser, application())
    services.leave(actor_id(user), user)
    user.refresh_from_db()
    assert not is_in(browser)
    assert not is_in(sign_in(user))
    assert not user.memberships.exists()
    assert user.oauth2_provider_accesstoken.count() == 0
    assert recorded("person.left") == 1


def test_a_role_that_is_taken_away_ends_at_once_in_an_open_session():
    where = department()
    user, head = member(Role.STEWARD, where), member(Role.HEAD, where)
    browser = sign_in(user)
    assert browser.get("/controller/").status_code == 200
    sign_in(head).post(f"/people/{user.id}/roles/{user.memberships.get().id}/take/")
    assert browser.get("/controller/").status_code == 403
    assert recorded("role.removed") == 1


def test_whose_an_id_was_is_forgotten_after_the_set_period_and_the_ledger_keeps_the_id():
    user = member()
    actor = actor_id(user)
    services.leave(actor, user)
    tasks.forget_who_left()
    assert names_of([actor]) == {actor: user.name}
    with override_settings(ACTOR_ID_DAYS=30), clock.stopped_at(clock.now() + timedelta(days=31)):
        tasks.forget_who_left()
    user.refresh_from_db()
    assert names_of([actor]) == {}
    assert not ActorId.objects.filter(id=actor).exists()
    assert (user.name, user.emailaddress_set.count()) == ("", 0)
    assert "member" not in user.email


def test_somebody_who_left_can_be_invited_back_under_a_new_id():
    where = department()
    head, user = member(Role.HEAD, where), member()
    former = actor_id(user)
    services.leave(former, user)
    invited_by(head, user.email, where=where)
    come_in(link_in_mail())
    user.refresh_from_db()
    assert user.is_active
    assert actor_id(user) != former


def test_a_person_leaves_by_themselves_after_showing_who_they_are():
    user = member()
    browser = sign_in(user)
    assert browser.get("/account/leave/")["Location"].startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/leave/", {"confirmed": "yes"})
    user.refresh_from_db()
    assert not user.is_active


def test_a_person_ends_what_a_program_does_in_their_name():
    user, program = member(), application()
    browser = sign_in(user)
    tokens_for(browser, program)
    assert program.name in browser.get("/account/").content.decode()
    browser.post(f"/account/programs/{program.id}/end/")
    assert user.oauth2_provider_refreshtoken.count() == 0


def test_nobody_sees_people_of_another_department():
    here, elsewhere = department(), department()
    stranger = member(Role.STEWARD, elsewhere)
    browser = sign_in(member(Role.HEAD, here))
    assert browser.get(f"/people/{stranger.id}/").status_code == 404
    assert stranger.name not in browser.get("/people/").content.decode()
    membership = stranger.memberships.get()
    assert browser.post(f"/people/{stranger.id}/roles/{membership.id}/take/").status_code == 404
    assert browser.post(f"/people/{stranger.id}/roles/", {"role": "analyst"}).status_code == 404
    invitation, _token = invitations.invite(
        principal_for(member(Role.ADMINISTRATOR)), member(), "x@example.com", Role.ANALYST, elsewhere
    )
    assert browser.post(f"/people/invitations/{invitation.id}/withdraw/").status_code == 404


def test_a_head_takes_no_role_of_another_department_from_their_own_people():
    here, elsewhere = department(), department()
    user = member(Role.STEWARD, here)
    other = Membership.objects.create(user=user, role=Role.STEWARD, department=elsewhere)
    browser = sign_in(member(Role.HEAD, here))
    assert browser.post(f"/people/{user.id}/roles/{other.id}/take/").status_code == 403
    assert Membership.objects.filter(id=other.id).exists()


def test_only_an_administrator_lets_somebody_leave():
    here = department()
    user = member(Role.STEWARD, here)
    assert sign_in(member(Role.HEAD, here)).get(f"/people/{user.id}/leave/").status_code == 403
    browser = sign_in(member(Role.ADMINISTRATOR))
    browser.post(f"/people/{user.id}/leave/", {"confirmed": "yes"})
    user.refresh_from_db()
    assert not user.is_active


def test_a_client_is_handed_over_to_somebody_who_may_manage_it():
    head, where, program, _secret = head_with_service()
    with pytest.raises(Refused):
        clients.hand_over_client(principal_for(head), program, member(Role.STEWARD, where))
    taker = member(Role.HEAD, where)
    clients.hand_over_client(principal_for(head), program, taker)
    assert recorded("client.handed_over") == 1
