#!/usr/bin/python3
"""All tests, step after step: what ./dev check runs once the services are up.

A step is a command. Its output goes to a log in KOREN_TEST_RUN/steps/; here it gets one line when it ends: its name, how many tests
passed and failed, the time. When something failed, the tail of its log follows, and the next step runs. The last line of all goes to
KOREN_TEST_RUN/count: "N passed, N failed". Exit 1 when anything failed.

Three steps run at a time, one of them with the running system and the others beside it (see Beside): a test that waits leaves the machine to one that
computes. What uses the running system goes first, for it goes one by one and is what the whole waits for.

How tests are counted. A new kind of test needs nothing but to be understood by one of these, tried in this order:
    make check      .trs and .log files of automake; the line "100%: Checks: 7, Failures: 0, Errors: 0" of Check counts its tests
    node --test     "# pass 7" and "# fail 0"
    unittest        "Ran 7 tests in", "FAILED (failures=1, errors=1)", "OK (skipped=1)"
    TAP             lines "ok ..." and "not ok ..." at the beginning of a line
    anything else   one test, by its exit status
A step that fails without saying which test failed counts one failure more; a step in which no test ran has failed.

Which steps there are: see steps() below. A new file in one of those places is found by itself.
    tests/unit/        Check programs, through make check            tests/http/test_*.py   unittest, each file a step
    tests/templates/   executables named test*                       tests/browser/*.mjs    node --test
    tests/fuzz/        libFuzzer targets, 30 s each                  tests/fault/           executables; they may stop services
Names given as arguments run only the steps whose name contains one of them.
"""

import dataclasses
import enum
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
RUN = pathlib.Path(os.environ["KOREN_TEST_RUN"])
BUILD = RUN / "build"
LOGS = RUN / "steps"
TAIL = 30
FUZZ_SECONDS = os.environ.get("KOREN_FUZZ_SECONDS", "30")
PYTHON = ["/usr/bin/python3", "-B"]
LANES = 3
NICE = 10  # what computes beside the running system gives way to it: its tests know limits in seconds


class Beside(enum.Enum):
    """What may run at the same time."""

    ANYTHING = 1  # a step that touches nothing of the running system
    NO_OTHER = 2  # one that uses it, or stops a part of it: no two of these
    NO_UNITS = 3  # one that uses the database of the unit tests: no two of these either
    NOTHING = 4  # one that measures: it waits for all before it, and all after it wait


@dataclasses.dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __iadd__(self, other):
        self.passed, self.failed, self.skipped = self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        return self


@dataclasses.dataclass
class Step:
    name: str
    command: list
    folder: pathlib.Path = TOP
    timeout: int = 600
    env: dict = dataclasses.field(default_factory=dict)
    automake: bool = False  # counts are in .trs files under the folder
    beside: Beside = Beside.NO_OTHER


# -- counting ----------------------------------------------------------------


def number(pattern, text):
    return sum(int(found) for found in re.findall(pattern, text, re.MULTILINE))


def count_node(text):
    if re.search(r"^# pass \d+$", text, re.MULTILINE):
        return Count(number(r"^# pass (\d+)$", text), number(r"^# fail (\d+)$", text) + number(r"^# cancelled (\d+)$", text), number(r"^# skipped (\d+)$", text))
    return None


def count_unittest(text):
    if not re.search(r"^Ran \d+ tests? in ", text, re.MULTILINE):
        return None
    ran = number(r"^Ran (\d+) tests? in ", text)
    verdicts = " ".join(re.findall(r"^(?:OK|FAILED) \((.*)\)$", text, re.MULTILINE))
    failed = number(r"(?:failures|errors|unexpected successes)=(\d+)", verdicts)
    skipped = number(r"skipped=(\d+)", verdicts)
    # An error outside a test (setUpClass) is counted by unittest as an error, but not as run.
    return Count(max(0, ran - failed - skipped), failed, skipped)


def count_tap(text):
    passed, failed = len(re.findall(r"^ok\b", text, re.MULTILINE)), len(re.findall(r"^not ok\b", text, re.MULTILINE))
    return Count(passed, failed) if passed + failed else None


