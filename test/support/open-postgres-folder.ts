// A program that opens a folder as the server does, tells its address, and stays until it is stopped.
import { startEmbeddedPostgres } from "../../src/api/store/embedded-postgres.js";

const [directory] = process.argv.slice(2);
try {
  const postgres = await startEmbeddedPostgres({ directory: directory ?? "" });
  console.log(postgres.url);
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
