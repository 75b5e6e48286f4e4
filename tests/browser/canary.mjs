// A canary in every field of a relation and its parts, in the names of the people who look at it, in what they type and in what their browser says it is: on
// every page of both sites that can be reached from there it comes out as text. Values that no form would take are put in the database as they are.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { Mail, PASSWORD, PORTAL, STAFF, forgetCodes, launch, person, signIn, sql } from "./koren.mjs";

const CANARY = `<b>"'&`;
const TOLD = "&lt;b&gt;&quot;&#39;&amp;";
const unique = Date.now().toString(36);

// Text columns that are shown, and how much fits; those that hold fewer characters than the canary get its first ones.
const columns = {
    relation: { initials: 40, call_name: 50, first_names: 200, prefix: 10, last_name: 200, partner_prefix: 10, partner_last_name: 200, name_usage: 1, sex: 1, birth_date: 10,
        death_date: 10, street: 80, house_number: 5, house_letter: 1, house_addition: 4, postcode: 6, town: 80, foreign_line1: 40, foreign_line2: 50, foreign_line3: 35,
        country: 2, phone: 16, mobile: 16, email: 254, iban: 34, kvk: 8 },
    contact_person: { initials: 40, call_name: 50, prefix: 10, last_name: 200, relationship: 60, role: 60, phone: 16, mobile: 16, email: 254, priority: 2, key_holder: 3, representative: 3 },
    membership: { type: 60, end_reason: 100, payment_method: 20, mandate_reference: 35 },
    invoice: { kind: 10, number: 20, credits_number: 20, description: 200, status: 12 },
    invoice_line: { text: 200, vat_code: 12 },
    note: { kind: 30, title: 150, author: 200 },
    document: { kind: 30, title: 150, file_name: 255, author: 200 },
    relation_history: { old_value: 9100, new_value: 9100 },
};
const value = (column, length) => (CANARY + column).slice(0, length);
const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const filled = (table) => Object.entries(columns[table]).map(([column, length]) => `${column} = ${quoted(value(column, length))}`).join(", ");

let browser, number, id, pages;

function person_new(site, like) {
    const email = `kanarie.${site}.${unique}@test.example`;
    sql(`INSERT INTO app_user (site, email, name, active, created_at, relation_id) VALUES ('${site}', '${email}', ${quoted(CANARY + "gebruiker")}, 1, UTC_TIMESTAMP(6), ${site === "portal" ? id : "NULL"});
        SET @new = LAST_INSERT_ID();
        SET @old = (SELECT id FROM app_user WHERE site = '${site}' AND email = '${like}');
        INSERT INTO credential (user_id, salt, hash, log2_n, p, changed_at) SELECT @new, salt, hash, log2_n, p, changed_at FROM credential WHERE user_id = @old;
        INSERT INTO user_role (user_id, role_id) SELECT @new, role_id FROM user_role WHERE user_id = @old`);
    return email;
}

function fill() {
    sql(`UPDATE relation SET ${filled("relation")} WHERE id = ${id};
        INSERT INTO contact_person SET relation_id = ${id}, created_at = UTC_TIMESTAMP(6), changed_at = UTC_TIMESTAMP(6), ${filled("contact_person")};
        INSERT INTO membership SET relation_id = ${id}, start_date = '2020-01-01', end_date = '2025-01-01', created_at = UTC_TIMESTAMP(6), changed_at = UTC_TIMESTAMP(6), ${filled("membership")};
        INSERT INTO invoice SET relation_id = ${id}, invoice_date = '2015-01-01', due_date = '2015-02-01', total_cents = 121, vat_cents = 21, created_at = UTC_TIMESTAMP(6), changed_at = UTC_TIMESTAMP(6),
            ${filled("invoice")};
        INSERT INTO invoice_line SET invoice_id = LAST_INSERT_ID(), position = 1, quantity = 1, price_cents = 100, vat_rate = 21, total_cents = 100, ${filled("invoice_line")};
        UPDATE note SET shared = 'ja', ${filled("note")} WHERE relation_id = ${id};
        INSERT INTO document SET relation_id = ${id}, media_type = 'text/plain', size = 1, sha256 = REPEAT('0', 64), shared = 'ja', created_at = UTC_TIMESTAMP(6), changed_at = UTC_TIMESTAMP(6), ${filled("document")};
        INSERT INTO relation_history SET relation_id = ${id}, entity = 'relation', entity_id = ${id}, field = 'street', at = UTC_TIMESTAMP(6), site = 'staff', request = REPEAT('0', 32), ${filled("relation_history")},
            user_id = (SELECT MAX(id) FROM app_user WHERE site = 'staff')`);
}

