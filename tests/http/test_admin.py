"""koren-admin: exit status, JSON, what it refuses, and that an operator's act is logged like anybody's."""

import hashlib
import json
import pathlib
import tempfile
import unittest
import uuid
import zipfile

from koren_run import STAFF, Mail, admin, sql, sql_one


def refused(*arguments):
    return admin(*arguments, check=False)


class Usage(unittest.TestCase):
    def test_mistakes_in_usage_exit_2(self):
        for wrong in (
            [],
            ["frob"],
            ["user"],
            ["user", "add"],
            ["user", "add", "a@b.example"],
            ["role", "add"],
            ["migrate", "now"],
            ["relation", "find"],
            ["relation", "deactivate", "1", "--reason", "x"],
            ["--nonsense", "migrate"],
            ["role", "list", "--nonsense"],
        ):
            with self.subTest(wrong):
                done = refused(*wrong)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("usage:", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_configuration_that_is_not_there_exits_1(self):
        done = refused("-c", "/nonexistent.conf", "migrate")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nonexistent.conf", done.stderr)

    def test_another_controller_is_refused(self):
        self.assertEqual(refused("--controller", "somebody_else", "role", "list").returncode, 1)
        self.assertEqual(admin("role", "list", "--controller", "demo").returncode, 0)

    def test_config_describes_every_key(self):
        self.assertIn("| `db_name` |", admin("config").stdout)


class Keeping(unittest.TestCase):
    def test_migrate_and_keys_may_be_repeated(self):
        self.assertEqual(json.loads(admin("migrate", "--json").stdout), {"ok": True})
        self.assertEqual(json.loads(admin("keys", "--json").stdout), {"ok": True})

    def test_the_doctor_finds_everything_in_order(self):
        said = json.loads(admin("doctor", "--json").stdout)
        self.assertTrue(said["ok"], said)
        self.assertIn("portal", [check["what"] for check in said["checks"]])

    def test_the_doctor_sees_a_grant_too_many(self):
        sql("GRANT DELETE ON audit TO koren_demo_crm@localhost")
        try:
            done = refused("doctor", "--json")
            self.assertEqual(done.returncode, 1)
            wrong = [check["what"] for check in json.loads(done.stdout)["checks"] if not check["ok"]]
            self.assertEqual(wrong, ["crm"])
        finally:
            admin("migrate")
        self.assertEqual(refused("doctor").returncode, 0)


class People(unittest.TestCase):
    def setUp(self):
        self.role = f"Rol {uuid.uuid4().hex[:8]}"
        self.address = f"nieuw-{uuid.uuid4().hex[:8]}@test.example"

    def test_a_role_holds_what_it_is_given_and_what_that_stands_on(self):
        admin("role", "add", self.role, "--permission", "bsn_edit")
        roles = {role["name"]: role["permissions"] for role in json.loads(admin("role", "list", "--json").stdout)["roles"]}
        self.assertEqual(roles[self.role], ["bsn_edit", "bsn_read", "relation_read"])
        self.assertEqual(refused("role", "add", self.role).returncode, 1)
        self.assertEqual(refused("role", "add", self.role + "x", "--permission", "no_such").returncode, 1)

    def test_a_new_role_holds_nothing(self):
        admin("role", "add", self.role)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM role_permission p JOIN role r ON r.id = p.role_id WHERE r.title = %s", self.role), "0")

    def test_every_permission_is_listed(self):
        names = [permission["name"] for permission in json.loads(admin("permission", "list", "--json").stdout)["permissions"]]
        self.assertEqual(sorted(names), sorted(row["name"] for row in sql("SELECT name FROM permission")))

    def test_an_invitation_goes_out_and_is_printed(self):
        admin("role", "add", self.role, "--permission", "relation_read")
        mail = Mail(self.address)
        link = json.loads(admin("user", "add", self.address, "--name", "Nieuwe Collega", "--role", self.role, "--json").stdout)["link"]
        self.assertTrue(link.startswith(STAFF + "/uitnodiging/"), link)
        self.assertEqual(mail.link(), link)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'user_add' AND program = 'koren-admin' AND at > NOW() - INTERVAL 1 HOUR") != "0", True)
        again = json.loads(admin("user", "add", self.address, "--name", "Nieuwe Collega", "--json").stdout)["link"]
        self.assertNotEqual(again, link)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM mail_link l JOIN app_user u ON u.id = l.user_id WHERE u.email = %s AND l.used_at IS NULL", self.address), "1")

    def test_nobody_is_invited_wrongly(self):
        for arguments in (
            ["no address", "--name", "X"],
            [self.address, "--name", ""],
            [self.address, "--name", "X", "--role", "no such role"],
            [self.address + "\nBcc: x@y.example", "--name", "X"],
        ):
            with self.subTest(arguments):
                self.assertIn(refused("user", "add", *arguments).returncode, (1, 2))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM app_user WHERE email = %s", self.address), "0")


class Relations(unittest.TestCase):
    def test_found_by_number(self):
        number = sql_one("SELECT number FROM relation WHERE status = 'actief' ORDER BY id DESC LIMIT 1")
        self.assertEqual(json.loads(admin("relation", "find", number, "--json").stdout)["numbers"], [number])

    def test_nobody_found(self):
        self.assertEqual(json.loads(admin("relation", "find", "zzqqxxyy", "--json").stdout)["numbers"], [])
        self.assertEqual(refused("relation", "find", "zzqqxxyy").returncode, 1)

    def test_made_inactive_once_with_reason_and_date(self):
        number = sql_one("SELECT number FROM relation r WHERE status = 'actief' AND NOT EXISTS (SELECT 1 FROM app_user u WHERE u.relation_id = r.id) ORDER BY id LIMIT 1")
        self.assertEqual(refused("relation", "deactivate", number, "--reason", "geen reden", "--date", "2026-01-31").returncode, 1)
        self.assertEqual(refused("relation", "deactivate", number, "--reason", "opgezegd", "--date", "gisteren").returncode, 1)
        self.assertEqual(refused("relation", "deactivate", "no-such", "--reason", "opgezegd", "--date", "2026-01-31").returncode, 1)
        self.assertEqual(sql_one("SELECT status FROM relation WHERE number = %s", number), "actief")
        done = admin("relation", "deactivate", number, "--reason", "opgezegd", "--date", "31-01-2026", "--json")
        self.assertEqual(json.loads(done.stdout)["numbers"], [number])
        row = sql("SELECT status, inactive_reason, inactive_date FROM relation WHERE number = %s", number)[0]
        self.assertEqual(row, {"status": "inactief", "inactive_reason": "opgezegd", "inactive_date": "2026-01-31"})
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit a JOIN relation r ON r.id = a.relation_id WHERE r.number = %s AND a.event = 'relation_deactivate'", number), "1")
        self.assertEqual(refused("relation", "deactivate", number, "--reason", "opgezegd", "--date", "31-01-2026").returncode, 1)

    def test_exported_to_a_file_for_the_owner_only(self):
        number = sql_one("SELECT r.number FROM relation r JOIN relation_key k ON k.relation_id = r.id WHERE r.status = 'actief' ORDER BY r.id LIMIT 1")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "export.zip"
            said = json.loads(admin("export", number, "--out", path, "--json").stdout)
            data = path.read_bytes()
            self.assertEqual(said, {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            with zipfile.ZipFile(path) as archive:
                self.assertIn(f"relatie-{number}/gegevens.xml", archive.namelist())
            self.assertEqual(refused("export", "no-such", "--out", path).returncode, 1)
            self.assertEqual(refused("export", number, "--out", "/nonexistent/x.zip").returncode, 1)
        events = sql("SELECT a.outcome FROM audit a JOIN relation r ON r.id = a.relation_id WHERE r.number = %s AND a.event = 'avg_export'"
                     " AND a.program = 'koren-admin' ORDER BY a.id", number)
        self.assertEqual([row["outcome"] for row in events[-3:]], ["done", "done", "failed"])


if __name__ == "__main__":
    unittest.main()
