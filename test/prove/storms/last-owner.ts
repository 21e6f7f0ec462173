import { many, type Storm } from "./scene.js";

/** Thirty-two owners, each of whom leaves, or takes ownership from another. */
export const lastOwner: Storm = async (scene, chance) => {
  const tenant = await scene.newTenant({ least: { owner: 1 } });
  const owners = await scene.signIn(await scene.newPeople(tenant, many, "owner"), tenant);
  const [owner, viewer] = ["owner", "viewer"].map((key) => owners[0]?.role(key).id);
  const ways: ((user: string) => [string, object])[] = [
    () => ["POST /leave", {}],
    (user) => ["POST /people/remove", { people: [{ user }] }],
    (user) => ["POST /people/suspend", { people: [{ user }] }],
    (user) => [
      "POST /people/roles",
      { changes: [{ user, grant: [{ role: viewer }], revoke: [{ role: owner }] }] },
    ],
  ];
  const users = owners.map(({ session }) => session.you.user);
  const answers = await Promise.all(
    owners.map((by, n) => by.send(...chance.of(ways)(chance.of(users.toSpliced(n, 1))))),
  );

  const { entries, wrong } = await scene.happened(tenant, answers);
  const lost = new Map<string, string>();
  const out = new Map<string, string>();
  for (const { action, actor, target, request } of entries) {
    // Whoever is here may leave, owner or not.
    const needed = action === "tenant.leave" ? out : lost;
    if (needed.has(actor) && needed.get(actor) !== request)
      wrong.push(`${action} by somebody who was no owner any more`);
    if (["tenant.leave", "user.remove"].includes(action)) out.set(target, request);
    if (action !== "role.grant" && !lost.has(target)) lost.set(target, request);
  }
  const left = await scene.column(
    `select distinct a.user_id from assignment a join membership m using (environment_id, tenant_id, user_id)
     join tenant t on t.id = a.tenant_id
     where t.key = $1 and a.role_id = $2 and a.ends_at is null and m.status = 'active'`,
    [tenant, owner],
  );
  if (left.length === 0) wrong.push("no owner is left");
  const expected = users.filter((user) => !lost.has(user));
  if (expected.length !== left.length || expected.some((user) => !left.includes(user)))
    wrong.push(`${left.length} are owners, and by the log ${expected.length}`);
  return wrong;
};
