// What the browser tests share: the running system (its addresses, mail and database), Chromium, and signing in as a person does.
// The environment is that of tests/http/koren_run.py; without it the demo of ./dev up is taken.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");

export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const TOP = fileURLToPath(new URL("../..", import.meta.url));
export const RUN = process.env.KOREN_TEST_RUN || join(TOP, "run");
export const CONF = process.env.KOREN_TEST_CONF || join(RUN, "koren.conf");
const config = Object.fromEntries(readFileSync(CONF, "utf8").split("\n").filter((l) => /^[a-z]/.test(l)).map((l) => l.split(/ = (.*)/s).slice(0, 2)));
export const STAFF = process.env.KOREN_TEST_STAFF || config.staff_url;
export const PORTAL = process.env.KOREN_TEST_PORTAL || config.portal_url;
export const PASSWORD = "Demo-wachtwoord-1";

export const launch = () => chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// A person's browser: no script, its own cookies. `more` are options of Playwright's newContext().
export const person = (browser, more = {}) => browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false, locale: "nl-NL", ...more });

// Rows of a statement as lists of texts, as the database's owner.
export function sql(statement) {
    const password = readFileSync(join(config.db_password_dir, "owner"), "utf8").trim();
    const out = execFileSync("mariadb", ["--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4", `--socket=${config.db_socket}`,
        `--user=${config.db_user_prefix}owner`, `--database=${config.db_name}`], { input: statement, encoding: "utf8", env: { ...process.env, MYSQL_PWD: password } });
    return out.split("\n").slice(0, -1).map((line) => line.split("\t"));
}

export const admin = (...words) => execFileSync(join(RUN, "inst/sbin/koren-admin"), ["-c", CONF, ...words], { encoding: "utf8" });

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// What Chromium does not answer in a minute it never answers, and not all of Playwright's calls know a limit: the test fails with the name of what was asked.
const WAIT = 60000;

export function within(name, work) {
    let clock;
    const late = new Promise((_, fail) => { clock = setTimeout(() => fail(new Error(`${name}: no answer in ${WAIT / 1000} s`)), WAIT); });
    return Promise.race([work, late]).finally(() => clearTimeout(clock));
}

// Mail for one address from now on.
export class Mail {
    constructor(address) {
        this.address = address;
        this.folder = join(RUN, "mail", address.toLowerCase());
        this.seen = new Set(this.files());
    }
    files() {
        return existsSync(this.folder) ? readdirSync(this.folder).filter((f) => f.endsWith(".eml")) : [];
    }
    async text() {
        for (let tries = 0; tries < 300; tries++) {
            if (this.files().some((f) => !this.seen.has(f)))
                return execFileSync("/usr/bin/python3", [join(TOP, "tools/mail-catcher"), "show", "--folder", join(RUN, "mail"), this.address], { encoding: "utf8" });
            await sleep(100);
        }
        throw new Error(`no mail for ${this.address}`);
    }
    async code() {
        return /^(\d{6})\r?$/m.exec(await this.text())[1];
    }
    async link() {
        return /https:\/\/\S+/.exec(await this.text())[0];
    }
}

// Codes that other tests asked for do not count against this one.
export const forgetCodes = (user) => sql(`DELETE FROM code_sent WHERE user_id IN (SELECT id FROM app_user WHERE email = '${user}');
    DELETE FROM sign_in_failure`);

export async function signIn(page, base, user, password = PASSWORD) {
    forgetCodes(user);
    await page.goto(base + "/aanmelden");
    await page.fill("[name=gebruiker]", user);
    await page.fill("[name=wachtwoord]", password);
    const mail = new Mail(user);
    await page.click("main button");
    await page.fill("[name=code]", await mail.code());
    await page.click("main button >> nth=0");
    if (!/\/$/.test(page.url())) throw new Error(`signing in as ${user} ends at ${page.url()}: ${await page.title()}`);
}

// The number of a relation by a condition in SQL.
export const relationNumber = (where) => sql(`SELECT number FROM relation WHERE ${where} ORDER BY id LIMIT 1`)[0][0];
