// Every page and state of the running system as Chromium shows it: axe in light and dark at 320 and 1280 pixels, no sideways scroll, one h1, titles,
// focus, weight, print, forced colours, and as text in w3m. Reached without script (walk.mjs). KOREN_PICTURES=DIR keeps a picture of each.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { axeSource, launch } from "./koren.mjs";
import { portalStates, staffStates } from "./walk.mjs";

const pictures = process.env.KOREN_PICTURES;
let browser, states;

before(async () => {
    browser = await launch();
    states = [...(await portalStates(browser)), ...(await staffStates(browser))];
    if (pictures) mkdirSync(pictures, { recursive: true });
}, { timeout: 900000 });
after(() => browser?.close());

// One state of each page, by its address and whether something is wrong: for what follows from templates alone.
const shape = (at) => `${at.site} ${new URL(at.url).pathname.replace(/[0-9a-f]{32}|\d+|(?<=nieuw\/).{43}/g, "N")} ${at.status}`;
const oneEach = () => states.filter((at, i) => states.findIndex((other) => shape(other) === shape(at)) === i);

// Each state in turn, as the server sent it, in one page of a browser with these options (axe needs script, so it is on: the pages have none).
async function each(options, look, which = states) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 320, height: 700 }, ...options });
    const page = await context.newPage();
    const wrong = [];
    let at;
    page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) wrong.push(`${at.site} ${at.name}: ${m.text()}`); });
    await page.route(() => true, (route) => route.request().isNavigationRequest()
        ? route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: at.html })
        : route.continue());
    for (at of which) {
        await page.goto(at.url);
        for (const what of (await look(page, at)) ?? []) wrong.push(`${at.site} ${at.name}: ${what}`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
}

const across = (page) => page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over > 0 ? [`${over} px too wide`] : [];
});

