#!/usr/bin/python3
"""Renders every fixture with cstest and holds the page against the rules.

usage: test_pages.py [OUTDIR]     with OUTDIR the pages are kept there as FIXTURE.html (for tests/browser/templates.mjs)

Each fixture is rendered twice: as it is, for the rules of HTML and accessibility, and with a
canary behind every value, to prove that all that is shown is escaped and that nothing a handler
fills is forgotten by its template. Prints TAP; exits 1 when a rule is broken.
"""
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TEMPLATES = os.path.join(ROOT, "templates")
STATIC = os.path.join(ROOT, "static")
FIXED = sum(os.path.getsize(os.path.join(STATIC, f)) for f in ("koren.css", "koren.svg"))
CANARY = "<kn%d>\"'&"
VOID = set("br hr img input link meta".split())
ATTRIBUTES = set("""action alt aria-current aria-describedby aria-hidden aria-invalid aria-label aria-labelledby aria-sort
    autocapitalize autocomplete autofocus charset checked class content data-label enctype for height href http-equiv id
    inputmode lang max maxlength method name novalidate open rel role rows scope selected spellcheck src tabindex target type value
    width""".split())
# What a chart is made of (SVG), and what each may bear.
SVG = {"svg": "width height role aria-labelledby aria-describedby", "title": "id", "desc": "id", "text": "x y", "rect": "x y width height"}
# Values that choose between branches, or that a person never sees.
STEERING = re.compile(r"^(Config\..*|Site\.Kind|Page\.Refresh(To)?|Relation\.(Status|Salutation)|Job\.(State|Percent)|Error\.Status|Code\.MailDown"
                      r"|Chart\.(Height|Bars\.\d+\.(TextY|BarY|Share))|Confirm\.Danger|Guide\.Apart|Form\.Upload|Form\.Open|.*\.(Kind|Required|Current|Num|Mark|Selected|Post|Dir|Choice|Width|Readonly))$"
                      r"|^Relation\.Name$|^Search\.Query$")

def hdf_read(text):
    """HDF text as a list of (dotted name, value)."""
    out, path = [], []
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line == "}":
            path.pop()
        elif line.endswith("{"):
            path.append(line[:-1].strip())
        else:
            key, value = line.split("=", 1)
            out.append((".".join(path + [key.strip()]), value.strip()))
    return out


def render(values, template):
    with tempfile.NamedTemporaryFile("w", suffix=".hdf", encoding="utf-8") as f:
        f.write("".join(f"{k} = {v}\n" for k, v in values))
        f.flush()
        done = subprocess.run(["cstest", f.name, template], cwd=TEMPLATES, capture_output=True, check=False)
    text = done.stdout.decode("utf-8")
    head, _, body = text.partition("\n")
    if done.returncode or not head.startswith("Parsing ") or "Traceback" in text:
        raise RuntimeError(text + done.stderr.decode())
    return body.lstrip("\n")


