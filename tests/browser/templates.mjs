// Every fixture of tests/templates in Chromium, behind the policy that the programs send: axe (with target-size, and
// colours in light and dark), no sideways scroll at any width, focus that is seen, few and light requests. KOREN_PICTURES=DIR keeps a picture of each.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize, extname } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const pictures = process.env.KOREN_PICTURES;
const dir = mkdtempSync(join(tmpdir(), "koren-pages-"));
execFileSync(fileURLToPath(new URL("../templates/test_pages.py", import.meta.url)), [dir]);
const names = readdirSync(dir).filter((f) => f.endsWith(".html")).map((f) => f.slice(0, -5));

const kind = (name) => [name.split("-")[0], readTemplate(name), name.endsWith("-fout")].join();
const readTemplate = (name) => name.startsWith("fout-") ? "" : /^# template: (\S+)/m.exec(readFileSync(new URL(`../templates/${name}.hdf`, import.meta.url), "utf8"))[1];

// One fixture per template and site, with and without errors.
const oneEach = names.filter((n, i) => names.findIndex((m) => kind(m) === kind(n)) === i);

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml" };
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const served = new Map();
const server = createServer((req, res) => {
    try {
        const path = normalize(decodeURIComponent(req.url.split("?")[0]));
        const body = readFileSync(join(dir, path));
        served.set(path, body.length);
        res.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": policy });
        res.end(body);
    } catch {
        res.writeHead(404).end();
    }
});

let browser, base;
before(async () => {
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    base = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({
        executablePath: "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    if (pictures) mkdirSync(pictures, { recursive: true });
});
after(async () => {
    await browser?.close();
    server.close();
    rmSync(dir, { recursive: true });
});

// The page as it is, then what is wrong with it: a list of words, empty when nothing is.
async function look(page, name, width, scheme) {
    const wrong = [];
    await page.goto(`${base}/${name}.html`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true });
    await page.evaluate(axe);
    // meta-refresh: the page shows a link that stops it, which axe cannot know.
    const result = await page.evaluate(() => axe.run(document, { rules: { "target-size": { enabled: true }, "meta-refresh": { enabled: false } } }));
    for (const v of result.violations) wrong.push(`${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | ")}`);
    return wrong;
}

const across = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [width, scheme] of [[320, "light"], [1280, "light"], [320, "dark"], [1280, "dark"]])
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
        const wrong = [];
        page.on("console", (m) => { if (m.type() === "error") wrong.push(`${page.url()}: ${m.text()}`); });
        for (const name of pictures || width + scheme === "320light" ? names : oneEach) wrong.push(...(await look(page, name, width, scheme)).map((w) => `${name}: ${w}`));
        await page.close();
        assert.deepEqual(wrong, []);
    });

test("no page scrolls sideways, at any width, nor with wider spacing of text", async () => {
    const page = await browser.newPage();
    const wrong = [];
    for (const name of names) {
        await page.goto(`${base}/${name}.html`);
        for (const width of [320, 480, 769, 870, 1024]) {
            await page.setViewportSize({ width, height: 700 });
            if ((await across(page)) > 0) wrong.push(`${name} at ${width}: ${await across(page)} px`);
        }
    }
    await page.close();
    // WCAG 1.4.12, set from outside: the policy would refuse a sheet of ours.
    const context = await browser.newContext({ viewport: { width: 320, height: 700 }, bypassCSP: true });
    const spaced = await context.newPage();
    for (const name of oneEach) {
        await spaced.goto(`${base}/${name}.html`);
        await spaced.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" });
        if ((await across(spaced)) > 0) wrong.push(`${name} spaced: ${await across(spaced)} px`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
});

test("by Tab: the skip link is first, and every stop is seen with a ring of 3 px", async () => {
    const wrong = [];
    const page = await browser.newPage({ viewport: { width: 320, height: 640 }, javaScriptEnabled: true });
    for (const name of oneEach) {
        await page.goto(`${base}/${name}.html`);
        const errors = await page.evaluate(() => document.activeElement.className === "errors");
        if (name.endsWith("-fout") !== errors) wrong.push(`${name}: the summary of errors has ${errors ? "" : "not "}the focus`);
        await page.evaluate(() => { document.activeElement.blur(); getSelection().setPosition(document.body, 0); });
        for (let stop = 0; stop < 60; stop++) {
            await page.keyboard.press("Tab");
            const at = await page.evaluate(() => {
                const e = document.activeElement;
                if (e === document.body) return null;
                const s = getComputedStyle(e), box = e.getBoundingClientRect();
                const top = document.elementFromPoint(Math.min(box.x + box.width / 2, innerWidth - 1), Math.min(Math.max(box.y + 4, 0), innerHeight - 1));
                return { tag: e.tagName, name: e.className || e.name || e.textContent.trim(), skip: e.className === "skip",
                         ring: s.outlineStyle === "solid" ? parseFloat(s.outlineWidth) : 0,
                         inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && (e.contains(top) || top?.contains(e) || top?.getAttribute("for") === e.id) };
            });
            if (!at) break;
            if (stop === 0 && !errors && !at.skip) wrong.push(`${name}: first is ${at.name}`);
            if (at.ring < 3) wrong.push(`${name}: ${at.tag} ${at.name} has a ring of ${at.ring} px`);
            if (!at.inView) wrong.push(`${name}: ${at.tag} ${at.name} is covered or out of view`);
        }
    }
    await page.close();
    assert.deepEqual(wrong, []);
});

test("a portal page is at most 50 KB in at most 3 requests", async () => {
    const wrong = [];
    const page = await browser.newPage();
    for (const name of names.filter((n) => n.startsWith("portal-"))) {
        // The icon is the picture of the head: the same address, which a browser asks for once when it may keep it.
        served.clear();
        await page.goto(`${base}/${name}.html`);
        const bytes = [...served.values()].reduce((a, b) => a + b, 0);
        if (served.size > 3 || bytes > 50 * 1024) wrong.push(`${name}: ${[...served.keys()]}, ${bytes} bytes`);
    }
    await page.close();
    assert.deepEqual(wrong, []);
});
