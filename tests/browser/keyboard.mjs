// The main jobs by keyboard alone, without script and on a phone's width: what cannot be reached by Tab and pressed by Enter or space is not there.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { Mail, PASSWORD, PORTAL, STAFF, forgetCodes, launch, person, relationNumber, sleep, sql } from "./koren.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// Presses Tab until what has the focus fits; fails when the focus comes round without.
async function tabTo(page, what) {
    for (let stop = 0; stop < 200; stop++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
            const e = document.activeElement;
            return e === document.body ? null : { name: e.name ?? "", text: (e.tagName === "INPUT" ? "" : e.textContent).trim(), href: e.getAttribute("href") ?? "" };
        });
        if (at && (at.name === what || at.text.startsWith(what) || at.href === what)) return;
    }
    assert.fail(`no Tab leads to ${what} on ${page.url()}`);
}

async function press(page, what) {
    await tabTo(page, what);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function type(page, field, text) {
    await tabTo(page, field);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
}

async function signInByKeyboard(page, base, user) {
    forgetCodes(user);
    await page.goto(base + "/aanmelden");
    await type(page, "gebruiker", user);
    await type(page, "wachtwoord", PASSWORD);
    const mail = new Mail(user);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    // As people copy it: with a space.
    await type(page, "code", (await mail.code()).replace(/^.../, "$& "));
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\/$/);
}

for (const width of [320, 1280])
    test(`staff: sign in, find a relation, take its export, sign out, at ${width} px`, { timeout: 180000 }, async () => {
        const context = await person(browser, { viewport: { width, height: 700 }, acceptDownloads: true });
        const page = await context.newPage();
        await signInByKeyboard(page, STAFF, "teamleider@demo.example");
        const number = relationNumber("email = 'jansen@demo.example'");
        await type(page, "zoek", number);
        await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
        await press(page, `/relaties/${number}`);
        assert.equal(await page.textContent("h1"), "J. Jansen");
        await press(page, "AVG-export maken");
        if (!/\/avg\/export\/[0-9a-f]{32}$/.test(page.url())) await press(page, "Export maken");
        assert.match(page.url(), /\/avg\/export\/[0-9a-f]{32}$/);
        for (let tries = 0; tries < 120 && !(await page.locator("main a[href$='/bestand']").count()); tries++) {
            await sleep(500);
            await page.reload();
        }
        await tabTo(page, "Download");
        const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
        assert.match(download.suggestedFilename(), new RegExp(`${number}.*\\.zip$`));
        await press(page, "Afmelden");
        assert.match(page.url(), /\/aanmelden$/);
        await page.goto(`${STAFF}/relaties/${number}`);
        assert.match(page.url(), /\/aanmelden\?naar=/);
        await context.close();
    });

test("portal: sign in, correct an address with a mistake first, see it, sign out", { timeout: 180000 }, async () => {
    const context = await person(browser, { viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    const town = () => sql("SELECT street, town FROM relation WHERE email = 'jansen@demo.example' ORDER BY id LIMIT 1")[0];
    const [street] = town();
    const fresh = street === "Lindenlaan" ? "Eikenlaan" : "Lindenlaan";
    await signInByKeyboard(page, PORTAL, "jansen@demo.example");
    await press(page, "Gegevens wijzigen");
    await type(page, "straat", fresh);
    await type(page, "postcode", "12");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(await page.title(), /^Fout: /);
    // The first link of the summary leads to the field, and what was typed is there.
    await tabTo(page, "Vul een postcode in");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.name), "postcode");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("3511 ab");
    assert.equal(await page.inputValue("[name=straat]"), fresh);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(await page.textContent("h1"), "Controleer uw gegevens");
    assert.notEqual(town()[0], fresh, "it was saved before it was confirmed");
    await press(page, await page.locator("main form button.primary").first().textContent());
    assert.equal(new URL(page.url()).pathname, "/gegevens");
    assert.match(await page.textContent(".flash"), /Uw gegevens zijn gewijzigd/);
    assert.equal(town()[0], fresh);
    await press(page, "Afmelden");
    assert.match(page.url(), /\/aanmelden$/);
    await context.close();
});

test("staff: move a contact person up and on by pressing Enter again", { timeout: 60000 }, async () => {
    const page = await (await person(browser, { viewport: { width: 1280, height: 700 } })).newPage();
    const number = relationNumber("status = 'actief' AND (SELECT COUNT(*) FROM contact_person c WHERE c.relation_id = relation.id) = 3");
    await signInByKeyboard(page, STAFF, "teamleider@demo.example");
    await page.goto(`${STAFF}/relaties/${number}/contactpersonen`);
    const names = () => page.locator("tbody th").allTextContents();
    const [one, two, three] = await names();
    await page.locator("tbody tr").nth(2).locator("button").focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.deepEqual(await names(), [one, three, two]);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.deepEqual(await names(), [three, one, two]);
    assert.match(await page.evaluate(() => document.activeElement.id), /^lager-/);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.deepEqual(await names(), [one, two, three]);
});
