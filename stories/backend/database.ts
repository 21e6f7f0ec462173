import { PGlite, types } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";

/** A PostgreSQL in memory, in Node.js or in a page: new, or as a dump left it. */
export function openDatabase(dump?: Blob): Promise<PGlite> {
  return PGlite.create({
    extensions: { btree_gin, pg_trgm, unaccent },
    parsers: { [types.INT8]: Number },
    ...(dump && { loadDataDir: dump }),
  });
}
