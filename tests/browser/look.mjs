// What every page must be in Chromium, whoever made it. A page is opened once, and everything is looked at in that visit: at each width, in light and dark, with
// wider spacing, by Tab, on paper, with forced colours. Opening it and reading axe takes longer than looking.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { axeSource, within } from "./koren.mjs";

// KOREN_PICTURES=DIR keeps a picture of each.
const pictures = process.env.KOREN_PICTURES;
const PORTAL_BYTES = 50 * 1024, PORTAL_REQUESTS = 3;
const STOPS = 150; // more than any page has by Tab

const SHAPES = [[320, "light"], [320, "dark"], [1280, "light"], [1280, "dark"]];
const shapeTitle = ([width, scheme]) => `axe finds nothing and nothing scrolls sideways at ${width} px, ${scheme}`;
const WIDER = "wider spacing of text does not push anything off the page";
const WIDTHS = "no page scrolls sideways at any other width";
const TAB = "by Tab: the skip link is first, and every stop is seen with a ring of 3 px";
const WEIGHT = `a page of WerktVoorMij is at most ${PORTAL_BYTES / 1024} KB in at most ${PORTAL_REQUESTS} requests`;
const PAPER = "on paper there is the page and nothing to press";
const FORCED = "with forced colours buttons and fields keep their edges";
const CONSOLE = "the browser has nothing to complain of";

// meta-refresh: the page shows a link that stops it, which axe cannot know. Dark changes colours and nothing else: only what is about colours is asked again.
const AXE = { rules: { "target-size": { enabled: true }, "meta-refresh": { enabled: false } }, resultTypes: ["violations"] };
const AXE_COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }, resultTypes: ["violations"] };

async function axe(page, options) {
    const violations = await page.evaluate((o) => axe.run(document, o).then((result) => result.violations), options);
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | ")}`);
}

const across = (page) => page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over > 0 ? [`${over} px too wide`] : [];
});

// WCAG 1.4.12, in a sheet that the page's policy has nothing against.
const wider = (page) => page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet];
});

