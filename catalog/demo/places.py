"""Where the demo company's systems lie: databases beside the product's own, files beside var/."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalog.demo.plan import Plan


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of the demo company's files.

    It lies outside var/, because no source may reach into var/.
    """

    folder: Path

    @property
    def finance(self) -> Path:
        """The SQLite file of finance."""
        return self.folder / "finanzen" / "finanzen.sqlite"

    @property
    def service(self) -> Path:
        """The folder of the service desk."""
        return self.folder / "kundenservice"

    @property
    def _plan(self) -> Path:
        return self.folder / "plan.json"

    def plan(self) -> Plan | None:
        """Return the plan of the company that was begun here, or None."""
        if not self._plan.exists():
            return None
        stored = json.loads(self._plan.read_text(encoding="utf-8"))
        return Plan(stored["customers"], stored["seed"], date.fromisoformat(stored["until"]))

    def begin(self, plan: Plan) -> None:
        """Note the plan, so that a company whose building was interrupted is finished as it was begun."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = {"customers": plan.customers, "seed": plan.seed, "until": plan.until.isoformat()}
        draft = self._plan.with_suffix(".draft")
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(self._plan)