class Page(html.parser.HTMLParser):
    """The page as a flat list of elements, with what is wrong in it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.elements, self.stack = [], [], []
        self.feed(text)
        if self.stack:
            self.wrong.append(f"not closed: {[e['tag'] for e in self.stack]}")

    def handle_starttag(self, tag, attrs):
        e = {"tag": tag, "attrs": dict(attrs), "text": "", "up": [x["tag"] for x in self.stack], "in": list(self.stack)}
        names = [a for a, _ in attrs]
        drawn = tag == "svg" or "svg" in e["up"]
        if drawn and tag not in SVG:
            self.wrong.append(f"{tag} in a chart")
        for a in names:
            if a not in (SVG.get(tag, "").split() if drawn else ATTRIBUTES):
                self.wrong.append(f"attribute {a} on {tag}")
        if len(set(names)) != len(names):
            self.wrong.append(f"attribute twice on {tag}")
        self.elements.append(e)
        if tag not in VOID:
            self.stack.append(e)

    def handle_endtag(self, tag):
        if tag in VOID or not self.stack or self.stack[-1]["tag"] != tag:
            self.wrong.append(f"</{tag}> closes {self.stack[-1]['tag'] if self.stack else 'nothing'} at line {self.getpos()[0]}")
            return
        self.stack.pop()

    def handle_data(self, data):
        for e in self.stack:
            e["text"] += data

    def all(self, *tags):
        return [e for e in self.elements if e["tag"] in tags]


def squeeze(text):
    return " ".join(text.split())


def check_page(page, values):
    """The rules that a parsed page must keep; yields what is wrong."""
    v = dict(values)
    ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
    yield from page.wrong
    for i in {i for i in ids if ids.count(i) > 1}:
        yield f"id {i} twice"
    if len(page.all("h1")) != 1 or not squeeze(page.all("h1")[0]["text"]):
        yield "not exactly one filled h1"
    last = 0
    for h in page.all("h1", "h2", "h3", "h4"):
        level = int(h["tag"][1])
        if level > last + 1:
            yield f"heading jumps to {h['tag']}: {squeeze(h['text'])}"
        last = level
    for e in page.all("svg"):
        inside = [x for x in page.elements if e in x["in"]]
        names = {x["attrs"].get("id") for x in inside if x["tag"] in ("title", "desc") and squeeze(x["text"])}
        a = e["attrs"]
        if a.get("role") != "img" or {a.get("aria-labelledby"), a.get("aria-describedby")} != names or len(names) != 2:
            yield "a chart that does not say what it is"
    for tag in ("html", "title", "header", "main", "footer"):
        if len([e for e in page.all(tag) if "svg" not in e["up"]]) != 1:
            yield f"{len(page.all(tag))} × {tag}"
    if page.all("html")[0]["attrs"].get("lang") != "nl":
        yield "lang is not nl"
    errors = [v[k] for k in v if re.fullmatch(r"Errors\.\d+\.Text", k)]
    title = page.all("title")[0]["text"]
    whose = [v["Relation.Name"]] if v.get("Relation.Name", v["Page.Title"]) != v["Page.Title"] else []
    want = ("Fout: " if errors else "") + " – ".join([v["Page.Title"], *whose, *(v[k] for k in ("Site.Product", "Site.Controller") if k in v)])
    if title != want:
        yield f"title is {title!r}, not {want!r}"
    first = page.all("a")[0]["attrs"]
    if first.get("class") != "skip" or first["href"][1:] not in ids:
        yield "the first link does not skip to the content"
    if not any("Hulp nodig?" in e["text"] for e in page.all("footer")):
        yield "no help in the footer"
    guide = [e for e in page.all("a") if squeeze(e["text"]).startswith("Hulp") and "header" in e["up"]]
    if len(guide) != 1 or not guide[0]["attrs"]["href"].startswith("/hulp") or page.all("a").index(guide[0]) != 2:
        yield "no link to help after the name of the site"
    labels = {e["attrs"].get("for") for e in page.all("label")}
    for name in labels - set(ids):
        yield f"label for {name}, which is not there"
    for e in page.all("input", "select", "textarea"):
        a = e["attrs"]
        if a.get("type") == "hidden":
            continue
        if a.get("id") not in labels:
            yield f"no label for {a.get('name')}"
        if a.get("type") == "number":
            yield f"type=number on {a.get('name')}"
        if a.get("type") == "password" and (a.get("value") or a.get("autocomplete") not in ("current-password", "new-password")):
            yield "a password with a value or without autocomplete"
        if a.get("class") == "code" and (a.get("autocomplete") != "one-time-code" or a.get("inputmode") != "numeric"):
            yield "the code field is not a one-time-code"
    for e in page.elements:
        a = e["attrs"]
        for key in ("aria-describedby", "aria-labelledby"):
            for name in (a.get(key) or "").split():
                if name not in ids:
                    yield f"{key}={name}, which is not there"
        if e["tag"] in ("input", "select", "textarea") and "-fout" in (a.get("aria-describedby") or "") and a.get("type") != "radio" and a.get("aria-invalid") != "true":
            yield f"{a.get('name')} has an error and is not invalid"
        for key in ("href", "action", "src"):
            if key in a and not (a[key] or "").strip():
                yield f"empty {key} on {e['tag']}"
        if e["tag"] in ("script", "style", "iframe", "object"):
            yield f"<{e['tag']}>"
        if a.get("tabindex", "0") not in ("0", "-1"):
            yield f"tabindex {a['tabindex']}"
        if e["tag"] in ("a", "button", "legend", "label", "caption", "li") and not squeeze(e["text"]):
            yield f"empty {e['tag']}"
    for e in page.all("img"):
        if "alt" not in e["attrs"]:
            yield "img without alt"
    for e in page.all("th"):
        if e["attrs"].get("scope") not in ("col", "row"):
            yield "th without scope"
    for name in ("table", "tr", "td", "th", "thead", "tbody"):
        if any("role" not in e["attrs"] for e in page.all(name)):
            yield f"{name} without role"
    if len(page.all("table")) != len(page.all("caption")):
        yield "table without caption"
    for e in page.all("form"):
        a = e["attrs"]
        inside = [x for x in page.all("input") if e in x["in"]]
        if "novalidate" not in a:
            yield "form without novalidate"
        if a.get("method") == "post":
            if [x["attrs"].get("value") for x in inside if x["attrs"].get("name") == "csrf"] != [v["Csrf"]]:
                yield f"form {a['action']} without one csrf"
        elif a.get("role") != "search":
            yield "form that is neither post nor search"
        if any(x["attrs"].get("type") == "file" for x in inside) and a.get("enctype") != "multipart/form-data":
            yield "upload without multipart"
        if "form" in e["up"]:
            yield "form in a form"
    yield from check_errors(page, errors)
    refresh = [e for e in page.all("meta") if e["attrs"].get("http-equiv") == "refresh"]
    if refresh and not any("Stop met" in e["text"] for e in page.all("a")):
        yield "refreshes and cannot be stopped"


def check_errors(page, errors):
    """The summary and the fields say the same, and lead to each other."""
    at_field = {e["attrs"]["id"]: squeeze(e["text"])[len("Fout: "):] for e in page.elements if "foutmelding" in (e["attrs"].get("class") or "")}
    described = " ".join(e["attrs"].get("aria-describedby") or "" for e in page.elements).split()
    for name, text in at_field.items():
        if text not in errors:
            yield f"{text!r} at a field but not in the summary"
        if name not in described:
            yield f"{name} is tied to no field"
    for text in errors:
        if text not in at_field.values():
            yield f"{text!r} in the summary but at no field"
    box = [e for e in page.elements if e["attrs"].get("class") == "errors"]
    if bool(box) != bool(errors):
        yield "summary and errors differ"
    for e in page.all("a"):
        if box and box[0] in e["in"]:
            target = [x for x in page.elements if x["attrs"].get("id") == e["attrs"]["href"][1:]]
            if not target or target[0]["tag"] not in ("input", "select", "textarea"):
                yield f"{e['attrs']['href']} leads to no input"


def check_canary(values, template, seen):
    """Every value with its own canary: none unescaped. Notes in seen, per kind of value, whether this template shows it."""
    marked, number = [], {}
    for i, (k, x) in enumerate(values):
        if not STEERING.match(k) and x:
            number[k] = CANARY % i
            x += number[k]
        marked.append((k, x))
    text = render(marked, template)
    page = Page(text)
    yield from page.wrong
    for e in page.elements:
        if e["tag"].startswith("kn"):
            yield f"canary became an element: {e['tag']}"
    if re.search(r"<kn\d", text):
        yield "canary not escaped"
    whole = "".join(e["text"] for e in page.elements) + "".join(x or "" for e in page.elements for x in e["attrs"].values())
    for k, mark in number.items():
        kind = (template, re.sub(r"\.\d+", ".N", k))
        seen[kind] = seen.get(kind, False) or mark in whole


def check_mails(fixture):
    """Plain text mails: a subject, an empty line, nothing escaped, nothing left out."""
    values = hdf_read(open(fixture, encoding="utf-8").read())
    v = dict(values)
    for name in sorted(os.listdir(os.path.join(TEMPLATES, "mail"))):
        text = render(values, "mail/" + name)
        lines = text.split("\n")
        say = f"mail/{name}: "
        if not re.fullmatch(r"Subject: \S.{4,70}", lines[0]):
            yield say + f"first line is {lines[0]!r}"
        if lines[1] != "" or not lines[2]:
            yield say + "no empty line after the subject"
        if "<" in text.replace(v["Mail.Controller"], "") or "&amp;" in text or "&#39;" in text:
            yield say + "markup in plain text"
        if v["Mail.Controller"] not in text:
            yield say + "does not say who sends it"
        if max(map(len, lines)) > 100:
            yield say + f"a line of {max(map(len, lines))}"
        if name in ("code.cs", "adres-bewijs.cs") and v["Mail.Code"] not in lines:
            yield say + "the code is not alone on a line"
        if name not in ("code.cs", "adres-bewijs.cs") and v["Mail.Code"] in text:
            yield say + "shows a code"
        without = render([x for x in values if x[0] not in ("Mail.When", "Mail.Where")], "mail/" + name)
        if "  " in without or " ." in without:
            yield say + "has a gap without When and Where"
        if "\n\n\n" in text + without or not text.endswith("\n"):
            yield say + "too much or too little white space"


def tell(name, problems):
    print(f"{'not ok' if problems else 'ok'} {name}")
    for p in problems:
        print(f"# {p}")
    return bool(problems)


def check_fixture(name, site, seen):
    """A fixture's page, its template, what is wrong in it."""
    read = lambda file: open(os.path.join(HERE, file), encoding="utf-8").read()
    text = read(name)
    template = re.search(r"^# template: (\S+)", text, re.M)[1]
    values = hdf_read(read(f"common-{site}.hdf")) + hdf_read(text)
    try:
        page = render(values, template)
        problems = list(check_page(Page(page), values)) + list(check_canary(values, template, seen))
    except RuntimeError as e:
        page, problems = "", [str(e)]
    if site == "portal" and len(page.encode()) + FIXED > 50 * 1024:
        problems.append(f"weighs {len(page.encode()) + FIXED} bytes with its static files")
    return page, template, problems


