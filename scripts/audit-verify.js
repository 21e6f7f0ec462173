// @ts-check
// npm run audit:verify: is the audit trail what was written, nothing altered, cut out or left off? It imports nothing of
// the server, so that an error there is not believed here.
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";
import { keyIdOf } from "./audit-verify/checkpoints.js";
import { verifyTrail } from "./audit-verify/verify-trail.js";
import { giveUp } from "./run.js";

const usage = `npm run audit:verify -- [--database URL] [--checkpoints FILE]… [--key FILE]

  --database     the PostgreSQL that holds the trail; otherwise DATABASE_URL, or the embedded one that is running
  --checkpoints  checkpoints that were kept outside of it, one in a line as JSON; otherwise checkpoints.jsonl of the data folder
  --key          the public key that signs them, a JWK or a set of them; otherwise the one that signed what was kept`;

const folder = process.env["PERMIT_DATA_DIR"] || ".permit";
const { values } = readArguments();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const database = (values.database ?? process.env["DATABASE_URL"]) || embedded();
const keptBeside = `${folder}/checkpoints.jsonl`;
const files = values.checkpoints ?? (existsSync(keptBeside) && !values.database ? [keptBeside] : []);
const report = await verify();
tell(report);
process.exitCode = report.faults.length > 0 ? 1 : 0;

function readArguments() {
  try {
    return parseArgs({
      options: {
        database: { type: "string" },
        checkpoints: { type: "string", multiple: true },
        key: { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** The address of the embedded database, which npm start has running. */
function embedded() {
  const file = `${folder}/connection.json`;
  if (!existsSync(file)) giveUp(`Which database? There is none in ${folder}.\n\n${usage}`);
  const { password, port } = JSON.parse(readFileSync(file, "utf8"));
  return `postgresql://postgres:${password}@127.0.0.1:${port}/permit?sslmode=disable`;
}

/** All of it as of one moment, while others go on writing. */
async function verify() {
  const kept = files.flatMap(readCheckpoints);
  const keyIds = values.key === undefined ? undefined : readKeys(values.key).map(keyIdOf);
  const client = new pg.Client({ connectionString: database });
  try {
    await client.connect();
    await client.query("begin transaction isolation level repeatable read read only");
    return await verifyTrail(async (sql, given) => (await client.query(sql, given)).rows, {
      kept,
      ...(keyIds && { keyIds }),
    });
  } catch (error) {
    return giveUp(`The trail can't be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await client.end();
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return giveUp(`${file} can't be read.`);
  }
}

/**
 * @param {string} file
 * @returns {string[]}
 */
function readCheckpoints(file) {
  const lines = read(file).split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => jwsOf(line));
}

/** @param {string} line */
function jwsOf(line) {
  try {
    return String(JSON.parse(line).jws);
  } catch {
    // What is no checkpoint is told of as one that nobody signed.
    return line;
  }
}

/**
 * @param {string} file
 * @returns {import("./audit-verify/checkpoints.js").PublicKey[]}
 */
function readKeys(file) {
  try {
    const key = JSON.parse(read(file));
    return key.keys ?? [key];
  } catch {
    return giveUp(`${file} is no JWK.`);
  }
}

/** @param {import("./audit-verify/verify-trail.js").Report} report */
function tell({ chains, entries, checkpoints, lastCheckpoint, keyIds, faults }) {
  const plural = (/** @type {number} */ n, /** @type {string} */ one, /** @type {string} */ many) =>
    `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  console.log(`${plural(entries, "entry", "entries")} in ${plural(chains.length, "chain", "chains")}`);
  for (const { name, entries: count, intact, signed, faults: own } of chains) {
    const upTo = signed ? `signed up to ${signed.length}, at ${signed.at}` : "not up to any checkpoint";
    const state =
      own.length === 0
        ? `intact, ${plural(count, "entry", "entries")}; ${upTo}`
        : `NOT INTACT after entry ${intact}`;
    console.log(`${own.length === 0 ? "✓" : "✗"} ${name}: ${state}`);
  }
  if (checkpoints > 0)
    console.log(
      `${plural(checkpoints, "checkpoint", "checkpoints")}, the last of ${lastCheckpoint}, by key ${keyIds.join(" and ")}`,
    );
  if (files.length === 0)
    console.log(
      "No checkpoint from outside was given: whoever can rewrite the database could have rewritten all of this.",
    );
  const shown = faults.slice(0, 50);
  if (faults.length > 0) console.log(`\n${plural(faults.length, "fault", "faults")}:`);
  for (const fault of shown) console.log(`  ${fault}`);
  if (faults.length > shown.length) console.log(`  and ${faults.length - shown.length} more`);
  console.log(faults.length === 0 ? "\nThe audit trail is intact." : "\nThe audit trail is NOT intact.");
}
