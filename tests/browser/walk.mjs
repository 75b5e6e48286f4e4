// Every page and state of both sites, reached as a person does: without script, by links and forms. A state is what the server sent: its name, address,
// status and text; the tests look at it in a browser of their own.
import { Mail, PASSWORD, PORTAL, STAFF, admin, forgetCodes, person, relationNumber, signIn, sleep, sql, within } from "./koren.mjs";

const unique = Date.now().toString(36);

class Walk {
    constructor(base, context, states) {
        this.base = base;
        this.context = context;
        this.states = states;
    }
    static async begin(browser, base, states) {
        const walk = new Walk(base, await person(browser, { viewport: { width: 1280, height: 900 } }), states);
        walk.page = await walk.context.newPage();
        walk.page.on("response", (r) => {
            if (r.request().isNavigationRequest() && r.status() !== 303) walk.last = r;
        });
        return walk;
    }
    // Keeps the page that is shown as a state of this name.
    async keep(name, wanted = 200) {
        const status = this.last.status();
        if (status !== wanted) throw new Error(`${name}: ${status} at ${this.page.url()}`);
        this.states.push({ name, site: this.base === STAFF ? "staff" : "portal", url: this.last.url(), status, html: await this.last.text(),
            policy: this.last.headers()["content-security-policy"] });
    }
    async go(path, name, wanted) {
        await within(path, this.page.goto(this.base + path));
        if (name) await this.keep(name, wanted);
    }
    // Fills what is named, presses a button of main.
    async send(values, button, name, wanted) {
        await within(`form of ${this.page.url()}`, this.fill(values, button));
        if (name) await this.keep(name, wanted);
    }
    async fill(values, button) {
        for (const [field, value] of Object.entries(values)) {
            const at = this.page.locator(`main [name="${field}"]`).first();
            if ((await at.evaluate((e) => e.tagName)) === "SELECT") await at.selectOption(value);
            else await at.fill(value);
        }
        await this.page.locator("main button", { hasText: button }).first().click();
    }
    async close() {
        await this.context.close();
    }
}

