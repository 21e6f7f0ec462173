// @ts-check
// A step of the build: takes the blanks and comments out of what stands in css`` and html`` templates, which no
// minifier of JavaScript touches.

/** @typedef {{ start: number, end: number, text: string }} Edit */

/** @returns {import("vite").Plugin} */
export function compactTemplates() {
  return {
    name: "compact-templates",
    enforce: "pre",
    transform: {
      filter: { id: /src\/elements\/.*\.ts$/, code: /\b(?:css|html|svg)`/ },
      handler(code) {
        /** @type {Edit[]} */
        const edits = [];
        visit(this.parse(code, { lang: "ts" }), (node) => edits.push(...compacted(node, code)));
        return { code: applied(edits, code), map: null };
      },
    },
  };
}

/**
 * Line breaks taken out of a template are put behind it, into the code, so that source maps need not know.
 * @param {any} node
 * @param {string} code
 * @returns {Edit[]}
 */
function compacted(node, code) {
  if (node.type !== "TaggedTemplateExpression") return [];
  const compact = node.tag.name === "css" ? compactCss : /^(html|svg)$/.test(node.tag.name) && compactHtml;
  if (!compact) return [];
  return node.quasi.quasis.flatMap((/** @type {any} */ { value: { raw }, start, tail }) => {
    const from = code.startsWith(raw, start) && !/^[`}]/.test(code.slice(start)) ? start : start + 1;
    if (code.slice(from, from + raw.length) !== raw) throw new Error(`A template was lost: ${raw}`);
    const text = compact(raw);
    const breaks = "\n".repeat(linesIn(raw) - linesIn(text));
    const behind = from + raw.length + (tail ? 1 : 2);
    return [
      { start: from, end: from + raw.length, text },
      { start: behind, end: behind, text: breaks },
    ];
  });
}

/** @param {string} css */
export function compactCss(css) {
  return css
    .replace(
      /("[^"]*"|'[^']*')|\/\*[^]*?\*\/|\s*([{};,>])\s*|(:)\s+|\s+/g,
      (_, text, mark, colon) => text ?? mark ?? colon ?? " ",
    )
    .replaceAll(";}", "}");
}

/**
 * One blank stays where there was one: between words and inline elements it is seen.
 * @param {string} html
 */
export function compactHtml(html) {
  return html.replace(/\s*\n\s*/g, " ");
}

/** @param {string} text */
function linesIn(text) {
  return text.split("\n").length;
}

/**
 * @param {Edit[]} edits
 * @param {string} code
 */
function applied(edits, code) {
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code);
}

/**
 * @param {any} node
 * @param {(node: any) => void} look
 */
function visit(node, look) {
  if (Array.isArray(node)) return void node.forEach((each) => visit(each, look));
  if (node === null || typeof node !== "object") return;
  if (typeof node.type === "string") look(node);
  for (const value of Object.values(node)) visit(value, look);
}
