import { html, type TemplateResult } from "lit";
import type { Backend } from "./backend.js";
import type { Part } from "./seed/cast.js";
import type { CompanyKey } from "./seed/companies.js";
import type { Line } from "./in-page-fetch.js";

/** Who looks at what, and how: the toolbar's choices, and those of a story. */
export interface Scene {
  part: Part;
  company: CompanyKey;
  theme: "light" | "dark";
  direction: "ltr" | "rtl";
  line?: Line;
}

/** Gives the elements inside the API in this page, with somebody signed in. */
export function connected(backend: Backend, scene: Scene, content: unknown): TemplateResult {
  const { part, company, theme, direction, line } = scene;
  const authToken = part === "operator" ? () => backend.operatorToken(company) : undefined;
  return html`<permit-connection
    endpoint=${backend.endpoint(part, company, line)}
    theme=${theme}
    .fetch=${backend.fetch}
    .authToken=${authToken}
  >
    <div class="stage" dir=${direction}>${content}</div>
  </permit-connection>`;
}
