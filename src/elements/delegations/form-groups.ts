import { html, nothing, type TemplateResult } from "lit";
import type { DelegationLimits } from "../../api/delegations/contract.js";
import { matchFields } from "./match-fields.js";
import { narrowing, numberField, roleTicks, tick, ticks, wordsField, type Form } from "./form-parts.js";
import type { Group } from "./limit-words.js";

/** Each group of limits as fields. */
export const fieldsOf: Record<Group, (form: Form) => TemplateResult> = {
  element,
  verbs: ({ limits, words, change }) =>
    ticks(
      words.groups.verbs,
      Object.entries(words.verbs) as [DelegationLimits["verbs"][number], string][],
      limits.verbs,
      (verbs) => change({ verbs }),
      true,
    ),
  roles,
  places,
  targets,
  time: ({ limits: { time }, words: { form }, change, problem }) =>
    html`${tick(form.mustEnd, time.must_end, (must_end) => change({ time: { ...time, must_end } }))}
      ${numberField(form.longest, time.longest_days, 1, problem("time.longest_days"), (longest_days) =>
        change({ time: { ...time, longest_days } }),
      )}
      <p class="small muted">${form.hints.none}</p>`,
  counts,
  domains,
  approval,
  justification: ({ limits, words, change }) =>
    tick(words.form.justification, limits.justification, (justification) => change({ justification })),
  attributes: ({ limits, shown, words, change }) =>
    ticks(
      words.groups.attributes,
      shown.attributes.map(({ key, label }) => [key, label] as const),
      limits.attributes,
      (attributes) => change({ attributes }),
      true,
    ),
};

/** Whether a group says more than where nothing is limited: those stand open. */
export const isSet: Record<Group, (limits: DelegationLimits) => boolean> = {
  element: ({ element_type }) => element_type !== null,
  verbs: () => true,
  roles: () => true,
  places: ({ places: { tenant, types, instances, own } }) =>
    !tenant || own || types.length + instances.length > 0,
  targets: ({ targets }) => Object.values(targets).some((list) => list !== null),
  time: ({ time }) => time.must_end || time.longest_days !== null,
  counts: ({ counts: { holders, ...counts } }) =>
    holders.length > 0 || Object.values(counts).some((count) => count !== null),
  domains: ({ domains: { allow, ask, refuse } }) => allow !== null || ask.length + refuse.length > 0,
  approval: ({ approval }) => approval.length > 0,
  justification: ({ justification }) => justification,
  attributes: ({ attributes }) => attributes.length > 0,
};

function element({ limits, words, change }: Form): TemplateResult {
  const choices = Object.entries(words.elements).filter(([type]) => type !== "delegations");
  return html`<select
    class="field"
    aria-label=${words.groups.element}
    @change=${(event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      change({ element_type: value === "" ? null : (value as DelegationLimits["element_type"]) });
    }}
  >
    <option value="" ?selected=${limits.element_type === null}>${words.form.anyElement}</option>
    ${choices.map(
      ([type, name]) =>
        html`<option value=${type} ?selected=${limits.element_type === type}>${name}</option>`,
    )}
  </select>`;
}

function roles(form: Form): TemplateResult {
  const { limits, shown, words, change } = form;
  const { ids, where } = limits.roles;
  const known = [...new Set(shown.roles.flatMap(({ attributes }) => Object.keys(attributes)))];
  const isPassable = known.length > 0 || where !== null;
  return html`<p class="small muted">${words.form.hints.roles}</p>
    ${roleTicks(words.groups.roles, form, ids, (chosen) => change({ roles: { ids: chosen, where } }), true)}
    ${
      isPassable
        ? html`<div class="narrowing">
            ${tick(words.form.hints.where, where !== null, (isOn) =>
              change({ roles: { ids, where: isOn ? [] : null } }),
            )}
            ${
              where
                ? matchFields(
                    where,
                    known.map((key) => [key, key] as const),
                    words,
                    (matches) => change({ roles: { ids, where: matches } }),
                  )
                : nothing
            }
          </div>`
        : nothing
    }
    <fieldset>
      <legend class="label">${words.form.mode}</legend>
      ${(["hold", "bind"] as const).map(
        (mode) =>
          html`<label class="choice">
            <input
              type="radio"
              name="mode"
              value=${mode}
              .checked=${limits.mode === mode}
              @change=${() => change({ mode })}
            />
            ${words.limits[mode]}
          </label>`,
      )}
    </fieldset>
    ${tick(words.form.passingOn, limits.passing_on, (passing_on) => change({ passing_on }))}`;
}