def check_error_page(path):
    """nginx's own pages keep the same rules, but have no product and no controller."""
    page = Page(open(path, encoding="utf-8").read())
    title, _, product = page.all("title")[0]["text"].rpartition(" – ")
    yield from check_page(page, [("Page.Title", title), ("Site.Product", product)])


def main():
    out = sys.argv[1] if len(sys.argv) > 1 else None
    if out:
        shutil.copytree(STATIC, os.path.join(out, "static", "0"), dirs_exist_ok=True)
    parts = {name for name in os.listdir(TEMPLATES) if name.startswith("macros")}
    failed, used, seen = 0, {"top.cs", "bottom.cs", "basis.cs"} | parts, {}
    for name in sorted(os.listdir(HERE)):
        match = re.match(r"(staff|portal)-.*\.hdf$", name)
        if not match:
            continue
        page, template, problems = check_fixture(name, match[1], seen)
        used.add(template)
        failed += tell(name, problems)
        if out:
            with open(os.path.join(out, name[:-4] + ".html"), "w", encoding="utf-8") as f:
                f.write(page)
    failed += tell("every template has a fixture", [n for n in os.listdir(TEMPLATES) if n.endswith(".cs") and n not in used])
    failed += tell("what is filled is shown", [f"{t}: {kind} never" for (t, kind), there in sorted(seen.items()) if not there])
    failed += tell("mails", list(check_mails(os.path.join(HERE, "mail.hdf"))))
    fout = os.path.join(STATIC, "fout")
    for name in sorted(os.listdir(fout)):
        failed += tell(f"static/fout/{name}", list(check_error_page(os.path.join(fout, name))))
        if out:
            shutil.copy(os.path.join(fout, name), os.path.join(out, "fout-" + name))
    for command in ("tools/error-pages --check", "tests/lint/templates"):
        done = subprocess.run(command.split(), cwd=ROOT, capture_output=True, text=True, check=False)
        failed += tell(command, [done.stdout + done.stderr] if done.returncode else [])
    return 1 if failed or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