// An invoice of the last seven years could not be deleted: ours is older.
function empty() {
    for (const table of ["contact_person", "membership", "note", "document", "relation_history"]) sql(`DELETE FROM ${table} WHERE relation_id = ${id}`);
    sql(`DELETE FROM invoice_line WHERE invoice_id IN (SELECT id FROM invoice WHERE relation_id = ${id}); DELETE FROM invoice WHERE relation_id = ${id};
        UPDATE app_user SET active = 0, relation_id = NULL, name = 'Proef' WHERE email LIKE 'kanarie.%';
        UPDATE relation SET ${Object.keys(columns.relation).map((c) => `${c} = NULL`).join(", ")}, last_name = 'Kanarie', status = 'inactief' WHERE id = ${id}`);
}

// Pages of one route that are not of this relation are alike: a course, an import, a task of somebody else.
const ALIKE = 3;

// Every page that links of these lead to, for as far as they are about this relation or about nobody. What is sent as a file is no page.
async function crawl(page, base, from) {
    const todo = [...from], seen = new Set(), routes = {};
    const own = sql(`SELECT id FROM invoice WHERE relation_id = ${id}`).map(([one]) => one).join("|");
    const anothers = new RegExp(`^/facturen/(?!(${own || "-"})(/|$))\\d`); // the list of invoices leads to everybody's
    while (todo.length) {
        const path = todo.shift();
        if (seen.has(path)) continue;
        const route = path.startsWith(`/relaties/${number}`) ? path : path.replace(/\?.*/, "").replace(/\/([0-9a-f]{32}|\d+)(?=\/|$)/g, "/*");
        routes[route] = (routes[route] ?? 0) + 1;
        if (route.includes("*") && routes[route] > ALIKE) continue;
        seen.add(path);
        const answer = await page.goto(base + path).catch((error) => {
            if (!error.message.includes("Download is starting")) throw error;
        });
        if (!answer) continue;
        pages.push({ at: base + path, status: answer.status(), html: await answer.text() });
        for (const href of await page.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href").split("#")[0])))
            if (!/\/(bestand|csv)(\?|$)|[?&](sorteer|toon|volgorde|pagina)=/.test(href) && !anothers.test(href) && (!/^\/relaties\/\d/.test(href) || href.startsWith(`/relaties/${number}`))) todo.push(href);
    }
    return seen.size;
}

// Sends a form of the page with the canary in everything that can be typed.
async function send(page, base, path) {
    await page.goto(base + path);
    for (const input of await page.locator("main form.form :is(input[type=text], input[type=email], input[type=tel], input[type=search], textarea)").all())
        await input.fill(CANARY + "getypt");
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() !== 303), page.locator("main form.form button").first().click()]);
    pages.push({ at: `POST ${base}${path}`, status: answer.status(), html: await answer.text() });
    return answer.status();
}

before(async () => {
    browser = await launch();
    pages = [];
    // Made by its own form, so that it has a number and a key.
    const page = await (await person(browser)).newPage();
    await signIn(page, STAFF, "beheer@demo.example");
    await page.goto(`${STAFF}/relaties/nieuw`);
    await page.fill("main [name=achternaam]", "Kanarie");
    await page.locator("main form.form button").first().click();
    number = /\/relaties\/(\d+)$/.exec(page.url())[1];
    id = sql(`SELECT id FROM relation WHERE number = '${number}'`)[0][0];
    await page.goto(`${STAFF}/relaties/${number}/notities/nieuw`);
    for (const input of await page.locator("main form.form :is(input[type=text]:not([name*='-']), textarea)").all()) await input.fill(CANARY + "notitie");
    await page.locator("main form.form button").first().click();
    await page.context().close();
}, { timeout: 120000 });
after(async () => {
    if (id) empty();
    await browser?.close();
});

