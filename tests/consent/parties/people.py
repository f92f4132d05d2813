"""People as these tests need them: with a password, signed in through the real form, programs with tokens."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client as Browser

from consent.parties import clients
from consent.parties.invitations import add_person
from consent.parties.models import Client, Department, Membership, User
from consent.parties.permissions import Permission, Role
from consent.parties.rights import principal_for
from tests.factories import department

PASSWORD = "correct horse battery staple"
RETURN_TO = "http://127.0.0.1:9/back"
VERIFIER = "v" * 64
_made = iter(range(1, 10_000))


def member(role: Role | None = None, where: Department | None = None, **more: Any) -> User:
    """Make a person with a password and a confirmed address."""
    number = next(_made)
    user = add_person(f"member{number}@example.com", f"Member {number}", PASSWORD, **more)
    if role is not None:
        Membership.objects.create(user=user, role=role, department=where)
    return user


def sign_in(user: User, password: str = PASSWORD, browser: Browser | None = None, **headers: Any) -> Browser:
    """Sign in by the form, as a person does."""
    browser = browser or Browser()
    browser.post("/account/login/", {"login": user.email, "password": password}, **headers)
    return browser


def confirm(browser: Browser) -> Browser:
    """Give the password once more, as pages that matter ask for."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def is_in(browser: Browser) -> bool:
    """Say whether the browser is signed in."""
    return browser.get("/account/").status_code == 200


def service(responsible: User, where: Department, *rights: Permission) -> tuple[Client, str]:
    """Make a service of a department."""
    return clients.create_service(principal_for(responsible), responsible, "Feeder", where, rights)


def head_with_service(*rights: Permission) -> tuple[User, Department, Client, str]:
    """Make a head of a department and a service of theirs."""
    where = department()
    head = member(Role.HEAD, where)
    made, secret = service(head, where, *(rights or (Permission.CATALOG_READ,)))
    return head, where, made, secret


def ask_token(client: Client, secret: str, **more: str) -> Any:
    """Ask for a token by client credentials, over HTTP."""
    assert client.application is not None
    basic = base64.b64encode(f"{client.application.client_id}:{secret}".encode()).decode()
    return Browser().post(
        "/oauth/token/",
        {"grant_type": "client_credentials", **more},
        HTTP_AUTHORIZATION=f"Basic {basic}",
    )


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def application(administrator: User | None = None) -> Client:
    """Register a public application that people sign in to."""
    administrator = administrator or member(Role.ADMINISTRATOR)
    return clients.create_application(
        principal_for(administrator), administrator, "Notebook", RETURN_TO, public=True
    )[0]


def challenge() -> str:
    """Return the PKCE challenge of VERIFIER."""
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def code_for(browser: Browser, program: Client, **changed: str) -> Any:
    """Go through OAuth2's question as a person does; returns the redirect back to the program."""
    asked = {
        "response_type": "code",
        "client_id": program.application.client_id,
        "redirect_uri": RETURN_TO,
        "scope": "read",
        "state": "s",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    } | changed
    asked = {name: value for name, value in asked.items() if value}
    page = browser.get("/oauth/authorize/", asked)
    if page.status_code != 200 or not page.context.get("form"):
        return page
    shown = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    return browser.post("/oauth/authorize/", shown | {"allow": "yes"})


def code_in(answer: Any) -> str:
    """Read the code from the redirect."""
    return parse_qs(urlsplit(answer["Location"]).query)["code"][0]


def tokens_for(browser: Browser, program: Client, scope: str = "read") -> dict[str, Any]:
    """Get tokens for the person who is signed in in this browser."""
    code = code_in(code_for(browser, program, scope=scope))
    return change_code(program, code).json()


def change_code(program: Client, code: str, verifier: str = VERIFIER) -> Any:
    """Change a code for tokens."""
    return Browser().post(
        "/oauth/token/",
        {
            "grant_type": "authorization_code",
            "client_id": program.application.client_id,
            "code": code,
            "redirect_uri": RETURN_TO,
            "code_verifier": verifier,
        },
    )
