"""Who works at the demo company: its record, its departments, and a person in each role."""

from dataclasses import dataclass

from consent.parties.permissions import Role

COMPANY = {
    "legal_name": "Hansen & Co. Versandhaus GmbH",
    "address": "Beispielweg 12\n30159 Hannover",
    "representative": "Karl Hansen",
    "contact": "post@example.com",
    "dpo_name": "Dr. Meike Thomsen",
    "dpo_contact": "datenschutz@example.com",
    "land": "NI",
    "authority": "ni.lfd",
    "time_zone": "Europe/Berlin",
}
DEPARTMENTS = ("Shop", "Logistik", "Finanzen", "Kundenservice")


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the demo company, and the role that they play."""

    name: str
    email: str
    role: Role
    department: str | None = None


PARTS = (
    Part("Inga Lorenz", "inga.lorenz@example.com", Role.ADMINISTRATOR),
    Part("Karl Hansen", "karl.hansen@example.com", Role.REPRESENTATIVE),
    Part("Dr. Meike Thomsen", "meike.thomsen@example.com", Role.DPO),
    Part("Ruth Adler", "ruth.adler@example.com", Role.AUDITOR),
    Part("Jonas Petersen", "jonas.petersen@example.com", Role.HEAD, "Shop"),
    Part("Emine Kaya", "emine.kaya@example.com", Role.STEWARD, "Shop"),
    Part("Felix Brandt", "felix.brandt@example.com", Role.ANALYST, "Shop"),
    Part("Silke Harms", "silke.harms@example.com", Role.HEAD, "Logistik"),
    Part("Aylin Yıldız", "aylin.yildiz@example.com", Role.STEWARD, "Logistik"),
    Part("Bernd Oltmanns", "bernd.oltmanns@example.com", Role.HEAD, "Finanzen"),
    Part("Katarzyna Nowak", "katarzyna.nowak@example.com", Role.STEWARD, "Finanzen"),
    Part("Tomke Janssen", "tomke.janssen@example.com", Role.HEAD, "Kundenservice"),
    Part("Paul Wübbena", "paul.wuebbena@example.com", Role.STEWARD, "Kundenservice"),
)