async function byTab(page, errors) {
    const wrong = [];
    await page.evaluate(() => { document.activeElement.blur(); getSelection().setPosition(document.body, 0); scrollTo(0, 0); });
    for (let stop = 0; stop < STOPS; stop++) {
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
}

async function onPaper(page, at) {
    const seen = await page.evaluate(() => ({
        buttons: [...document.querySelectorAll("button, nav, .skip")].filter((e) => e.getClientRects().length).length,
        h1: document.querySelector("h1")?.getClientRects().length,
    }));
    return [...(seen.buttons && at.status === 200 ? [`${seen.buttons} buttons or menus`] : []), ...(seen.h1 ? [] : ["no h1"]), ...(await across(page))];
}

const edges = (page) => page.evaluate(() =>
    [...document.querySelectorAll("main .button, main button, main input:not([type=hidden]), main select, main textarea")]
        .filter((e) => e.getClientRects().length && !["radio", "checkbox", "file"].includes(e.type) && parseFloat(getComputedStyle(e).borderTopWidth) < 1)
        .map((e) => `${e.tagName} ${e.className || e.name} has no edge`));

// A visitor with one page of one browser. `file(url, route)` gives { body, contentType } of what a page asks for besides itself.
class Visitor {
    constructor(page, found, options) {
        Object.assign(this, { page, found, ...options });
        this.files = new Map();
    }
    say(title, wrong) {
        this.found.get(title).push(...wrong.map((what) => `${this.at.name}: ${what}`));
    }
    async begin() {
        if (pictures) mkdirSync(pictures, { recursive: true });
        this.page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) this.say(CONSOLE, [m.text()]); });
        await this.page.route(() => true, (route) => this.answer(route));
    }
    // The page as it was sent, with its policy; it does not go on to another while we look.
    async answer(route) {
        const url = route.request().url();
        if (route.request().isNavigationRequest()) {
            this.asked.set(url, Buffer.byteLength(this.at.html));
            const body = this.at.html.replace(/<meta http-equiv="refresh"[^>]*>/, "");
            return route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body, headers: { "Content-Security-Policy": this.at.policy } });
        }
        if (!this.files.has(url)) this.files.set(url, await this.file(url, route));
        this.asked.set(url, this.files.get(url).body.length);
        return route.fulfill(this.files.get(url));
    }
    async shape(width, scheme, height = 800) {
        await this.page.setViewportSize({ width, height });
        await this.page.emulateMedia({ colorScheme: scheme });
        // Colours that are on their way to the other scheme are there.
        await this.page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
    }
    async picture(kind) {
        if (pictures) await this.page.screenshot({ path: join(pictures, `${this.at.name.replace(" ", "-")}-${kind}.png`), fullPage: true });
    }
    // `again`: a page of this kind was looked at in every way; of this one only what its own text can spoil.
    async visit(at, again) {
        const { page } = this;
        this.at = at;
        this.asked = new Map();
        await page.emulateMedia({ media: "screen", forcedColors: "none" });
        await this.shape(320, "light");
        await page.goto(at.url);
        // The focus comes with a frame after the page is there.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const errors = await page.evaluate(() => document.activeElement.className === "errors");
        for (const [title, look] of this.more) this.say(title, await look(page, at));
        if (at.portal) this.weigh();
        await page.evaluate(axeSource);
        for (const shape of again && !pictures ? SHAPES.slice(0, 1) : SHAPES) {
            await this.shape(...shape);
            await this.picture(shape.join("-"));
            this.say(shapeTitle(shape), [...(await axe(page, shape[1] === "dark" ? AXE_COLOURS : AXE)), ...(await across(page))]);
        }
        for (const width of this.widths) {
            await this.shape(width, "light");
            this.say(WIDTHS, (await across(page)).map((what) => `at ${width}: ${what}`));
        }
        if (again && !pictures) return;
        await this.shape(320, "light", 640);
        if (at.wrong !== errors) this.say(TAB, [`the summary of errors has ${errors ? "" : "not "}the focus`]);
        this.say(TAB, await byTab(page, errors));
        await this.otherwise(at);
    }
    async otherwise(at) {
        const { page } = this;
        await page.emulateMedia({ forcedColors: "active" });
        this.say(FORCED, await edges(page));
        await page.setViewportSize({ width: 794, height: 1123 });
        await page.emulateMedia({ media: "print", forcedColors: "none" });
        await this.picture("print");
        this.say(PAPER, await onPaper(page, at));
        await page.emulateMedia({ media: "screen" });
        await this.shape(320, "light");
        await wider(page);
        this.say(WIDER, await across(page));
    }
    weigh() {
        // The picture of a page of help is what it is for, and has a limit of its own (help-shots.mjs).
        const asked = [...this.asked].filter(([url]) => !/\/hulp\/[a-z-]+\.png$/.test(url));
        const bytes = asked.reduce((sum, [, n]) => sum + n, 0);
        if (asked.length > PORTAL_REQUESTS || bytes > PORTAL_BYTES) this.say(WEIGHT, [`${[...this.asked.keys()]}, ${bytes} bytes`]);
        // Less than a page and its sheet: then nothing was counted.
        if (bytes < 10000) this.say(WEIGHT, [`only ${bytes} bytes`]);
    }
}

/*
 * The tests: one for each thing that is looked at, by node's `test`. `pages()` gives { browser, states } once; a state is { name, url, html, policy, status, portal, wrong, kind }, `wrong`
 * when it has a summary of errors. Of each kind one is looked at in every way. `more`: titles and looks of the caller's own, at 320 px: look(page, state) gives
 * what is wrong. `widths`: others at which nothing may scroll sideways.
 */
export function lookTests(test, pages, { file, more = [], widths = [] }) {
    const titles = [...more.map(([title]) => title), ...SHAPES.map(shapeTitle), ...(widths.length ? [WIDTHS] : []), WIDER, TAB, WEIGHT, PAPER, FORCED, CONSOLE];
    const found = new Map(titles.map((title) => [title, []]));

    test("every page is looked at", { timeout: 1000000 }, async () => {
        const { browser, states } = await pages();
        const context = await browser.newContext({ ignoreHTTPSErrors: true });
        const visitor = new Visitor(await context.newPage(), found, { file, more, widths });
        const kinds = new Set();
        await visitor.begin();
        for (const at of states) {
            await within(at.name, visitor.visit(at, kinds.has(at.kind)));
            kinds.add(at.kind);
        }
        await context.close();
        found.looked = states.length;
    });
    for (const title of titles)
        test(title, () => {
            assert.ok(found.looked > 20, `${found.looked ?? 0} pages were looked at`);
            assert.deepEqual(found.get(title), []);
        });
}
