import { asHost, call, type SignedIn } from "../../support/acme.js";
import { many, type Storm } from "./scene.js";

/** One invitation, accepted by its guest and by others, cancelled, sent again, and made another time. */
export const oneInvitation: Storm = async (scene, chance) => {
  const tenant = await scene.newTenant();
  const [key = ""] = await scene.newPeople(tenant, 1, "owner");
  const [here, there] = (await scene.signIn([key, key], tenant)) as [SignedIn, SignedIn];
  const guest = scene.newName("guest");
  const email = `${guest}@acme.example`;
  const { id, token } = await scene.acme.invite(here, email, "editor");
  const editor = here.role("editor").id;
  const accept = (who: string, n: number) =>
    call(scene.server(n), "POST", "/invitations/accept", { token }, asHost(who, tenant));
  const others: ((n: number, by: SignedIn) => Promise<Response>)[] = [
    (n) => accept(scene.newName("stranger"), n),
    (_, by) => by.send(`POST /invitations/${id}/cancel`, {}),
    (_, by) => by.send(`POST /invitations/${id}/resend`, {}),
    (_, by) => by.send("POST /invitations", { invitations: [{ email, roles: [{ role: editor }] }] }),
  ];
  // The host has told of the guest before: only so do they all meet at the invitation itself.
  await call(scene.server(0), "POST", "/invitations/preview", { token }, asHost(guest, tenant));
  const takingPart = [chance.of(others), chance.of(others)];
  const answers = await Promise.all(
    Array.from({ length: many }, (_, n) =>
      chance.happens(0.5) ? accept(guest, n) : chance.of(takingPart)(n, n % 2 === 0 ? here : there),
    ),
  );

  const { entries, wrong } = await scene.happened(tenant, answers);
  const open = new Set([id]);
  let [isIn, isRenewed] = [false, false];
  for (const { action, target } of entries) {
    const isOpen = open.has(target);
    if (action === "user.invite") {
      if (isIn || open.size > 0) wrong.push("somebody was invited who was in already, or invited");
      open.add(target);
    } else if (action.startsWith("invitation.") && !isOpen)
      wrong.push(`${action}, of an invitation that was over`);
    if (action === "invitation.accept" && isRenewed) wrong.push("it was accepted by a link that was no more");
    if (action === "invitation.resend") isRenewed = true;
    if (["invitation.accept", "invitation.cancel"].includes(action)) open.delete(target);
    if (action === "invitation.accept") isIn = true;
  }
  const [held] = await scene.database.rows<{ places: number; roles: number; open: string[] }>(
    `select (select count(*) from membership m join app_user u on u.id = m.user_id where m.tenant_id = t.id and u.key = $2)::int as places,
       (select count(*) from assignment a join app_user u on u.id = a.user_id where a.tenant_id = t.id and u.key = $2)::int as roles,
       array(select i.id::text from invitation i where i.tenant_id = t.id and i.status = 'open') as open
     from tenant t where t.key = $1`,
    [tenant, guest],
  );
  const expected = { places: isIn ? 1 : 0, roles: isIn ? 1 : 0, open: [...open] };
  if (JSON.stringify(held) !== JSON.stringify(expected))
    wrong.push(`${JSON.stringify(held)}, and by the log ${JSON.stringify(expected)}`);
  return wrong;
};
