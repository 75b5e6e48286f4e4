// The pictures of README.md and docs/: node tests/browser/shots.mjs [FOLDER], with the demo of ./dev up. Each under 150 kB: flat colours, one pixel a pixel.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PORTAL, STAFF, TOP, launch, person, relationNumber, signIn, sleep } from "./koren.mjs";

const folder = process.argv[2] ?? join(TOP, "docs/images");
mkdirSync(folder, { recursive: true });

async function shot(page, name) {
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    const { size } = statSync(path);
    console.log(`${path} ${Math.round(size / 1024)} kB`);
    if (size >= 150000) process.exitCode = 1;
}

const browser = await launch();
const desk = await (await person(browser, { viewport: { width: 1280, height: 860 } })).newPage();
const nr = relationNumber("email = 'jansen@demo.example'");
await signIn(desk, STAFF, "beheer@demo.example");
await desk.goto(`${STAFF}/relaties/${nr}`);
await shot(desk, "relatie");

await desk.goto(`${STAFF}/avg`);
await desk.fill("main [name=relatie]", nr);
await desk.setViewportSize({ width: 1280, height: 620 });
await desk.click("main form.form button");
for (let tries = 0; tries < 120 && !(await desk.locator("main a[href$='/bestand']").count()); tries++) {
    await sleep(500);
    await desk.goto(desk.url().split("?")[0]);
}
await shot(desk, "export");

const phone = await (await person(browser, { viewport: { width: 320, height: 720 }, deviceScaleFactor: 2 })).newPage();
await signIn(phone, PORTAL, "jansen@demo.example");
await shot(phone, "werktvoormij");
await browser.close();