for (const [width, colorScheme] of [[320, "light"], [1280, "light"], [320, "dark"], [1280, "dark"]])
    test(`axe finds nothing and nothing scrolls sideways at ${width} px, ${colorScheme}`, () =>
        each({ viewport: { width, height: 800 }, colorScheme }, async (page, at) => {
            if (pictures) await page.screenshot({ path: join(pictures, `${at.site}-${at.name}-${width}-${colorScheme}.png`), fullPage: true });
            await page.evaluate(axeSource);
            // meta-refresh: the page shows a link that stops it, which axe cannot know.
            const result = await page.evaluate(() => axe.run(document, { rules: { "target-size": { enabled: true }, "meta-refresh": { enabled: false } } }));
            return [...result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | ")}`), ...(await across(page))];
        }, pictures || width + colorScheme === "320light" ? states : oneEach()));

test("wider spacing of text does not push anything off the page", () =>
    each({ bypassCSP: true }, async (page) => {
        // WCAG 1.4.12
        await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" });
        return across(page);
    }, oneEach()));

test("each page is in Dutch, has one h1, a title of its own, and Fout: in front of it where something is wrong", async () => {
    const titles = new Map();
    await each({}, async (page, at) => {
        const seen = await page.evaluate(() => ({
            lang: document.documentElement.lang,
            h1: [...document.querySelectorAll("h1")].map((h) => h.textContent),
            levels: [...document.querySelectorAll("h1,h2,h3,h4")].map((h) => +h.tagName[1]),
            title: document.title,
            errors: [...document.querySelectorAll(".errors a")].map((a) => ({ to: a.getAttribute("href"), text: a.textContent })),
            summary: !!document.querySelector(".errors"),
            fields: [...document.querySelectorAll(".foutmelding")].map((p) => ({ id: p.id, text: p.textContent.replace(/^Fout: /, "") })),
            bare: [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
                .filter((e) => !e.labels?.length).map((e) => e.name),
            placeholder: document.querySelectorAll("[placeholder]").length,
            forms: [...document.querySelectorAll("form")].filter((f) => !f.noValidate || (f.method === "post" && !f.elements.csrf?.value)).map((f) => f.action),
            script: document.querySelectorAll("script, style, [style], [onclick]").length,
        }));
        const wrong = [];
        const say = (bad, what) => { if (bad) wrong.push(what); };
        say(seen.lang !== "nl", `lang ${seen.lang}`);
        say(seen.h1.length !== 1, `h1: ${seen.h1}`);
        say(seen.levels.some((l, i) => l > (seen.levels[i - 1] ?? 1) + 1 || (i === 0 && l > 2)), `headings ${seen.levels}`);
        say((at.status === 422) !== seen.title.startsWith("Fout: "), `title ${seen.title}`);
        say(seen.summary !== (at.status === 422), "summary of errors");
        for (const e of seen.errors) {
            say(!(await page.evaluate((id) => !!document.getElementById(id), e.to.slice(1))), `error leads to ${e.to}, which is not there`);
            say(e.to.startsWith("#f-") && !seen.fields.some((f) => f.text === e.text), `"${e.text}" is not at its field`);
        }
        say(seen.bare.length, `without label: ${seen.bare}`);
        say(seen.placeholder, "placeholder");
        say(seen.forms.length, `forms without novalidate or token: ${seen.forms}`);
        say(seen.script, "script or style in the page");
        // Two addresses are two titles; a state of one address may share its own.
        const path = new URL(at.url).pathname.replace(/\/wachtwoord\/nieuw\/.*|\/\d{5,}/, "/N").replace(/\/(nieuw|wijzigen|bsn)$/, "");
        if (at.status === 200) {
            const other = titles.get(seen.title);
            say(other !== undefined && other !== path && !/^(Mijn gegevens|Aanmelden)/.test(seen.title), `the title of ${other}`);
            titles.set(seen.title, path);
        }
        return wrong;
    });
});

test("by Tab: the skip link is first, and every stop is seen with a ring of 3 px", () =>
    each({ viewport: { width: 320, height: 640 } }, async (page) => {
        const wrong = [];
        const errors = await page.evaluate(() => document.activeElement.className === "errors");
        await page.evaluate(() => { document.activeElement.blur(); getSelection().setPosition(document.body, 0); });
        for (let stop = 0; stop < 150; stop++) {
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
            if (stop === 0 && !errors && !at.skip) wrong.push(`first is ${at.name}`);
            if (at.ring < 3) wrong.push(`${at.tag} ${at.name} has a ring of ${at.ring} px`);
            if (!at.inView) wrong.push(`${at.tag} ${at.name} is covered or out of view`);
        }
        return wrong;
    }, oneEach()));

test("a page of WerktVoorMij is at most 50 KB in at most 3 requests", async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const wrong = [];
    let at, seen;
    await page.route(() => true, async (route) => {
        if (route.request().isNavigationRequest()) {
            seen.set(at.url, Buffer.byteLength(at.html));
            return route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: at.html });
        }
        const answer = await route.fetch();
        // The icon is the picture of the head: the same address, kept by a browser for a year.
        seen.set(route.request().url(), (await answer.body()).length);
        return route.fulfill({ response: answer });
    });
    let most = 0;
    for (at of states.filter((s) => s.site === "portal")) {
        seen = new Map();
        await page.goto(at.url);
        const bytes = [...seen.values()].reduce((a, b) => a + b, 0);
        most = Math.max(most, bytes);
        if (seen.size > 3 || bytes > 50 * 1024) wrong.push(`${at.name}: ${seen.size} requests, ${bytes} bytes`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
    assert.ok(most > 10000, "nothing was counted");
});

test("on paper there is the page and nothing to press", () =>
    each({ viewport: { width: 794, height: 1123 } }, async (page, at) => {
        await page.emulateMedia({ media: "print" });
        if (pictures) await page.screenshot({ path: join(pictures, `${at.site}-${at.name}-print.png`), fullPage: true });
        const seen = await page.evaluate(() => ({
            buttons: [...document.querySelectorAll("button, nav, .skip")].filter((e) => e.getClientRects().length).length,
            h1: document.querySelector("h1")?.getClientRects().length,
        }));
        return [...(seen.buttons && at.status === 200 ? [`${seen.buttons} buttons or menus`] : []), ...(seen.h1 ? [] : ["no h1"]), ...(await across(page))];
    }, pictures ? states : oneEach()));

test("with forced colours buttons and fields keep their edges", () =>
    each({ forcedColors: "active" }, (page) => page.evaluate(() =>
        [...document.querySelectorAll("main .button, main button, main input:not([type=hidden]), main select, main textarea")]
            .filter((e) => e.getClientRects().length && !["radio", "checkbox", "file"].includes(e.type) && parseFloat(getComputedStyle(e).borderTopWidth) < 1)
            .map((e) => `${e.tagName} ${e.className || e.name} has no edge`)), oneEach()));

test("as text in w3m the pages of WerktVoorMij can be followed", () => {
    const wrong = [];
    for (const at of states.filter((s) => s.site === "portal")) {
        const text = execFileSync("w3m", ["-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "78"], { input: at.html, encoding: "utf8" });
        const flat = text.replace(/\s+/g, " ");
        const plain = (html) => html.replace(/<[^>]*>/g, " ").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&").replace(/\s+/g, " ").trim();
        for (const [, html] of at.html.matchAll(/<(?:h1|h2|label|legend|dt|caption)\b[^>]*>([\s\S]*?)<\/(?:h1|h2|label|legend|dt|caption)>/g))
            if (plain(html).split(" ").some((word) => !flat.includes(word))) wrong.push(`${at.name}: "${plain(html)}" is not in the text`);
        if (!/Naar de inhoud[\s\S]*WerktVoorMij[\s\S]*Hulp nodig\?/.test(text)) wrong.push(`${at.name}: order`);
    }
    assert.deepEqual(wrong, []);
});
