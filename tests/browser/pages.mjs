// Every page and state of the running system in Chromium (look.mjs), in Dutch as the rules want it, and as text in w3m. Reached without script (walk.mjs).
import { test, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { launch, within } from "./koren.mjs";
import { lookTests } from "./look.mjs";
import { portalStates, staffStates } from "./walk.mjs";

let browser, states;
after(() => browser && within("closing the browser", browser.close()));

// Its address and whether something is wrong: for what follows from templates alone.
const kind = (at) => `${at.site} ${new URL(at.url).pathname.replace(/[0-9a-f]{32}|\d+|(?<=nieuw\/).{43}/g, "N")} ${at.status}`;

async function pages() {
    browser = await launch();
    states = [...(await portalStates(browser)), ...(await staffStates(browser))].map((at) =>
        ({ ...at, name: `${at.site} ${at.name}`, portal: at.site === "portal", wrong: at.status === 422, kind: kind(at) }));
    return { browser, states };
}

async function file(url, route) {
    const answer = await route.fetch();
    return { status: answer.status(), headers: answer.headers(), body: await answer.body() };
}

const titles = new Map();
async function asTheRulesWant(page, at) {
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
}

lookTests(test, pages, { file, more: [["each page is in Dutch, has one h1, a title of its own, and Fout: in front of it where something is wrong", asTheRulesWant]] });

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
