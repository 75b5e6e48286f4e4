"""The benchmarks themselves. Each takes Outcome (tests/bench/run) and reports through it."""

import gzip
import html
import os
import pathlib
import random
import re
import shutil
import subprocess
import time
import urllib.parse

import stage
from stage import CONF, PORTAL, ROUNDS, RUN, SECONDS, STAFF, WORK, WORKERS, Client, Load, Stage, Started, admin, config, signed_in, sql, sql_one, wait_for


def _page():
    """A signed-in colleague, the paths of many relations, and what bare needs."""
    WORK.mkdir(exist_ok=True)
    client = signed_in(STAFF, "beheer@demo.example")
    keys_file, keys = stage.keys()
    paths = [f"/relaties/{number}" for number, _ in keys]
    client.get(paths[0])
    file, texts = stage.learn(client, paths[0], *keys[0])
    return client, paths, keys_file, file, texts


def page(outcome):
    """The relation page with its durable audit row against the bare loop of its statements; and its processor time against the database's."""
    client, paths, keys_file, file, texts = _page()
    program = stage.compile_c("bare")
    ratios, shares, rates, loops, costs = [], [], [], [], []
    with Stage() as crm:
        parts = {"crm": crm.crm, "nginx": crm.nginx, "database": stage.service_pids("mariadb")}
        Load(crm.base, client, paths, 2)
        for _ in range(ROUNDS):
            loops.append(stage.bare(program, file, keys_file))
            before = {name: stage.cpu(pids) for name, pids in parts.items()}
            load = Load(crm.base, client, paths)
            used = {name: stage.cpu(pids) - before[name] for name, pids in parts.items()}
            rates.append(load.rate)
            ratios.append(rates[-1] / loops[-1])
            shares.append((used["crm"] + used["nginx"]) / used["database"])
            costs.append({name: 1e6 * seconds / load.requests for name, seconds in used.items()})
    note = f"{stage.statistics_text(rates)} pages/s against {stage.statistics_text(loops)} turns/s of {len(texts)} statements and a commit"
    outcome("page", ratios, 0.90, note=note)
    each = ", ".join(f"{name} {stage.statistics_text([cost[name] for cost in costs])}" for name in parts)
    outcome("page-cpu", shares, 0.60, least=False, note=f"microseconds a page: {each}")


def page_noaudit(outcome):
    """The same page without its audit row. That takes development = yes, so templates are looked at for changes too."""
    client, paths, keys_file, file, texts = _page()
    program = stage.compile_c("bare")
    without = WORK / "statements.noaudit"
    _without_audit(file, without)
    ratios, rates, loops = [], [], []
    with Stage(audit=False) as crm:
        Load(crm.base, client, paths, 2)
        before = sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show'")
        for _ in range(ROUNDS):
            loops.append(stage.bare(program, without, keys_file))
            rates.append(Load(crm.base, client, paths).rate)
            ratios.append(rates[-1] / loops[-1])
        assert sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show'") == before, "audit rows were written after all"
    note = f"{stage.statistics_text(rates)} pages/s against {stage.statistics_text(loops)} turns/s of {len(texts) - 1} statements and a commit"
    outcome("page-noaudit", ratios, 0.55, note=note)


def _without_audit(file, to):
    kept, skip = [], False
    for line in file.read_text().splitlines():
        if line.startswith("sql\t"):
            skip = line.startswith("sql\tINSERT INTO audit")
        if not skip:
            kept.append(line)
    to.write_text("\n".join(kept) + "\n")


