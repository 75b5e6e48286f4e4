"""Users of a test's own, made in the database, so that no test meets the limits on codes that another has used up.

    user = User.new("staff")                       or "portal"; password PASSWORD; roles={"Medewerker"} gives it roles
    client = user.sign_in()                        a Client with a session, not yet on any page
    client, mail = user.password_given()           a Client on the code page, and the mail that was sent
"""

import hashlib
import os
import secrets

from koren_http import PORTAL, STAFF, Client, Mail, config, sql, sql_one

PASSWORD = "vier paarse fietsen op zolder"


def credential(password):
    """Salt, hash and cost of a password, as lib/guard/password.c makes them."""
    conf = config()
    log2_n, p = int(conf.get("scrypt_log2_n", 16)), int(conf.get("scrypt_p", 2))
    salt = os.urandom(16)
    return salt, hashlib.scrypt(password.encode(), salt=salt, n=1 << log2_n, r=8, p=p, dklen=32, maxmem=1 << 29), log2_n, p


def role_with(title, condition):
    """The role of this title, made when it is not there, with the permissions that satisfy an SQL condition on `name`; gives the title."""
    sql("INSERT IGNORE INTO role (title) VALUES (%s)", title)
    role = int(sql_one("SELECT id FROM role WHERE title = %s", title))
    sql(f"INSERT IGNORE INTO role_permission SELECT %s, name FROM permission WHERE {condition}", role)
    return title


class User:
    def __init__(self, id, site, email, name, password):
        self.id, self.site, self.email, self.name, self.password = id, site, email, name, password
        self.base = PORTAL if site == "portal" else STAFF
        self.session_cookie = "__Host-koren-mijn" if site == "portal" else "__Host-koren"

    @classmethod
    def new(cls, site="staff", password=PASSWORD, roles=(), name="Proefpersoon Test"):
        email = f"proef.{secrets.token_hex(6)}@test.example"
        sql(
            "INSERT INTO app_user (site, email, name, active, created_at) VALUES (%s, %s, %s, 1, UTC_TIMESTAMP(6))", site, email, name
        )
        id = int(sql_one("SELECT id FROM app_user WHERE site = %s AND email = %s", site, email))
        for role in roles:
            sql("INSERT INTO user_role (user_id, role_id) SELECT %s, id FROM role WHERE title = %s", id, role)
        user = cls(id, site, email, name, password)
        if password is not None:
            user.set_password(password)
        return user

    def set_password(self, password):
        sql("REPLACE INTO credential (user_id, salt, hash, log2_n, p, changed_at) VALUES (%s, %s, %s, %s, %s, UTC_TIMESTAMP(6))",
            self.id, *credential(password))
        self.password = password

    def client(self):
        client = Client(self.base)
        page = client.get("/aanmelden")
        assert page.status == 200, page
        return client

    def give_password(self, client, password=None):
        return client.post("/aanmelden", {"gebruiker": self.email, "wachtwoord": self.password if password is None else password})

    def password_given(self, client=None):
        client, mail = client or self.client(), Mail(self.email)
        page = self.give_password(client)
        assert (page.status, page.location) == (303, "/aanmelden/code"), f"{page}: {page.errors()}"
        assert client.get("/aanmelden/code").status == 200
        return client, mail

    def sign_in(self, client=None):
        client, mail = self.password_given(client)
        page = client.post("/aanmelden/code", {"code": mail.code()})
        assert page.status == 303 and self.session_cookie in client.cookies, f"{page}: {page.errors()}"
        assert client.get("/account/sessies").status == 200
        return client

    def events(self):
        """The audit events about this user, oldest first, as (event, outcome, detail)."""
        rows = sql("SELECT event, outcome, detail FROM audit WHERE object = 'user' AND object_id = %s ORDER BY id", self.id)
        return [(row["event"], row["outcome"], row["detail"]) for row in rows]

    def sessions(self):
        """How many of its sessions have not ended."""
        return int(sql_one("SELECT COUNT(*) FROM session WHERE user_id = %s AND ended_at IS NULL", self.id))