async function signingIn(browser, base, user, states) {
    const w = await Walk.begin(browser, base, states);
    forgetCodes(user);
    await w.go("/aanmelden", "aanmelden");
    await w.send({}, "", "aanmelden-leeg", 422);
    await w.send({ gebruiker: user, wachtwoord: "dit is het niet, helaas" }, "", "aanmelden-fout", 422);
    const mail = new Mail(user);
    await w.send({ gebruiker: user, wachtwoord: PASSWORD }, "", "code");
    await w.send({ code: "000" }, "", "code-fout", 422);
    await w.send({}, "nieuwe code", "code-opnieuw");
    await sleep(300);
    mail.seen = new Set(mail.files().slice(0, -1));
    await w.close();

    const v = await Walk.begin(browser, base, states);
    await v.go("/wachtwoord/vergeten", "vergeten");
    await v.send({}, "", "vergeten-fout", 422);
    sql("DELETE FROM mail_link");
    const reset = new Mail(user);
    await v.send({ gebruiker: user }, "", "vergeten-verstuurd");
    const link = await reset.link();
    await v.go(new URL(link).pathname, "herstel");
    await v.send({ wachtwoord: "kort", wachtwoord2: "anders" }, "", "herstel-fout", 422);
    await v.go("/wachtwoord/nieuw/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "herstel-verlopen", 404);
    await v.go("/bestaat-niet", "niet-gevonden-uitgelogd", 404);
    await v.close();
}

// Every page of help that who is signed in may see.
async function help(w) {
    await w.go("/hulp", "hulp");
    const pages = await w.page.locator("main .cards a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const page of pages) await w.go(page, `hulp-${page.split("/").pop()}`);
}

async function account(w) {
    await help(w);
    await w.go("/account/sessies", "sessies");
    await w.go("/account/wachtwoord", "wachtwoord");
    await w.send({}, "", "wachtwoord-fout", 422);
    await w.go("/bestaat-niet", "niet-gevonden", 404);
}

// The form of the page with a token that is wrong: what an expired page does.
async function wrongToken(w, name) {
    await w.page.evaluate(() => { document.querySelector("main [name=csrf]").value = "x"; });
    await w.send({}, "", name, 403);
}

async function relation(w, nr) {
    const at = `/relaties/${nr}`;
    await w.go(at, "relatie");
    await w.go(`${at}/wijzigen`, "wijzigen");
    await w.send({ postcode: "12", email: "geen adres", telefoon: "1" }, "opslaan", "wijzigen-fout", 422);
    await w.go(`${at}/geschiedenis`, "geschiedenis");
    await w.go(`${at}/dossier`, "dossier");
    await w.send({ omschrijving: "Zonder bestand" }, "toevoegen", "dossier-fout", 422);
    for (const [part, required] of [["contactpersonen", "achternaam"], ["lidmaatschappen", "soort"], ["notities", "titel"]]) {
        await w.go(`${at}/${part}`, part);
        await w.go(`${at}/${part}/nieuw`, `${part}-nieuw`);
        if (await w.page.locator(`main [name="${required}"]`).count()) await w.page.fill(`main [name="${required}"]`, "").catch(() => {});
        await w.page.locator("main form.form button").first().click();
        if (w.last.status() === 422) await w.keep(`${part}-nieuw-fout`, 422);
    }
    await w.go(`${at}/facturen`, "facturen");
    await w.go(`${at}/inactief`, "inactief");
    await w.send({ "datum-jaar": "2999" }, "Inactief maken", "inactief-fout", 422);
    for (const part of ["contactpersonen", "lidmaatschappen", "facturen", "notities"]) {
        await w.go(`${at}/${part}`);
        const row = w.page.locator("main table tbody th a").first();
        if (!(await row.count())) continue;
        await row.click();
        await w.keep(`${part}-een`);
        const change = w.page.locator("main a", { hasText: "Wijzigen" }).first();
        if (await change.count()) {
            await change.click();
            await w.keep(`${part}-wijzigen`);
        }
    }
}

// The other of two people, in a browser of their own: a second tab of one browser can leave the first asleep.
async function changeStreet(browser, w, nr) {
    const theirs = await person(browser, { storageState: await w.context.storageState() });
    const page = await theirs.newPage();
    await page.goto(`${w.base}/relaties/${nr}/wijzigen`);
    await page.fill("main [name=straat]", `Kerkstraat ${unique}`);
    await page.click("main form.form button");
    await theirs.close();
}

// Two people change the same: the second chooses.
async function conflict(browser, w, nr) {
    const street = w.page.locator("main [name=straat]");
    await w.go(`/relaties/${nr}/wijzigen`);
    const was = await street.inputValue();
    await within("the other's change", changeStreet(browser, w, nr));
    await w.send({ straat: `Molenstraat ${unique}` }, "opslaan", "conflict", 409);
    await w.page.locator("main form button").first().click();
    await w.keep("conflict-fout", 422);
    await w.go(`/relaties/${nr}/wijzigen`);
    await w.send({ straat: was }, "opslaan", "wijzigen-gedaan");
}

async function exported(w, ask, prefix) {
    await ask();
    await w.keep(`${prefix}-bezig`);
    for (let tries = 0; tries < 120 && !(await w.page.locator("main a[href$='/bestand']").count()); tries++) {
        await sleep(500);
        await w.go(new URL(w.page.url()).pathname);
    }
    await w.keep(`${prefix}-klaar`);
    return w.page.url();
}

// Pages of the modules that say enough by being there; what is done on them, tests/http/ tries.
const MODULES = ["taken", "taken/nieuw", "lidmaatschappen", "lidmaatschappen/soorten", "facturen", "facturen/nieuw", "facturen/bank", "facturen/incasso", "facturen/runs",
    "facturen/runs/nieuw", "servicedienst", "cursussen", "cursussen/nieuw", "toestemmingen", "rapportages", "rapportages/leden-per-leeftijd",
    "rapportages/openstaande-facturen", "import", "dossier", "notities"];

async function modules(w) {
    for (const path of MODULES) await w.go(`/${path}`, path.replaceAll("/", "-"));
    for (const list of ["cursussen", "toestemmingen"]) {
        await w.go(`/${list}`);
        await w.page.locator("main table tbody th a").first().click();
        await w.keep(`${list}-een`);
    }
}

export async function staffStates(browser) {
    const states = [];
    await signingIn(browser, STAFF, "teamleider@demo.example", states);

    const invited = JSON.parse(admin("--json", "user", "add", `nieuw.${unique}@test.example`, "--name", "Nieuwe Collega"));
    const invitation = await Walk.begin(browser, STAFF, states);
    await invitation.go(new URL(invited.link).pathname, "uitnodiging");
    await invitation.close();

    const w = await Walk.begin(browser, STAFF, states);
    await signIn(w.page, STAFF, "beheer@demo.example");
    const nr = relationNumber("email = 'jansen@demo.example'");
    await w.go("/", "start");
    await w.go("/relaties", "relaties");
    await w.go("/relaties?pagina=3&sorteer=plaats", "relaties-3");
    await w.go("/relaties?zoek=xyzzyxyzzy", "relaties-geen");
    await w.go("/relaties?zoek=jansen&toon=alle", "relaties-jansen");
    await w.go("/relaties?zoek=a&zoek=b", "slecht-verzoek", 400);
    await w.go("/relaties/nieuw", "nieuw");
    await w.send({}, "", "nieuw-fout", 422);
    await relation(w, nr);
    await conflict(browser, w, nr);
    await w.go(`/relaties/${relationNumber("status = 'inactief'")}`, "relatie-inactief");
    await w.go(`/relaties/${relationNumber("CHAR_LENGTH(last_name) = 200")}`, "relatie-lang");
    await w.go(`/relaties/${relationNumber("CHAR_LENGTH(last_name) = 200")}/wijzigen`, "wijzigen-lang");
    await w.go(`/relaties/${relationNumber("street IS NULL AND foreign_line1 IS NULL")}`, "relatie-zonder-adres");
    await w.go(`/relaties/${relationNumber("death_date IS NOT NULL")}`, "relatie-overleden");
    await w.go(`/relaties/${nr}`);
    const bsn = w.page.locator("main form[action$='/bsn'] button").first();
    if (await bsn.count()) {
        await bsn.click();
        await w.keep("relatie-bsn");
    }
    await modules(w);
    await w.go("/avg", "avg");
    await w.send({ relatie: "999999999" }, "", "avg-fout", 422);
    await exported(w, () => w.send({ relatie: nr }, ""), "export");
    await w.go("/avg", "avg-lijst");
    await account(w);
    await w.go("/relaties/nieuw");
    await wrongToken(w, "verlopen-formulier");
    await w.go("/");
    await w.page.click("header button");
    await w.keep("afgemeld");
    await w.close();

    const reader = await Walk.begin(browser, STAFF, states);
    await signIn(reader.page, STAFF, "medewerker@demo.example");
    await reader.go("/", "start-medewerker");
    await reader.go(`/relaties/${nr}`, "relatie-medewerker");
    await reader.go("/avg", "avg-mag-niet", 404);
    await reader.close();
    return states;
}

export async function portalStates(browser) {
    const states = [];
    const user = "jansen@demo.example";
    await signingIn(browser, PORTAL, user, states);
    const w = await Walk.begin(browser, PORTAL, states);
    await signIn(w.page, PORTAL, user);
    await w.go("/", "mijn");
    await w.go("/gegevens", "gegevens");
    await w.go("/gegevens/wijzigen", "wijzigen");
    const was = await w.page.inputValue("main [name=straat]");
    await w.send({}, "", "niets-gewijzigd", 200).catch(() => {});
    await w.go("/gegevens/wijzigen");
    await w.send({ postcode: "12", telefoon: "abc" }, "", "wijzigen-fout", 422);
    await w.go("/gegevens/wijzigen");
    await w.send({ straat: `Beukenlaan ${unique}` }, "", "controle");
    await w.page.locator("main form button.primary").first().click();
    await w.keep("gewijzigd");
    await w.go("/gegevens/wijzigen");
    await w.send({ straat: was }, "");
    await w.page.locator("main form button.primary").first().click();
    sql("DELETE FROM email_proof");
    await w.go("/gegevens/wijzigen");
    await w.send({ email: `jansen.${unique}@test.example` }, "");
    await w.page.locator("main form button.primary").first().click();
    await w.keep("email");
    await w.send({ code: "000" }, "", "email-fout", 422);
    await w.go("/", "mijn-email-wacht");
    sql("DELETE FROM email_proof");
    await w.go("/mijn/export", "mijn-bestand");
    await exported(w, () => w.send({}, ""), "mijn-export");
    await w.go("/mijn/export", "mijn-bestanden");
    await w.go("/", "mijn-bestand-klaar");
    await account(w);
    await w.go("/gegevens/wijzigen");
    await wrongToken(w, "verlopen-formulier");
    await w.go("/");
    await w.page.click("header button");
    await w.keep("afgemeld");
    await w.close();
    return states;
}