const told = () => pages.filter((p) => p.html.includes("<b>") || p.html.includes(CANARY.slice(3))).map((p) => p.at);
const everywhere = () => pages.map((p) => p.html).join("\n");

test("KorènCRM", { timeout: 300000 }, async () => {
    const user = person_new("staff", "beheer@demo.example");
    fill();
    const context = await person(browser, { userAgent: `Mozilla/5.0 ${CANARY} Firefox/140.0` });
    const page = await context.newPage();
    await signIn(page, STAFF, user);
    const seen = await crawl(page, STAFF, ["/", `/relaties/${number}`, `/relaties?zoek=${encodeURIComponent(CANARY + "gezocht")}`, `/relaties?zoek=${number}`, "/avg"]);
    assert.ok(seen >= 20, `only ${seen} pages`);
    const wrong = pages.filter((p) => p.status !== 200).map((p) => `${p.status} ${p.at}`);
    for (const part of ["wijzigen", "contactpersonen/nieuw", "lidmaatschappen/nieuw", "notities/nieuw"]) await send(page, STAFF, `/relaties/${number}/${part}`);
    await send(page, STAFF, "/avg");
    await send(page, STAFF, "/relaties/nieuw");
    assert.deepEqual([...wrong, ...told()], []);
    const all = everywhere();
    // Each field that is long enough to hold it was really on some page.
    const missed = Object.entries(columns).flatMap(([table, list]) => Object.entries(list)
        .filter(([column, length]) => length >= CANARY.length + column.length && !all.includes(TOLD + column)).map(([column]) => `${table}.${column}`));
    // No page shows what kind of document it is; an IBAN is shown in groups of four.
    assert.deepEqual(missed.filter((m) => !["document.kind", "relation.iban"].includes(m)), []);
    assert.ok(all.includes("&lt;b&gt;&quot; &#39;&amp;ib an"), "relation.iban");
    for (const what of ["gebruiker", "gezocht", "getypt", "notitie"]) assert.ok(all.includes(TOLD + what), what);
    await context.close();
});

test("WerktVoorMij", { timeout: 300000 }, async () => {
    pages = [];
    // Of a relation whose name is one: the login is another's, so that its name is told too.
    const user = person_new("portal", "jansen@demo.example");
    const context = await person(browser);
    const page = await context.newPage();
    await page.goto(`${PORTAL}/aanmelden`);
    forgetCodes(user);
    await page.fill("[name=gebruiker]", CANARY);
    await page.fill("[name=wachtwoord]", PASSWORD);
    await page.click("main button");
    pages.push({ at: "POST /aanmelden", status: 422, html: await page.content() });
    const mail = new Mail(user);
    await page.fill("[name=gebruiker]", user);
    await page.fill("[name=wachtwoord]", PASSWORD);
    await page.click("main button");
    await page.fill("[name=code]", await mail.code());
    await page.click("main button >> nth=0");
    pages = [];
    const seen = await crawl(page, PORTAL, ["/", "/gegevens", "/gegevens/wijzigen", "/mijn/export"]);
    assert.ok(seen >= 6, `only ${seen} pages`);
    const wrong = pages.filter((p) => p.status !== 200).map((p) => `${p.status} ${p.at}`);
    await send(page, PORTAL, "/gegevens/wijzigen");
    assert.deepEqual([...wrong, ...told()], []);
    const all = everywhere();
    for (const what of ["last_name", "street", "town", "email", "title", "text", "type", "relationship", "getypt"]) assert.ok(all.includes(TOLD + what), `${what} is on no page`);
    await context.close();
});
