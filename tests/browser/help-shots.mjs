// The pictures of help: node tests/browser/help-shots.mjs [NAME...], with a fresh demo of ./dev up (no other rows than the demo's), into static/hulp/.
// Small: 880 pixels wide, one pixel a pixel, and cut off where the page goes on.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PORTAL, STAFF, TOP, launch, person, relationNumber, signIn } from "./koren.mjs";

const LARGEST = 70000; // bytes of one picture
const folder = join(TOP, "static/hulp");
const only = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
let total = 0;

async function shot(page, name, url, height = 620, y = 0) {
    if (only.length && !only.includes(name)) return;
    await page.goto(url);
    const path = join(folder, `${name}.png`);
    const width = page.viewportSize().width;
    await page.screenshot({ path, clip: { x: 0, y, width, height }, fullPage: true });
    const { size } = statSync(path);
    total += size;
    console.log(`${name} ${Math.round(size / 1024)} kB`);
    if (size >= LARGEST) process.exitCode = 1;
}

const browser = await launch();
const view = { viewport: { width: 880, height: 700 }, colorScheme: "light" };
const signing = await (await person(browser, view)).newPage();
await shot(signing, "aanmelden", `${STAFF}/aanmelden`, 560);
await shot(signing, "mijn-aanmelden", `${PORTAL}/aanmelden`, 560);

const desk = await (await person(browser, view)).newPage();
const nr = relationNumber("email = 'jansen@demo.example'");
await signIn(desk, STAFF, "beheer@demo.example");
const at = `${STAFF}/relaties/${nr}`;
for (const [name, url, height] of [
    ["sessies", `${STAFF}/account/sessies`], ["relaties", `${STAFF}/relaties?zoek=jansen`], ["relatie", at], ["lijsten", `${STAFF}/lidmaatschappen?status=lopend`],
    ["contactpersonen", `${at}/contactpersonen`], ["lidmaatschap", `${at}/lidmaatschappen`], ["facturen", `${STAFF}/facturen`], ["factuurrun", `${STAFF}/facturen/runs/nieuw`],
    ["dossier", `${at}/dossier`], ["servicedienst", `${STAFF}/servicedienst`], ["cursussen", `${STAFF}/cursussen`], ["alarmering", `${at}/alarmering`],
    ["taken", `${STAFF}/taken`], ["taak", `${STAFF}/taken/nieuw`], ["import", `${STAFF}/import`], ["avg", `${STAFF}/avg`],
]) await shot(desk, name, url, height);

const home = await (await person(browser, view)).newPage();
await signIn(home, PORTAL, "jansen@demo.example");
for (const [name, url] of [["mijn-gegevens", `${PORTAL}/gegevens`], ["mijn-bestand", `${PORTAL}/mijn/export`]])
    await shot(home, name, url);
await browser.close();
console.log(`together ${Math.round(total / 1024)} kB`);
