import { readdirSync, readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import ts from "typescript";
import type { decide } from "../../src/api/delegation/decide.js";

/** One clause of the guard as it stands in the source: exactly once, or taking it out fails. */
export interface Clause {
  /** The row, rule or guardrail of the design that it keeps. */
  keeps: string;
  file: string;
  text: string;
  /** What is left in its place. */
  leaves: string;
}

type Module = Record<string, unknown>;

const folder = new URL("../../src/api/delegation/", import.meta.url);
const sources = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
);
const compile = (source: string) =>
  ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
const compiled = new Map([...sources].map(([file, source]) => [file, compile(source)]));

/** The guard as it would be without that clause, built from its source. */
export function guardWithout({ file, text, leaves }: Clause): typeof decide {
  const parts = (sources.get(file) ?? "").split(text);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once: ${text}`);
  const code = new Map([...compiled, [file, compile(parts.join(leaves))]]);
  const modules = new Map<string, Module>();
  const load = (path: string): Module => {
    const name = path.replace(/^\.\/(.*)\.js$/, "$1.ts");
    const exports = modules.get(name) ?? {};
    if (modules.has(name)) return exports;
    modules.set(name, exports);
    const run = compileFunction(code.get(name) ?? "", ["exports", "require"]) as (
      exports: Module,
      require: typeof load,
    ) => void;
    run(exports, load);
    return exports;
  };
  return load("./decide.js")["decide"] as typeof decide;
}
