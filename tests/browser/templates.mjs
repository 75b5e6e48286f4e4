// Every fixture of tests/templates in Chromium, behind the policy that the programs send (look.mjs): states of every page that are hard to come by, without a
// running system.
import { after, test } from "node:test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./koren.mjs";
import { lookTests } from "./look.mjs";

const SITE = "https://koren.example";
const dir = mkdtempSync(join(tmpdir(), "koren-pages-"));
let browser;
after(async () => {
    await browser?.close();
    rmSync(dir, { recursive: true });
});

// The template and site, with and without errors.
const template = (name) => name.startsWith("fout-") ? "" : /^# template: (\S+)/m.exec(readFileSync(new URL(`../templates/${name}.hdf`, import.meta.url), "utf8"))[1];
const kind = (name) => [name.split("-")[0], template(name), name.endsWith("-fout")].join();

const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function pages() {
    execFileSync(fileURLToPath(new URL("../templates/test_pages.py", import.meta.url)), [dir]);
    browser = await launch();
    const names = readdirSync(dir).filter((f) => f.endsWith(".html")).map((f) => f.slice(0, -5));
    return { browser, states: names.map((name) => ({ name, url: `${SITE}/${name}.html`, html: readFileSync(join(dir, `${name}.html`), "utf8"), policy,
        status: 200, portal: name.startsWith("portal-"), wrong: name.endsWith("-fout"), kind: kind(name) })) };
}

const types = { ".css": "text/css", ".svg": "image/svg+xml" };
const file = (url) => {
    const { pathname } = new URL(url);
    return { status: 200, contentType: types[extname(pathname)], body: readFileSync(join(dir, decodeURIComponent(pathname))) };
};

lookTests(test, pages, { file, widths: [480, 769, 870, 1024] });
