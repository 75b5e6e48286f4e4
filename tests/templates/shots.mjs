// Opens every rendered fixture in Chromium: axe (WCAG 2.2 AA and best practice, with target-size), no sideways
// scroll, and pictures when asked.
// usage: run.py DIR && node shots.mjs DIR [PICTURES] [only=TEXT]
// Needs the npm packages playwright-core and axe-core where node finds them (NODE_PATH works), and /usr/bin/chromium.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize, extname } from "node:path";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const args = process.argv.slice(2).filter((a) => !a.startsWith("only="));
const only = (process.argv.find((a) => a.startsWith("only=")) ?? "only=").slice(5);
const [dir, pictures] = args;
const port = Number(process.env.KOREN_TEST_PORT ?? 0);
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml" };
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const server = createServer((req, res) => {
    const path = normalize(decodeURIComponent(req.url.split("?")[0]));
    try {
        const body = readFileSync(join(dir, path));
        res.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": policy });
        res.end(body);
    } catch {
        res.writeHead(404).end();
    }
});
await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
const base = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let wrong = 0;
const say = (text) => { wrong++; console.log("wrong:", text); };

async function look(page, name, width, scheme) {
    const where = `${name} ${width} ${scheme}`;
    await page.goto(`${base}/${name}.html`);
    const across = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (across > 0) say(`${where}: scrolls sideways by ${across}px`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true });
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document, { rules: { "target-size": { enabled: true }, "meta-refresh": { enabled: false } } }));
    for (const v of result.violations)
        say(`${where}: ${v.id} (${v.impact}): ${v.nodes.map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).slice(0, 3).join(" | ")}`);
}

if (pictures) mkdirSync(pictures, { recursive: true });
const names = readdirSync(dir).filter((f) => f.endsWith(".html") && f.includes(only)).map((f) => f.slice(0, -5));
for (const scheme of ["light", "dark"])
    for (const width of [320, 1280]) {
        // axe runs in the page; the policy stays on, so that what it would refuse is refused here too.
        const context = await browser.newContext({ viewport: { width, height: width === 320 ? 640 : 800 }, colorScheme: scheme });
        const page = await context.newPage();
        page.on("console", (m) => { if (m.type() === "error" && !m.text().includes("404")) say(`${page.url()}: ${m.text()}`); });
        for (const name of names) await look(page, name, width, scheme);
        await context.close();
    }
await browser.close();
server.close();
console.log(`templates in Chromium: ${names.length} pages, 2 widths, 2 schemes, ${wrong} wrong`);
process.exit(wrong || !names.length ? 1 : 0);
