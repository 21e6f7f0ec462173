import type { AskAnswer } from "../../../src/api/approvals/contract.js";
import type { SignedIn } from "../../support/acme.js";
import { many, type Scene, type Storm } from "./scene.js";

/** Managers may give Billing once two owners agree. Thirty-two owners answer one request, all of them yes, or not all. */
export function oneApproval(): Storm {
  let office: Promise<Office> | undefined;
  return async (scene, chance) => {
    office ??= openOffice(scene);
    const { tenant, billing, manager, owners } = await office;
    const [key = ""] = await scene.newPeople(tenant, 1, "viewer");
    const user = await scene.acme.user(key);
    const { request } = await manager.json<AskAnswer>("POST /requests", {
      kind: "approval",
      person: { user, grant: [{ role: billing }] },
    });
    const isOfOneMind = chance.happens(0.5);
    const answers = await Promise.all(
      owners.map((by, n) => {
        if (!isOfOneMind && n === many - 1) return manager.send(`POST /requests/${request}/withdraw`, {});
        const agrees = isOfOneMind || chance.happens(0.9);
        return by.send(`POST /requests/${request}/review`, { agrees });
      }),
    );

    const { entries, wrong } = await scene.happened(tenant, answers);
    const ends: Record<string, string> = {
      "request.grant": "granted",
      "request.refuse": "refused",
      "request.withdraw": "cancelled",
    };
    const answered = new Map<string, boolean>();
    let [status, given] = ["open", 0];
    for (const { action, actor } of entries) {
      if (action === "role.grant") given += 1;
      if (!action.startsWith("request.")) continue;
      if (status !== "open") wrong.push(`${action}, of a request that was ${status}`);
      if (["request.agree", "request.decline"].includes(action)) {
        if (answered.has(actor)) wrong.push("somebody answered twice");
        answered.set(actor, action === "request.agree");
      }
      status = ends[action] ?? status;
      const agreed = [...answered.values()].filter(Boolean).length;
      if (action === "request.grant" && agreed !== 2) wrong.push(`it was granted when ${agreed} had agreed`);
    }
    if (given !== (status === "granted" ? 1 : 0)) wrong.push(`${status}, and given ${given} times`);
    const isBusy = answers.some((answer) => answer.status === 503);
    if (!isBusy && (isOfOneMind ? status !== "granted" : status === "open")) wrong.push(`it stays ${status}`);
    const [held] = await scene.database.rows<{ status: string; reviews: number; held: number }>(
      `select status, (select count(*) from request_review v where v.request_id = r.id)::int as reviews,
         (select count(*) from assignment a where a.tenant_id = r.tenant_id and a.user_id = $2 and a.role_id = $3)::int as held
       from request r where id = $1`,
      [request, user, billing],
    );
    const expected = { status, reviews: answered.size, held: given };
    if (JSON.stringify(held) !== JSON.stringify(expected))
      wrong.push(`${JSON.stringify(held)}, and by the log ${JSON.stringify(expected)}`);
    return wrong;
  };
}

interface Office {
  tenant: string;
  billing: string;
  manager: SignedIn;
  owners: SignedIn[];
}

async function openOffice(scene: Scene): Promise<Office> {
  const tenant = await scene.newTenant();
  await scene.acme.permit.define({
    delegations: [
      {
        ...{ role: "manager", tenant, element_type: "user-management", mode: "bind" },
        verbs: ["user.view", "role.grant"],
        roles: { keys: ["viewer", "billing"] },
        approval: [{ roles: ["billing"], count: 2, reviewers: ["owner"] }],
      },
    ],
  });
  const [manager] = await scene.signIn(await scene.newPeople(tenant, 1, "manager"), tenant);
  if (!manager) throw new Error("Nobody has signed in.");
  const owners = await scene.signIn(await scene.newPeople(tenant, many, "owner"), tenant, "approvals");
  return { tenant, billing: manager.role("billing").id, manager, owners };
}
