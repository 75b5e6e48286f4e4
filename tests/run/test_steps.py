"""The runner counts what each kind of test says, and never takes silence for success."""

import contextlib
import io
import os
import pathlib
import tempfile
import time
import unittest

os.environ.setdefault("KOREN_TEST_RUN", tempfile.gettempdir())

import steps  # noqa: E402


def counted(text, status=0):
    result = steps.count(steps.Step("x", []), text, status, 0)
    return result.passed, result.failed, result.skipped


class Counting(unittest.TestCase):
    def test_unittest(self):
        self.assertEqual(counted("....\nRan 4 tests in 0.1s\n\nOK\n"), (4, 0, 0))
        self.assertEqual(counted("Ran 4 tests in 0.1s\n\nFAILED (failures=1, errors=2)\n", 1), (1, 3, 0))
        self.assertEqual(counted("Ran 4 tests in 0.1s\n\nOK (skipped=1)\n"), (3, 0, 1))

    def test_unittest_that_could_not_start(self):
        self.assertEqual(counted("Ran 0 tests in 0.1s\n\nFAILED (errors=1)\n", 1), (0, 1, 0))

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(counted("Ran 0 tests in 0.000s\n\nOK\n"), (0, 1, 0))

    def test_node(self):
        self.assertEqual(counted("ok 1 - a\nnot ok 2 - b\n# tests 2\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 0\n", 1), (1, 1, 0))

    def test_tap(self):
        self.assertEqual(counted("ok - a\nok - b\nnot ok - c\n    ok - inside c\n", 1), (2, 1, 0))

    def test_all_passed_but_the_exit_status_says_otherwise(self):
        self.assertEqual(counted("ok - a\n", 139), (1, 1, 0))

    def test_silence(self):
        self.assertEqual(counted(""), (1, 0, 0))
        self.assertEqual(counted("", 1), (0, 1, 0))

    def test_automake(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, verdict, log in (
                ("a", "PASS", "100%: Checks: 7, Failures: 0, Errors: 0\n"),
                ("b", "FAIL", "66%: Checks: 3, Failures: 0, Errors: 1\n"),
                ("c", "FAIL", "Segmentation fault\n"),
                ("d", "SKIP", "no database\n"),
                ("e", "PASS", "says nothing\n"),
            ):
                (folder / f"{name}.trs").write_text(f":test-result: {verdict}\n")
                (folder / f"{name}.log").write_text(log)
            result = steps.count_automake(folder, 0)
            self.assertEqual((result.passed, result.failed, result.skipped), (10, 2, 1))
            self.assertEqual(steps.count_automake(folder, time.time() + 60), steps.Count())


class Order(unittest.TestCase):
    """Which step may start while which others run."""

    def setUp(self):
        self.free, self.user, self.units, self.alone = (steps.Step(b.name, [], beside=b) for b in steps.Beside)

    def first(self, waiting, running):
        return steps.first_to_start(waiting, running)

    def test_two_steps_that_use_the_system_never_run_together(self):
        other = steps.Step("other", [])
        self.assertIsNone(self.first([other], [self.user]))
        self.assertIs(self.first([other, self.free], [self.user]), self.free)

    def test_two_steps_that_use_the_database_of_the_unit_tests_never_run_together(self):
        self.assertIsNone(self.first([steps.Step("other", [], beside=steps.Beside.NO_UNITS)], [self.units, self.user]))
        self.assertIs(self.first([self.units], [self.free, self.user]), self.units)
        self.assertIs(self.first([self.user], [self.units, self.free]), self.user)

    def test_what_touches_nothing_runs_beside_anything_but_a_measurement(self):
        self.assertIs(self.first([self.free], [self.user]), self.free)
        self.assertIs(self.first([self.free], [steps.Step("free", [], beside=steps.Beside.ANYTHING)]), self.free)
        self.assertIsNone(self.first([self.free], [self.alone]))

    def test_a_measurement_waits_for_all_and_is_not_overtaken(self):
        self.assertIsNone(self.first([self.alone, self.free], [self.free]))
        self.assertIs(self.first([self.alone, self.free], []), self.alone)

    def test_all_of_them_run_once_and_are_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "order"
            line = 'echo "$0 begins" >>{0}; sleep 0.2; echo "$0 ends" >>{0}'.format(log)
            waiting = [steps.Step(f"{beside.name}{i}", ["sh", "-c", line, f"{beside.name}{i}"], beside=beside) for i in range(2) for beside in steps.Beside]
            steps.RUN, steps.LOGS = pathlib.Path(folder), pathlib.Path(folder) / "steps"
            runner = steps.Runner()
            with contextlib.redirect_stdout(io.StringIO()) as said:
                runner.run_all(waiting)
            self.assertEqual((runner.total.passed, runner.total.failed, waiting), (8, 0, []))
            self.assertEqual(len(said.getvalue().splitlines()), 8)
            lines = log.read_text().split("\n")[:-1]
            for one in ("NOTHING0", "NOTHING1"):
                self.assertEqual(lines[lines.index(f"{one} begins") + 1], f"{one} ends")
            self.assertEqual({"ANYTHING0 begins", "NO_OTHER0 begins", "NO_UNITS0 begins"}, set(lines[:3]), "the first three did not run together")


if __name__ == "__main__":
    unittest.main()
