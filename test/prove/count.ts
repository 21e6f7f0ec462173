import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const file = "reports/guard.json";

/** Prints what a suite has counted, and keeps it in `reports/guard.json` beside what the others have. */
export function count(suite: string, figures: Readonly<Record<string, number>>): void {
  const all: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  mkdirSync("reports", { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...(all as object), [suite]: figures }, null, 2)}\n`);
  const words = Object.entries(figures).map(([name, figure]) => `${figure.toLocaleString("en")} ${name}`);
  console.log(`${suite}: ${words.join(", ")}`);
}
