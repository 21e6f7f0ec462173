import { query } from "../endpoint.js";
import { listedRoles, liveAssignments } from "../delegation/holdings.js";
import { openToOperators } from "../operator-endpoint.js";
import type { OperatorContext } from "../operators.js";
import type { Context } from "../request-context.js";
import { readWritten, roleHolders } from "../store/delegations.js";
import { readMarks, readViews } from "../store/leaks.js";
import { DelegationsQuery, DelegationsView } from "./contract.js";
import { columnsOf, matrixOf, pathsOf, viewLeak, viewMark, type Shown } from "./matrix.js";

/** Who may give what: of their own roles to delegates, of all to operators. */
export const showDelegations = openToOperators(
  query({
    route: "GET /delegations",
    summary: "Who may give what: one's own roles, or for operators all",
    elements: ["delegations"],
    query: DelegationsQuery,
    answer: DelegationsView,
    run: (context) => viewForDelegate(context),
  }),
  { query: DelegationsQuery, run: (context) => viewForOperator(context) },
);

export async function viewForDelegate(context: Context): Promise<DelegationsView> {
  const { rules, facts, actor, trx } = context;
  const own = new Set(liveAssignments(actor, facts.now).map(({ role }) => role));
  const visible = visibleTo(context, own);
  const shown: Shown = {
    rules,
    written: await readWritten(trx),
    marks: [],
    isVisible: (role) => visible.has(role),
    edits: null,
  };
  const carrying = [...own].filter((role) => rules.delegations.some((each) => each.role === role));
  const { id, key, name } = rules.tenant;
  return {
    is_operator: false,
    tenant: { id, key, name },
    roles: columnsOf(shown),
    rows: matrixOf(shown, carrying),
    ...pathsOf(shown, carrying),
    attributes: [],
    resources: [],
  };
}

/** What this element shows, and whatever one's own delegations list, for whichever element. */
function visibleTo({ visible, facts, rules }: Context, own: ReadonlySet<string>): Set<string> {
  const written = rules.delegations.filter(({ role, source }) => source === "written" && own.has(role));
  return new Set([...visible, ...written.flatMap((each) => [...listedRoles(facts, each)])]);
}

export async function viewForOperator({
  trx,
  rules,
  tenant,
  claims,
}: OperatorContext): Promise<DelegationsView> {
  const marks = await readMarks(trx, claims.tenant);
  const edits = { tenant: claims.tenant };
  const shown: Shown = { rules, written: await readWritten(trx), marks, isVisible: () => true, edits };
  const carrying = new Set(rules.delegations.map(({ role }) => role));
  const rows = [...rules.roles.keys()].filter((role) => carrying.has(role));
  const holders = await roleHolders(trx, rows);
  const paths = pathsOf(shown, rows);
  return {
    is_operator: true,
    tenant,
    roles: columnsOf(shown),
    rows: matrixOf(shown, rows).map((row) => ({
      ...row,
      holders: holders.get(row.role) ?? { names: [], total: 0 },
    })),
    ...paths,
    leaks: [...paths.leaks, ...(claims.tenant === null ? await leaksOfTenants(trx, paths.leaks) : [])],
    attributes: rules.attributes.map(({ key, label }) => {
      const mark = marks.find(({ attribute }) => attribute === key);
      return {
        key,
        label,
        is_read_by_limits: rules.attributesRead.has(key),
        mark: mark ? viewMark(mark) : null,
      };
    }),
    resources: [...new Set([...rules.roles.values()].flatMap(({ resource }) => resource ?? []))].map(
      (key) => ({
        key,
        name: key,
      }),
    ),
  };
}

/** What leaks by the rules of single tenants, and not in all of them. */
async function leaksOfTenants(
  trx: OperatorContext["trx"],
  known: DelegationsView["leaks"],
): Promise<DelegationsView["leaks"]> {
  const views = (await readViews(trx, null)).filter(({ tenant }) => tenant !== null);
  const found: DelegationsView["leaks"] = [];
  for (const { tenant, rules, leaks } of views) {
    const marks = await readMarks(trx, tenant?.id ?? null);
    for (const leak of leaks) {
      const view = viewLeak(rules, marks, leak, tenant?.name ?? null);
      if (!known.some(({ words }) => words === view.words)) found.push(view);
    }
  }
  return found;
}