def page_php(outcome):
    """The same page by hand in PHP-FPM, PDO and opcache with a persistent connection: rate, and memory of a worker."""
    client, paths, _, _, _ = _page()
    ratios, memory, ours, theirs = [], [], [], []
    with Stage(php=True) as both:
        for path in paths[1:20]:
            _same_page(client, both.base, both.php, path)
        Load(both.php, client, paths, 2)
        Load(both.base, client, paths, 2)
        for _ in range(ROUNDS):
            theirs.append(Load(both.php, client, paths).rate)
            ours.append(Load(both.base, client, paths).rate)
            ratios.append(ours[-1] / theirs[-1])
            sizes = [sum(map(stage.pss, pids)) / len(pids) / 1024 for pids in (both.crm, both.php_workers)]
            memory.append(sizes[0] / sizes[1])
    outcome("page-php", ratios, 1.70, note=f"{stage.statistics_text(ours)} pages/s against {stage.statistics_text(theirs)} by PHP")
    outcome("page-php-memory", memory, 0.50, least=False, note=f"{sizes[0]:.1f} MiB PSS a worker against {sizes[1]:.1f}")


def _words(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main")[0])).strip())


def _same_page(client, base, php, path):
    """Both pages show the same words, in about as many bytes; the PHP one writes its audit row too."""
    pages = []
    for address in (base, php):
        other = Client(address)
        other.cookies = client.cookies
        before = int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show'"))
        pages.append(other.get(path))
        assert pages[-1].status == 200, pages[-1]
        assert int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show'")) == before + 1
    mine, other = (_words(page.html) for page in pages)
    assert other == mine, f"PHP shows something else:\n{other}\n{mine}"
    assert 0.8 < len(pages[1].html) / len(pages[0].html) < 1.25, f"{len(pages[1].html)} bytes by PHP, {len(pages[0].html)} ours"


# What makes somebody's name stays together; the rest of a relation is somebody else's.
NAMED = ["initials", "call_name", "first_names", "prefix", "last_name", "partner_prefix", "partner_last_name", "name_usage", "sex", "email", "sort_key", "search_other"]
OTHERS = ["birth_date", "death_date", "street", "house_number", "house_letter", "house_addition", "postcode", "town", "foreign_line1", "foreign_line2",
    "foreign_line3", "country", "phone", "mobile", "iban", "status", "inactive_reason", "inactive_date", "created_at", "changed_at"]  # fmt: skip
PIECES = 4  # statements for as many relations as there are: none takes minutes


def _multiply(to):
    """More relations out of those there are: the name of one with the birth date, the address and the state of another, drawn anew for each.

    The demo draws names, dates and towns by themselves as well, so that a million has the same shares of each that 100,000 have; it would take most of an
    hour. Only the table relation grows, which is all that a search reads.
    """
    have = int(sql_one("SELECT COUNT(*) FROM relation"))
    last = int(sql_one("SELECT MAX(id) FROM relation"))
    columns = f"number, {', '.join(NAMED + OTHERS)}"
    chosen = ", ".join(["a." + name for name in NAMED] + ["b." + name for name in OTHERS])
    for copy in range(1, round(to / have)):
        number = 1 + int(sql_one("SELECT MAX(CAST(number AS UNSIGNED)) FROM relation"))
        for piece in range(PIECES):
            sql(
                f"INSERT INTO relation ({columns}) SELECT {number} + a.n, {chosen}"
                f" FROM (SELECT r.*, ROW_NUMBER() OVER (ORDER BY id) AS n FROM relation r WHERE id <= {last}) a"
                f" JOIN (SELECT r.*, ROW_NUMBER() OVER (ORDER BY CRC32(CONCAT(id, '-{copy}')), id) AS n FROM relation r WHERE id <= {last}) b ON b.n = a.n"
                f" WHERE a.n MOD {PIECES} = {piece}"
            )
    sql("UPDATE counter SET value = (SELECT MAX(CAST(number AS UNSIGNED)) + 1 FROM relation) WHERE name = 'relation_number'")


def search_list(outcome):
    """A list of 50 rows with a million relations against 100,000: p99. Leaves the bench database with a million."""
    WORK.mkdir(exist_ok=True)
    small, large = (int(n) for n in os.environ.get("KOREN_BENCH_LIST", "100000 1000000").split())
    have = int(sql_one("SELECT COUNT(*) FROM relation"))
    assert small <= have < 1.01 * small, f"there are {have} relations and not {small}: ./dev bench after rm -rf run/bench"
    # Surnames by their first letters, town order, and the pages after the first.
    names = ["jan", "vri", "bak", "hoek", "mul", "de boer", "smi", "wat", "öz", "brou"]
    paths = [f"/relaties?zoek={urllib.parse.quote(name)}{more}" for name in names for more in ("", "&pagina=2", "&sorteer=woonplaats")]
    measured = {}
    for count in (small, large):
        if count > have:
            _multiply(count)
        sql("ANALYZE TABLE relation")
        client = signed_in(STAFF, "beheer@demo.example")  # filling takes longer than a session may rest
        Load(STAFF, client, paths, 3)
        measured[count] = [Load(STAFF, client, paths, clients=WORKERS).p99 for _ in range(ROUNDS)]
    ratios = [b / a for a, b in zip(measured[small], measured[large])]
    note = f"p99 {1000 * min(measured[large]):.0f} ms with {large} relations, {1000 * min(measured[small]):.0f} ms with {small}"
    outcome("list", ratios, 1.20, least=False, note=note)


def _export_relation(client, number, name, extension, files, make):
    """A relation whose dossier has these files; they are uploaded once and kept. Gives the folder with the same files in the clear."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chance = random.Random(name)
    have = int(sql_one("SELECT COUNT(*) FROM document d JOIN relation r ON r.id = d.relation_id WHERE r.number = %s AND d.title = %s", number, name))
    for i in range(files):
        content = make(chance)
        (folder / f"{name}-{i}.{extension}").write_bytes(content)
        if i >= have:
            client.get(f"/relaties/{number}/dossier")
            page = client.post_multipart(
                f"/relaties/{number}/dossier", {"omschrijving": name}, [("bestand", f"{name}-{i}.{extension}", content, "application/octet-stream")]
            )
            assert page.status == 303, f"{page}: {page.errors()}"
    return folder


def _export_once(client, number):
    """Seconds that the worker took for an export of this relation."""
    client.get(f"/relaties/{number}")
    page = client.post("/avg/export", {"relatie": number})
    assert page.status == 303, page
    name = page.location.rsplit("/", 1)[1]

    def state():
        return sql("SELECT state, TIMESTAMPDIFF(MICROSECOND, started_at, finished_at) AS took FROM job WHERE name = %s", name)[0]

    wait_for(lambda: state()["state"] in ("done", "failed"), 300, 0.2)
    assert state()["state"] == "done", "the export failed"
    return int(state()["took"]) / 1e6


def _zip_once(folder, level):
    out = WORK / "floor.zip"
    out.unlink(missing_ok=True)
    start = time.monotonic()
    subprocess.run(["zip", "-q", "-r", f"-{level}", str(out), "."], cwd=folder, check=True)
    with open(out, "rb") as file:
        os.fsync(file.fileno())  # the export is made to last as well
    took = time.monotonic() - start
    out.unlink()
    return took


def _text(chance):
    words = ["lidmaatschap", "factuur", "afspraak", "telefoon", "woensdag", "hulp", "brief", "bedrag", "straat", "notitie", "gesprek", "en", "de", "van"]
    lines = []
    size = 0
    while size < 8 << 20:
        line = " ".join(chance.choices(words, k=12)) + f" {chance.randrange(10**6)}\r\n"
        size += len(line)
        lines.append(line)
    return "".join(lines).encode()


def export(outcome):
    """An export with documents that are stored, and one with documents that are deflated, against zip; and the worker's memory."""
    client = signed_in(STAFF, "beheer@demo.example")
    WORK.mkdir(exist_ok=True)
    worker = stage.program_pids(stage.service_pids("worker"), "koren-worker")
    numbers = [number for number, _ in stage.keys(2)[1]]
    stored = _export_relation(client, numbers[0], "opgeslagen", "pdf", 8, lambda chance: b"%PDF-1.4\n" + chance.randbytes(24 << 20))
    deflated = _export_relation(client, numbers[1], "ingepakt", "txt", 4, _text)
    pathlib.Path(f"/proc/{worker[0]}/clear_refs").write_text("5")  # the peak counts from here
    for name, number, folder, level, floor in (("export-stored", numbers[0], stored, 0, 0.50), ("export-deflated", numbers[1], deflated, 6, 1.10)):
        ratios, ours, theirs = [], [], []
        _export_once(client, number)
        _zip_once(folder, level)
        for _ in range(ROUNDS):
            theirs.append(_zip_once(folder, level))
            ours.append(_export_once(client, number))
            ratios.append(ours[-1] / theirs[-1])
        size = sum(file.stat().st_size for file in folder.iterdir()) >> 20
        outcome(name, ratios, floor, least=False, note=f"{size} MiB in {min(ours):.2f} s against {min(theirs):.2f} s by zip -{level}")
    peak = int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{worker[0]}/status").read_text()).group(1)) / 1024
    outcome("export-rss", [peak / 16], 1.0, least=False, note=f"{peak:.1f} MiB at most, of 16")


def document(outcome):
    """Reading a document against AES-256-GCM alone; writing one against a plain file that is made to last."""
    program, folder = stage.compile_c("vault"), WORK / "documents"
    folder.mkdir(exist_ok=True)
    rounds = []
    for _ in range(ROUNDS):
        said = subprocess.run([program, str(folder), "256"], capture_output=True, text=True, check=True).stdout
        rounds.append([float(word) for word in said.split()])
    alone, reading, plain, writing = (stage.statistics_text(column) for column in zip(*rounds))
    outcome("document-read", [r[1] / r[0] for r in rounds], 0.60, note=f"{reading} MiB/s against {alone}")
    outcome("document-write", [r[3] / r[2] for r in rounds], None, note=f"{writing} MiB/s against {plain} for a plain file")


def idle(outcome):
    """Fifty workers that do nothing: their memory together, in MiB."""
    started = Started()
    try:
        _, pids = stage.program_start(started, "crm", "crm-idle", stage.production_conf(), 50)
        time.sleep(2)
        total = sum(map(stage.pss, pids)) / 1024
    finally:
        started.stop()
    outcome("idle", [total / 56], 1.0, least=False, note=f"{total:.1f} MiB PSS for 50, of 56")


def portal_page(outcome):
    """What a browser fetches for a relation's page in WerktVoorMij: bytes, requests, scripts."""
    client = signed_in(PORTAL, "jansen@demo.example")
    page = client.get("/gegevens", headers={"Accept-Encoding": None})
    wanted = set(re.findall(r'<(?:link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]+)"', page.html))
    bodies = [page.body]
    for path in sorted(wanted):
        part = client.get(urllib.parse.urljoin("/gegevens", path))
        assert part.status == 200, part
        bodies.append(part.body)
        if path.endswith(".css"):
            assert not re.findall(rb"url\((?!['\"]?data:)", part.body), "the style sheet fetches something else"
    assert "<script" not in page.html, "there is a script"
    size = sum(map(len, bodies)) / 1024
    packed = sum(len(gzip.compress(body)) for body in bodies) / 1024
    outcome("portal-page", [size / 50], 1.0, least=False, note=f"{size:.1f} KiB in all ({packed:.1f} when packed), of 50; no script")
    outcome("portal-requests", [len(bodies) / 3], 1.0, least=False, note=f"{len(bodies)} requests, of 3")


ALL = {
    "page": page,
    "page-noaudit": page_noaudit,
    "page-php": page_php,
    "list": search_list,
    "export": export,
    "document": document,
    "idle": idle,
    "portal": portal_page,
}
BY_NAME_ONLY = {"list"}