def count_automake(folder, since):
    """Sums over the tests that make check ran since then."""
    total = Count()
    for result in folder.rglob("*.trs"):
        if result.stat().st_mtime < since:
            continue
        verdict = re.search(r"^:test-result: (\w+)", result.read_text(), re.MULTILINE)
        log = result.with_suffix(".log")
        text = log.read_text("utf-8", "replace") if log.exists() else ""
        one = Count()
        for checks, failures, errors in re.findall(r"Checks: (\d+), Failures: (\d+), Errors: (\d+)", text):
            bad = int(failures) + int(errors)
            one += Count(int(checks) - bad, bad)
        if verdict and verdict.group(1) == "SKIP":
            one.skipped += 1
        elif not verdict or verdict.group(1) != "PASS":
            one.failed = max(1, one.failed)
        elif one.passed == 0:
            one.passed = 1
        total += one
    return total


def count(step, text, status, since):
    if step.automake:
        result = count_automake(step.folder, since)
    else:
        result = count_node(text) or count_unittest(text) or count_tap(text) or Count(int(status == 0), int(status != 0))
    if (status != 0 or result.passed + result.failed + result.skipped == 0) and result.failed == 0:
        result.failed += 1
    return result


# -- running -----------------------------------------------------------------


def may_start(step, running):
    if step.beside == Beside.NOTHING:
        return not running
    return all(other.beside != Beside.NOTHING and (step.beside == Beside.ANYTHING or other.beside != step.beside) for other in running)


def first_to_start(waiting, running):
    """The first that may; none that waits to be alone is overtaken."""
    for step in waiting:
        if may_start(step, running):
            return step
        if step.beside == Beside.NOTHING:
            return None
    return None


class Runner:
    def __init__(self):
        self.children = {}
        self.changed = threading.Condition()
        self.total = Count()
        LOGS.mkdir(parents=True, exist_ok=True)

    def stop(self, *_):
        """We are told to end: so is what we run, and that is a failure."""
        for child in list(self.children.values()):
            self.kill(child)
        self.total.failed += 1
        self.write_count()
        os._exit(130)

    def write_count(self):
        (RUN / "count").write_text(f"{self.total.passed} passed, {self.total.failed} failed\n")

    def kill(self, child):
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)

    def run_all(self, waiting):
        running = []
        lanes = [threading.Thread(target=self.lane, args=(waiting, running), daemon=True) for _ in range(LANES)]
        for lane in lanes:
            lane.start()
        # In pieces: a signal is seen between them.
        while any(lane.is_alive() for lane in lanes):
            for lane in lanes:
                lane.join(0.2)

    def lane(self, waiting, running):
        while True:
            with self.changed:
                while waiting and (step := first_to_start(waiting, running)) is None:
                    self.changed.wait()
                if not waiting:
                    return
                waiting.remove(step)
                running.append(step)
            try:
                self.run(step)
            except BaseException:
                self.total.failed += 1
                raise
            finally:
                with self.changed:
                    running.remove(step)
                    self.changed.notify_all()

    def command(self, step):
        return ["nice", "-n", str(NICE), *step.command] if step.beside in (Beside.ANYTHING, Beside.NO_UNITS) else step.command

    def run(self, step):
        log = LOGS / (re.sub(r"[^A-Za-z0-9_.-]+", "_", step.name) + ".log")
        started, clock = time.time(), time.monotonic()
        with open(log, "wb") as out:
            try:
                child = subprocess.Popen(
                    self.command(step), cwd=step.folder, env={**os.environ, **step.env}, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
                )
                self.children[step.name] = child
                status = child.wait(step.timeout)
            except subprocess.TimeoutExpired:
                self.kill(child)
                status = 124
                out.write(f"\nstopped after {step.timeout} s\n".encode())
            except OSError as error:
                status = 127
                out.write(f"{error}\n".encode())
        text = log.read_text("utf-8", "replace")
        result = count(step, text, status, started - 1)
        with self.changed:
            self.total += result
            self.report(step, result, time.monotonic() - clock, log, text)

    def report(self, step, result, seconds, log, text):
        words = f"{result.passed} passed"
        if result.failed:
            words += f", {result.failed} FAILED"
        if result.skipped:
            words += f", {result.skipped} skipped"
        print(f"{step.name:<36} {seconds:4.0f} s  {words}", flush=True)
        if result.failed:
            tails = [(log, text)] + ([(bad, bad.read_text("utf-8", "replace")) for bad in failed_logs(step.folder)] if step.automake else [])
            for path, content in tails:
                print(f"    {path}:")
                for line in content.rstrip("\n").split("\n")[-TAIL:]:
                    print(f"    | {line}")
            sys.stdout.flush()


