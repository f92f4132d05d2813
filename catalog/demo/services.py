"""Found the demo company: record, people, systems, sources, first scans; each step once, also after a kill."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from catalog.demo import consenting, enrolling, people_services, source_services
from catalog.demo.activities import describe_activities
from catalog.demo.consent_purposes import ensure_purposes
from catalog.demo.places import Places
from catalog.demo.plan import Plan
from catalog.demo.silos import Cluster, Silos
from config.embedded.connection import PORT
from config.embedded.installation import installation, locked
from config.embedded.paths import Paths

Say = Callable[[str], None]


class NotHere(Exception):
    """The demo company cannot be founded here; the message is one sentence that says why."""


def found_company(customers: int | None, seed: int | None, say: Say) -> None:
    """Found the company, or finish what was begun. Raises NotHere.

    Two runs at once wait for each other.
    """
    if reason := people_services.why_not():
        raise NotHere(reason)
    paths = Paths(Path(settings.ROOT))
    with locked(paths.var / "demo.lock"):
        places = Places(settings.DEMO_FOLDER)
        plan = _plan(places, customers, seed)
        places.begin(plan)
        say("People and departments ...")
        people_services.make_people()
        silos = Silos(plan, _cluster(paths), places, say)
        silos.build()
        _bring_in(silos, say)
        say("The demo company stands.")


def _bring_in(silos: Silos, say: Say) -> None:
    """Register the systems and queue their first scans, in the administrator's name."""
    administrator = people_services.administrator()
    # Before anything is found in the sources: of data that nobody has described yet no new purpose is accepted
    ensure_purposes()
    sources = list(source_services.register_sources(administrator, silos))
    for source in sources:
        if source_services.start_first_scan(administrator, source):
            say(f"{source.name}: registered, first scan queued.")
    say("Making the people known to the vault ...")
    by_name = {source.name: source for source in sources}
    enrolling.enrol_people(by_name)
    if consenting.consent_people():
        say("Five years of consents: told.")
    if describe_activities(by_name, ensure_purposes()):
        say("Processing activities: described.")


def _plan(places: Places, customers: int | None, seed: int | None) -> Plan:
    """Return the plan that was begun, or a new one. A company that was begun keeps its size."""
    begun = places.plan()
    if begun is None:
        try:
            return Plan(customers if customers is not None else 20_000, seed if seed is not None else 1)
        except ValueError as error:
            raise NotHere(str(error)) from None
    if (customers, seed) not in {(a, b) for a in (None, begun.customers) for b in (None, begun.seed)}:
        raise NotHere(
            f"The demo company was begun with {begun.customers} customers and seed {begun.seed} and keeps them; "
            "another one needs an installation of its own."
        )
    return begun


def _cluster(paths: Paths) -> Cluster:
    """Return the embedded server as its superuser reaches it: only that account makes databases and roles."""
    found = installation(paths)
    return Cluster(str(found.sockets), PORT, "postgres", found.passwords["postgres"])
