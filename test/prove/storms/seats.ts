import { asHost, call } from "../../support/acme.js";
import { many, type Storm } from "./scene.js";

const [guests, cancelled, free] = [5, 3, 5];
const seats = 1 + guests + cancelled + free;

/** More invitations than there are seats, while others are accepted, which takes none, and cancelled, which frees some. */
export const lastSeats: Storm = async (scene) => {
  const tenant = await scene.newTenant({ seats });
  const [key = ""] = await scene.newPeople(tenant, 1, "owner");
  const owners = await scene.signIn([key, key], tenant);
  const [owner] = owners;
  if (!owner) throw new Error("Nobody has signed in.");
  const inviting = (name: string) => ({
    invitations: [{ email: `${name}@acme.example`, roles: [{ role: owner.role("viewer").id }] }],
  });
  const invited: { key: string; id: string; token: string }[] = [];
  for (let n = 0; n < guests + cancelled; n += 1) {
    const guest = scene.newName("guest");
    invited.push({ key: guest, ...(await scene.acme.invite(owner, `${guest}@acme.example`, "viewer")) });
  }
  const accepting = invited.slice(0, guests).map(({ key: guest, token }, n) => {
    const as = asHost(guest, tenant);
    return () => call(scene.server(n), "POST", "/invitations/accept", { token }, as);
  });
  const cancelling = invited.slice(guests).map(
    ({ id }, n) =>
      () =>
        owners[n % 2]!.send(`POST /invitations/${id}/cancel`, {}),
  );
  const asking = Array.from(
    { length: many - guests - cancelled },
    (_, n) => () => owners[n % 2]!.send("POST /invitations", inviting(scene.newName("late"))),
  );
  const answers = await Promise.all([...asking, ...accepting, ...cancelling].map((act) => act()));

  const { entries, wrong } = await scene.happened(tenant, answers);
  const times = (name: string) => entries.filter(({ action }) => action === name).length;
  const [held] = await scene.database.rows<{ members: number; counted: number; open: number }>(
    `select members::int, (select count(*) from membership m where m.tenant_id = t.id)::int as counted,
       (select count(*) from invitation i where i.tenant_id = t.id and i.status = 'open')::int as open
     from tenant t where key = $1`,
    [tenant],
  );
  if (!held) throw new Error("The tenant is gone.");
  const taken = held.counted + held.open;
  if (taken > seats) wrong.push(`${taken} seats of ${seats} are taken`);
  if (held.members !== held.counted) wrong.push(`${held.members} members are said to be ${held.counted}`);
  const expected = 1 + guests + cancelled + times("user.invite") - times("invitation.cancel");
  if (taken !== expected) wrong.push(`${taken} seats are taken, and by the log ${expected}`);
  const isBusy = answers.some(({ status }) => status === 503);
  if (!isBusy && times("invitation.accept") !== guests) wrong.push("somebody whose seat was kept is not in");
  if (!isBusy && times("user.invite") < free) wrong.push("a free seat was given to nobody");
  return wrong;
};
