"""How long an answer takes tells nobody whether an address is known. Nothing may run beside this: tests/run/steps.py sees to it."""

import os
import statistics
import time
import unittest

from koren_user import User


class EquallyLate(unittest.TestCase):
    """An answer comes as late for an unknown address as for a known one. KOREN_TIMING_TRIES makes it longer."""

    TRIES = int(os.environ.get("KOREN_TIMING_TRIES", "160"))

    def difference(self, send):
        """Milliseconds: the medians of send(True) and send(False), called in turn, and the median of what a known one took more than its neighbour.

        Neighbours meet the same other work on the machine; the two medians of a busy machine may be of different moments.
        """
        times = {True: [], False: []}
        for i in range(self.TRIES):
            for known in (True, False) if i % 2 else (False, True):
                began = time.perf_counter()
                send(known, i)
                times[known].append(1000 * (time.perf_counter() - began))
        more = [known - unknown for known, unknown in zip(times[True], times[False])]
        return statistics.median(times[True]), statistics.median(times[False]), statistics.median(more)

    def assert_equally_late(self, what, new_send):
        """Up to three measurements: what a busy machine adds differs each time, what the program gives away does not."""
        for _ in range(3):
            known, unknown, more = self.difference(new_send())
            print(f"{what}: known {known:.2f} ms, unknown {unknown:.2f} ms, pairs {more:+.2f} ms, {self.TRIES} tries each")
            if abs(more) < 5:
                return
        self.fail(f"{what} takes longer for one of them: known {known:.2f} ms, unknown {unknown:.2f} ms, pairs {more:+.2f} ms")

    def test_a_password_is_refused_as_late_for_an_unknown_address(self):
        def new_send():
            users = [User.new() for _ in range(-(-self.TRIES // 4))]
            client = users[0].client()

            def send(known, i):
                address = users[i // 4].email if known else f"niemand.{i // 4}.{time.time_ns()}@test.example"
                page = client.post("/aanmelden", {"gebruiker": address, "wachtwoord": "steeds weer verkeerd"})
                self.assertEqual(page.status, 422)

            return send

        self.assert_equally_late("signing in", new_send)

    def test_a_reset_is_answered_as_late_for_an_unknown_address(self):
        def new_send():
            users = [User.new() for _ in range(-(-self.TRIES // 3))]
            client = users[0].client()
            client.get("/wachtwoord/vergeten")

            def send(known, i):
                address = users[i // 3].email if known else f"niemand.{i}.{time.time_ns()}@test.example"
                self.assertEqual(client.post("/wachtwoord/vergeten", {"gebruiker": address}).status, 200)

            return send

        self.assert_equally_late("reset", new_send)


if __name__ == "__main__":
    unittest.main()
