"""Demo passwords: random for each installation, kept, and readable by their owner only."""

from catalog.demo.cast import DEPARTMENTS, PARTS
from catalog.demo.logins import Logins, table
from consent.parties.permissions import Role


def test_everybody_has_a_password_of_their_own(tmp_path):
    passwords = Logins(tmp_path / "logins.txt").passwords()
    assert passwords.keys() == {part.email for part in PARTS}
    assert len(set(passwords.values())) == len(PARTS)
    assert min(map(len, passwords.values())) >= 16


def test_passwords_stay_the_same_at_the_next_start(tmp_path):
    assert Logins(tmp_path / "logins.txt").passwords() == Logins(tmp_path / "logins.txt").passwords()


def test_another_installation_has_other_passwords(tmp_path):
    one, two = (Logins(tmp_path / name).passwords() for name in ("one.txt", "two.txt"))
    assert not set(one.values()) & set(two.values())


def test_the_file_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "logins.txt"
    Logins(path).passwords()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_person_who_joins_the_cast_later_gets_a_password_and_the_others_keep_theirs(tmp_path):
    path = tmp_path / "logins.txt"
    before = Logins(path).passwords()
    gone = PARTS[3].email
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if gone not in line))
    after = Logins(path).passwords()
    assert {email for email in after if after[email] != before[email]} == {gone}


def test_every_role_is_played():
    assert {part.role for part in PARTS} == set(Role)


def test_every_department_has_a_head_and_a_steward():
    for department in DEPARTMENTS:
        assert {Role.HEAD, Role.STEWARD} <= {part.role for part in PARTS if part.department == department}


def test_the_table_names_role_and_department():
    line = table(PARTS[4:5], {PARTS[4].email: "geheim"})[0]
    assert line.split() == [PARTS[4].email, "geheim", "head", "Shop", "Jonas", "Petersen"]
