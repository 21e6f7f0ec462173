import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, signInForm, type Markup } from "./layout.js";

export interface SignInProblem {
  email: string;
  message: string;
}

export function signInPage(signedIn: SignedIn | null, next: string, problem?: SignInProblem): Markup {
  return layout({
    title: "Sign in",
    path: "/sign-in",
    signedIn,
    body: html`<h1>Who are you today?</h1>
      <p class="lead">
        Acme Docs is a demo, so nobody has a password. Choose a person and look around as them.
      </p>
      ${signInForm(next, signedIn?.account)}
      <h2>Somebody newly invited</h2>
      <form method="post" action="/sign-in" class="by-mail">
        <input type="hidden" name="next" value="${next}" />
        <label for="email">Mail address that has a message in the <a href="/outbox">outbox</a></label>
        <div>
          <input
            id="email"
            name="email"
            type="email"
            required
            autocomplete="off"
            value="${problem?.email ?? ""}"
            aria-describedby="email-problem"
          />
          <button>Sign in</button>
        </div>
        <p id="email-problem" class="problem" role="alert">${problem?.message ?? ""}</p>
      </form>
      <h2>Whoever makes Acme Docs</h2>
      <form method="post" action="/console/sign-in" class="people">
        <button>
          <strong>Vendor’s team</strong>
          <small>Vera Lindqvist decides in a console of the vendor’s own what customers may do</small>
        </button>
      </form>`,
  });
}
