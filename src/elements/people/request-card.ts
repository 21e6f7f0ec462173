import { html, nothing, type TemplateResult } from "lit";
import type { AccessRequest } from "../../api/approvals/contract.js";
import type { Role } from "../../api/wire.js";
import { avatar } from "../ui/avatar.js";
import { refusalWords } from "./refusal.js";
import type { RequestMessages } from "./request-messages.js";
import { askerWords, outcomeWords, requestTitle, roleName } from "./request-words.js";

export interface RequestCard {
  request: AccessRequest;
  roles: readonly Role[];
  words: RequestMessages;
  /** What can be done with it. */
  actions?: TemplateResult | typeof nothing;
}

type Asked = Pick<AccessRequest["grants"][number], "role" | "instance"> & { ends_at?: string | null };

/** One request: what is asked for, for whom, by whom and why, what it gives and takes, and how far it is. */
export function requestCard({ request, roles, words, actions = nothing }: RequestCard): TemplateResult {
  const { id, subject, created_at, expires_at, status, justification, masked_roles } = request;
  const { format, requests } = words;
  const isOpen = status === "open";
  return html`<div class="request ${isOpen ? "" : "ended"}" part="row" role="listitem" data-request=${id}>
    ${avatar(subject.user ?? subject.name, subject.name)}
    <div class="about">
      <h3 id="request-${id}"><bdi>${requestTitle(request, roles, words)}</bdi></h3>
      <div class="meta">
        <bdi>${askerWords(request, words)}</bdi> ·
        <time datetime=${created_at} title=${format.moment(created_at)}>${format.relative(created_at)}</time>
        ${
          isOpen
            ? html`·
                <span title=${format.moment(expires_at)}>${requests.until(format.day(expires_at))}</span>`
            : nothing
        }
      </div>
      ${justification ? html`<blockquote dir="auto">${justification}</blockquote>` : nothing}
      <ul class="changes">
        ${request.grants.map((asked) => changeLine("gain", asked, roles, words))}
        ${request.revokes.map((asked) => changeLine("loss", asked, roles, words))}
        ${masked_roles > 0 ? html`<li class="muted">${requests.masked(masked_roles)}</li>` : nothing}
      </ul>
      ${isOpen ? progress(request, words, roles) : outcome(request, words)} ${actions}
    </div>
  </div>`;
}

function changeLine(
  kind: "gain" | "loss",
  { role, instance, ends_at }: Asked,
  roles: readonly Role[],
  { requests, common, format }: RequestMessages,
): TemplateResult {
  const gives = roles.find(({ id }) => id === role)?.permissions ?? [];
  return html`<li>
    <span class=${kind}
      ><span aria-hidden="true">${kind === "gain" ? "+" : "−"}</span>
      <span class="visually-hidden">${kind === "gain" ? requests.gives : requests.takes}</span>
      <strong>${roleName(role, roles)}</strong></span
    >
    ${instance ? html`<bdi>${requests.on(instance.name)}</bdi>` : nothing}
    ${
      ends_at
        ? html`<span class="until" title=${format.moment(ends_at)}
            >${common.until(format.day(ends_at))}</span
          >`
        : nothing
    }
    ${gives.length > 0 ? html`<div class="small muted">${format.list(gives)}</div>` : nothing}
  </li>`;
}

/** How many agree, how many are missing, and who could; or why it can't be granted. */
function progress(
  { kind, reviews, missing, reviewers, refused, cannot_be_granted }: AccessRequest,
  words: RequestMessages,
  roles: readonly Role[],
): TemplateResult {
  const { requests } = words;
  if (cannot_be_granted) {
    return html`<p class="impossible">
      <strong>${requests.cannotBeGranted}</strong> ${refusalWords(cannot_be_granted, words, roles)}
    </p>`;
  }
  const agreed = reviews.map(({ name, you }) => (you ? requests.youAgreed : requests.agreed(name)));
  const needed =
    missing === null || missing === 0
      ? []
      : [kind === "access" ? requests.missingAnswer : requests.missing(missing)];
  const could = reviewers ? whoCould(reviewers, !refused.agree, requests) : [];
  return html`<p class="progress">${[...agreed, ...needed, ...could].join(" · ")}</p>`;
}

function whoCould(
  { names, total }: NonNullable<AccessRequest["reviewers"]>,
  includingYou: boolean,
  { whoCould, whoElseCould, nobodyCould }: RequestMessages["requests"],
): string[] {
  if (includingYou) return total > 0 ? [whoElseCould(names, total)] : [];
  return [total > 0 ? whoCould(names, total) : nobodyCould];
}

/** What became of it, when, and what was said about it. */
function outcome(request: AccessRequest, words: RequestMessages): TemplateResult {
  const { status, ended_at, reviews } = request;
  const { format } = words;
  const look = { granted: "", refused: "bad", cancelled: "off", expired: "off", open: "waiting" }[status];
  return html`<p class="progress">
      <span class="state ${look}" part="status">${outcomeWords(request, words)}</span>
      ${
        ended_at
          ? html`·
              <time datetime=${ended_at} title=${format.moment(ended_at)}>${format.relative(ended_at)}</time>`
          : nothing
      }
    </p>
    ${reviews.flatMap(({ name, note }) => (note ? [html`<blockquote dir="auto">${name}: ${note}</blockquote>`] : []))}`;
}
