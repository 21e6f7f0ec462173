import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html } from "lit";
import { expect, waitFor } from "storybook/test";
import type { Backend } from "./backend/backend.js";
import type { Scene } from "./backend/connected.js";
import { personFor } from "./backend/seed/cast.js";
import { companies } from "./backend/seed/companies.js";
import { allByRole, findByRole } from "./in-shadow.js";
import "./try-it.css";

const meta: Meta = { title: "Try it", tags: ["!autodocs"] };
export default meta;

const onYourPage = `<script type="module" src="/permit/elements.js"></script>
<permit-user-management></permit-user-management>`;

export const TryIt: StoryObj = {
  name: "Try it",
  parameters: {
    controls: { disable: true },
    // These are windows of two people. On a page, an element is there once.
    a11y: { config: { rules: [{ id: "landmark-unique", enabled: false }] } },
  },
  render: (_, { globals, loaded }) => {
    const { backend } = loaded as { backend: Backend };
    const { company } = globals as Scene;
    const tenant = companies[company].name;
    const owner = personFor("owner", company).name;
    const manager = personFor("manager", company).name;
    return html`<main class="try-it">
      <header>
        <h1>Your customers manage their own people, within limits that you set</h1>
        <p>
          Here are two windows into an app that embeds one element. In the first is ${owner}, an owner of
          ${tenant}; in the second ${manager}, a manager there. Both are real: behind them are the product’s
          own server and a PostgreSQL, which run inside this page. Nothing you do leaves it, and a reload
          starts over.
        </p>
        <ol>
          <li>
            As the owner, press <b>Invite people</b>, type an address and Enter, and send. Under
            <b>Invitations</b> of the manager it appears by itself.
          </li>
          <li>
            As the manager, search for ${owner} and open the menu “⋯”: nothing can be done to an owner, and
            the menu says why. The server refuses it too, whatever a page sends.
          </li>
          <li>
            As the owner, select some people and change their roles: you see what that gives and takes before
            you save.
          </li>
        </ol>
      </header>
      <div class="try-it-windows">
        <section aria-labelledby="owner">
          <h2 id="owner">${owner}, owner</h2>
          <permit-user-management endpoint=${backend.endpoint("owner", company)}></permit-user-management>
        </section>
        <section aria-labelledby="manager">
          <h2 id="manager">${manager}, manager</h2>
          <permit-user-management endpoint=${backend.endpoint("manager", company)}></permit-user-management>
        </section>
      </div>
      <section aria-labelledby="yours">
        <h2 id="yours">On a page of yours</h2>
        <p>Two lines there, and one handler on your server, mounted at <code>/permit</code>:</p>
        <pre tabindex="0"><code>${onYourPage}</code></pre>
      </section>
    </main>`;
  },
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "grid");
    await waitFor(() => expect(allByRole(canvasElement, "grid")).toHaveLength(2));
  },
};