def failed_logs(folder):
    for result in sorted(folder.rglob("*.trs")):
        if not re.search(r"^:test-result: (PASS|SKIP)", result.read_text(), re.MULTILINE) and result.with_suffix(".log").exists():
            yield result.with_suffix(".log")


# -- the steps ---------------------------------------------------------------


def executables(folder, pattern="*"):
    return [path for path in sorted((TOP / folder).glob(pattern)) if path.is_file() and os.access(path, os.X_OK)]


BROWSER = TOP / "tests" / "browser"


def browser_packages():
    there, wanted = BROWSER / "node_modules", BROWSER / "package-lock.json"
    if not there.exists() or wanted.stat().st_mtime > there.stat().st_mtime:
        yield Step("browser: npm ci", ["npm", "ci"], BROWSER, beside=Beside.NOTHING)


def browser_steps():
    for path in sorted(BROWSER.glob("*.mjs")):
        # Modules that tests share do not call test().
        if "node:test" in path.read_text("utf-8"):
            beside = Beside.ANYTHING if path.stem in ON_THEIR_OWN else Beside.NO_OTHER
            yield Step(f"browser: {path.stem}", ["node", "--test", "--test-reporter=tap", path.name], BROWSER, 1200, beside=beside)


# Tests that measure time, and those of the browser that want nothing of the running system.
MEASURING = {"equally_late"}
ON_THEIR_OWN = {"templates"}


def http_steps(measuring):
    for path in sorted((TOP / "tests" / "http").glob("test_*.py")):
        name = path.stem[5:]
        if (name in MEASURING) == measuring:
            beside = Beside.NOTHING if measuring else Beside.NO_OTHER
            yield Step(f"http: {name}", [*PYTHON, "-m", "unittest", path.stem], path.parent, beside=beside)


def steps_on_their_own():
    """With a database of their own (KOREN_TEST_UNIT_CONF), so that other steps may stop the one of the programs."""
    jobs = f"-j{os.cpu_count()}"
    database = {"KOREN_TEST_CONF": os.environ["KOREN_TEST_UNIT_CONF"]}
    yield Step("valgrind", [str(TOP / "tests" / "run" / "valgrind")], RUN, 2400, database, beside=Beside.NO_UNITS)
    yield Step("unit tests", ["make", "-s", jobs, "check"], BUILD, 900, database, automake=True, beside=Beside.NO_UNITS)
    yield Step("lint", ["make", "-s", jobs, "lint"], BUILD, 900, beside=Beside.ANYTHING)
    for path in executables("tests/templates", "test*"):
        yield Step(f"templates: {path.stem[5:]}", [str(path)], beside=Beside.ANYTHING)
    if (TOP / "tests" / "fuzz").exists():
        yield Step("fuzz", [str(TOP / "dev"), "fuzz", FUZZ_SECONDS], timeout=1800, env={"KOREN_FUZZ_RUN": str(RUN / "fuzz")}, beside=Beside.ANYTHING)


def steps():
    yield from browser_packages()
    yield from http_steps(measuring=True)
    for name in ("steps", "dev"):
        yield Step(f"the tools: {name}", [*PYTHON, "-m", "unittest", f"test_{name}"], TOP / "tests" / "run")
    yield from http_steps(measuring=False)
    yield from browser_steps()
    for path in executables("tests/fault"):
        yield Step(f"fault: {path.stem}", [str(path)])
    yield from steps_on_their_own()
    # Last, for it looks at what all others left behind.
    yield Step("what the sanitizers said", [str(TOP / "tests" / "run" / "sanitizer-reports"), str(RUN / "log")], beside=Beside.NOTHING)


def main():
    runner = Runner()
    signal.signal(signal.SIGTERM, runner.stop)
    signal.signal(signal.SIGINT, runner.stop)
    runner.run_all([step for step in steps() if len(sys.argv) == 1 or any(word in step.name for word in sys.argv[1:])])
    runner.write_count()
    return int(runner.total.failed > 0 or runner.total.passed == 0)


if __name__ == "__main__":
    sys.exit(main())
