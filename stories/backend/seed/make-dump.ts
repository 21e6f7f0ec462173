import { createPermitOn } from "../../../src/api/permit.js";
import { openDatabase } from "../database.js";
import { host } from "../host.js";
import { storeOnPGlite } from "../pglite-store.js";
import { seed } from "./seed.js";

/** What was written on the way is not worth shipping: dead rows, and a log of all that happened. */
const shrink = ["vacuum full analyze", "set wal_recycle = off", "select pg_switch_wal()", "checkpoint"];

/** A database, migrated and filled, as a compressed dump that a page can start from. Runs in Node.js. */
export async function makeDump(): Promise<Uint8Array> {
  const database = await openDatabase();
  const permit = await createPermitOn(await storeOnPGlite(database), host);
  await seed(permit);
  for (const statement of shrink) await database.exec(statement);
  const dump = await database.dumpDataDir("gzip");
  await permit.close();
  return new Uint8Array(await dump.arrayBuffer());
}