function places({ limits: { places: at }, shown, words, change, problem }: Form): TemplateResult {
  const { form } = words;
  return html`<p class="small muted">${form.hints.places}</p>
    ${tick(form.tenant, at.tenant, (tenant) => change({ places: { ...at, tenant } }))}
    ${tick(form.own, at.own, (own) => change({ places: { ...at, own } }))}
    ${ticks(
      form.types,
      shown.resources.map(({ key, name }) => [key, name] as const),
      at.types,
      (types) => change({ places: { ...at, types } }),
    )}
    ${wordsField(
      form.instances,
      form.hints.instances,
      at.instances,
      problem("places.instances"),
      (instances) => change({ places: { ...at, instances } }),
    )}`;
}

function targets({ limits: { targets: whose }, shown, words, change, problem }: Form): TemplateResult {
  const { form } = words;
  const known = shown.attributes.map(({ key, label }) => [key, label] as const);
  return html`<p class="small muted">${form.hints.targets}</p>
    <div class="narrowing">
      ${tick(form.onlyAttributes, whose.attributes !== null, (isOn) =>
        change({ targets: { ...whose, attributes: isOn ? [] : null } }),
      )}
      ${
        whose.attributes
          ? matchFields(whose.attributes, known, words, (attributes) =>
              change({ targets: { ...whose, attributes } }),
            )
          : nothing
      }
    </div>
    ${narrowing(
      form.onlyGroups,
      whose.groups,
      (value) =>
        wordsField(form.onlyGroups, form.hints.groups, value, problem("targets.groups"), (groups) =>
          change({ targets: { ...whose, groups } }),
        ),
      (groups) => change({ targets: { ...whose, groups } }),
    )}
    ${narrowing(
      form.onlyDomains,
      whose.domains,
      (value) =>
        wordsField(form.onlyDomains, form.hints.domains, value, problem("targets.domains"), (domains) =>
          change({ targets: { ...whose, domains } }),
        ),
      (domains) => change({ targets: { ...whose, domains } }),
    )}`;
}

function counts({ limits, shown, words: { form }, change, problem }: Form): TemplateResult {
  const { counts: all } = limits;
  const numbers = [
    ["open_invitations", form.openInvitations],
    ["bulk", form.bulk],
    ["grants_per_hour", form.grantsPerHour],
    ["seats", form.seats],
  ] as const;
  return html`<p class="small muted">${form.hints.none}</p>
    <div class="numbers">
      ${numbers.map(([name, label]) =>
        numberField(label, all[name], 0, problem(`counts.${name}`), (count) =>
          change({ counts: { ...all, [name]: count } }),
        ),
      )}
      ${shown.roles
        .filter(({ id }) => limits.roles.ids.includes(id) || all.holders.some(({ role }) => role === id))
        .map(({ id, name }) => {
          const most = all.holders.find(({ role }) => role === id)?.most ?? null;
          const others = all.holders.filter(({ role }) => role !== id);
          return numberField(form.holdersOf(name), most, 0, "", (count) =>
            change({
              counts: { ...all, holders: count === null ? others : [...others, { role: id, most: count }] },
            }),
          );
        })}
    </div>`;
}

function domains({ limits: { domains: at }, words: { form }, change, problem }: Form): TemplateResult {
  const field = (name: keyof typeof at, label: string): TemplateResult =>
    wordsField(label, form.hints.domains, at[name] ?? [], problem(`domains.${name}`), (value) =>
      change({ domains: { ...at, [name]: value } }),
    );
  return html`${narrowing(
    form.allowOnly,
    at.allow,
    () => field("allow", form.allowOnly),
    (allow) => change({ domains: { ...at, allow } }),
  )}
  ${field("ask", form.ask)} ${field("refuse", form.refuse)}`;
}

function approval(form: Form): TemplateResult {
  const { limits, words, change } = form;
  const rules = limits.approval;
  return html`<p class="small muted">${words.form.hints.approval}</p>
    ${rules.map((rule, index) => {
      const set = (part: Partial<typeof rule>): void =>
        change({ approval: rules.with(index, { ...rule, ...part }) });
      return html`<fieldset class="rule">
        <legend>${words.form.rule(index + 1)}</legend>
        ${roleTicks(words.form.forRoles, form, rule.roles, (roles) => set({ roles }))}
        ${numberField(words.form.count, rule.count, 1, "", (count) => set({ count: count ?? 1 }))}
        ${roleTicks(words.form.reviewers, form, rule.reviewers, (reviewers) => set({ reviewers }))}
        <button
          type="button"
          class="button link"
          @click=${() => change({ approval: rules.filter((_, each) => each !== index) })}
        >
          ${words.form.removeMatch(words.form.rule(index + 1))}
        </button>
      </fieldset>`;
    })}
    <button
      type="button"
      class="button"
      @click=${() => change({ approval: [...rules, { roles: [], count: 1, reviewers: [] }] })}
    >
      ${words.form.addRule}
    </button>`;
}
