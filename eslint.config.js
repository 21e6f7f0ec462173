// @ts-check
import lit from "eslint-plugin-lit";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { arrows } from "./scripts/arrows.js";

/** Ways to turn text into markup or code. Lit escapes what it renders; these do not. */
const UNSAFE = [
  [
    "ImportSpecifier[imported.name=/^unsafe(HTML|SVG|MathML|Static|CSS)$/]",
    "Text must stay text: render it by Lit.",
  ],
  ["ImportDeclaration[source.value=/unsafe-(html|svg|mathml)/]", "Text must stay text: render it by Lit."],
  [
    "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]",
    "Text must stay text: render it by Lit.",
  ],
  [
    "MemberExpression[property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]",
    "Text must stay text: render it by Lit.",
  ],
  [
    "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]",
    "Text must stay text: render it by Lit.",
  ],
  [
    "TaggedTemplateExpression TemplateElement[value.raw=/(inner|outer)HTML|srcdoc/i]",
    "Text must stay text: bind it as a child.",
  ],
  [
    "TaggedTemplateExpression[tag.name='html'] TemplateElement[value.raw=/<style/]",
    "A strict CSP blocks it: use static styles.",
  ],
].map(([selector, message]) => ({ selector, message }));

const NO_FAKES = "Behind every story is the real API: its answers are not made up.";

/** Ways to put something else in the place of `fetch`. */
const REPLACED_FETCH = [
  "AssignmentExpression[left.name='fetch']",
  "AssignmentExpression[left.property.name='fetch']",
  "AssignmentExpression[left.property.value='fetch']",
  "CallExpression[callee.property.name=/^(assign|defineProperties)$/] Property[key.name='fetch']",
  "CallExpression > Literal[value='fetch']",
  "ImportDeclaration[source.value=/^(msw|nock|sinon|fetch-mock)\\b/]",
].map((selector) => ({ selector, message: NO_FAKES }));

/** What only the backend of the stories needs: to connect an element, and to pass on what the API answered. */
const MADE_UP_ANSWERS = [
  "TaggedTemplateExpression TemplateElement[value.raw=/\\.fetch=$/]",
  "NewExpression[callee.name='Response']",
  "CallExpression[callee.object.name='Response']",
].map((selector) => ({ selector, message: NO_FAKES }));

const IMPURE = [
  ["NewExpression[callee.name='Date'][arguments.length=0]", "Pure: the time is an argument."],
  ["CallExpression[callee.name='Date']", "Pure: the time is an argument."],
  ["MemberExpression[object.name='Date'][property.name='now']", "Pure: the time is an argument."],
  ["MemberExpression[object.name='Math'][property.name='random']", "Pure: no chance."],
].map(([selector, message]) => ({ selector, message }));

const WORLD = [
  "process",
  "performance",
  "crypto",
  "fetch",
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
];
const HTTP = ["fetch", "EventSource", "XMLHttpRequest", "WebSocket"];

export default defineConfig(
  { ignores: ["dist/", "reports/", "coverage/", "storybook-static/", ".permit/", ".cache/"] },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { permit: arrows },
    rules: {
      "permit/arrows": "error",
      "no-eval": "error",
      "no-new-func": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/no-implied-eval": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_$", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/require-await": "off",
    },
  },
  { files: ["src/**", "demo/**", "stories/**"], rules: { "no-restricted-syntax": ["error", ...UNSAFE] } },
  {
    files: ["stories/**", ".storybook/**"],
    rules: { "no-restricted-syntax": ["error", ...UNSAFE, ...REPLACED_FETCH, ...MADE_UP_ANSWERS] },
  },
  {
    files: ["stories/backend/**"],
    rules: { "no-restricted-syntax": ["error", ...UNSAFE, ...REPLACED_FETCH] },
  },
  {
    files: ["src/elements/**"],
    plugins: { lit },
    rules: {
      "lit/attribute-value-entities": "error",
      "lit/binding-positions": "error",
      "lit/lifecycle-super": "error",
      "lit/no-duplicate-template-bindings": "error",
      "lit/no-invalid-html": "error",
      "lit/no-legacy-template-syntax": "error",
      "lit/no-property-change-update": "error",
      // Lit binds the listeners of its templates.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["src/elements/**"],
    ignores: ["src/elements/connection/**"],
    languageOptions: { globals: { window: "readonly", self: "readonly" } },
    rules: {
      "no-restricted-globals": [
        "error",
        {
          globals: HTTP.map((name) => ({ name, message: "Only connection/ speaks HTTP." })),
          checkGlobalObject: true,
        },
      ],
      "no-restricted-properties": [
        "error",
        { object: "navigator", property: "sendBeacon", message: "Only connection/ speaks HTTP." },
      ],
    },
  },
  {
    files: ["src/api/**"],
    ignores: ["src/api/store/**", "src/api/serve-elements.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["Buffer", "process"].map((name) => ({
          name,
          message: "The stories run the server in a browser: nothing of Node.js here.",
        })),
      ],
    },
  },
  {
    files: ["src/api/delegation/**", "src/api/decision/**"],
    rules: {
      "no-restricted-syntax": ["error", ...UNSAFE, ...IMPURE],
      "no-restricted-globals": [
        "error",
        {
          globals: WORLD.map((name) => ({ name, message: "Pure: the world is an argument." })),
          checkGlobalObject: true,
        },
      ],
    },
  },
  {
    files: ["test/**", "**/*.js", "**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["test/elements/**"],
    rules: {
      // The types of Open Web Components say that it answers a promise; it does not.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [{ from: "package", name: "Equal", package: "@open-wc/semantic-dom-diff" }],
        },
      ],
    },
  },
  {
    files: ["test/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-expressions": "off", // expect(x).to.be.true
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
