import type { Reason, Role } from "../../api/wire.js";
import type { ChangeRolesInput, HeldRole } from "../../api/people/contract.js";
import type { Subject } from "./subject.js";

/** What is wished for a role: held or not, and until when. An end that is left out stays as it is. */
export interface Wish {
  on: boolean;
  endsAt?: string | null;
}

/** Wishes by role; a role without one stays as it is. They outlive a reload of the subjects. */
export type Wishes = ReadonlyMap<string, Wish>;

/** A role as the picker shows it. */
export interface RoleOption {
  role: Role;
  state: "on" | "off" | "some";
  change: "added" | "removed" | "moved" | null;
  beginsAt: string | null;
  endsAt: string | null;
  /** It ends at different times for different people. */
  endsDiffer: boolean;
  /** Why it can't be switched. */
  refusal: Reason | null;
  /** Others must agree before it is given: it can be picked, and is asked for instead. */
  approval: Reason | null;
  /** It can't be given by whoever picks, but somebody else can be asked for it. */
  canBeAskedFor: boolean;
  /** Between which moments its end may be; null if it can't be chosen. */
  end: { min: string | null; max: string | null; required: boolean } | null;
}

type Change = ChangeRolesInput["changes"][number];

/** Roles as they are to be shown for these people under these wishes. */
export function optionsFor(
  roles: readonly Role[],
  subjects: readonly Subject[],
  wishes: Wishes,
): RoleOption[] {
  return roles.map((role) => optionFor(role, subjects, wishes.get(role.id)));
}

function optionFor(role: Role, subjects: readonly Subject[], wish: Wish | undefined): RoleOption {
  const holders = subjects.flatMap((subject) => subject.held.get(role.id) ?? []);
  const held = holders.length === 0 ? "off" : holders.length === subjects.length ? "on" : "some";
  const state = wish ? (wish.on ? "on" : "off") : held;
  const [only] = subjects.length === 1 ? subjects : [];
  const give = only ? (only.cannotGive.get(role.id) ?? null) : role.cannot_give;
  const approval = held === "off" && give?.needs === "approval" ? give : null;
  const take = only?.cannotTake.get(role.id) ?? null;
  const now = only?.held.get(role.id);
  const ends = new Set(holders.map((holder) => holder.ends_at));
  const endsAt = wish?.endsAt !== undefined ? wish.endsAt : ends.size === 1 ? ([...ends][0] ?? null) : null;
  return {
    role,
    state,
    change: changeOf(held, state, wish, subjects, role.id),
    beginsAt: now?.begins_at ?? null,
    endsAt,
    endsDiffer: wish?.endsAt === undefined && ends.size > 1,
    refusal: wish || approval ? null : held === "off" ? give : held === "on" ? take : null,
    approval,
    canBeAskedFor:
      !wish && !approval && held === "off" && (give?.people?.total ?? 0) > 0 && only !== undefined,
    end: state === "on" ? endRange(role, now, approval ? null : give, take) : null,
  };
}

function changeOf(
  held: RoleOption["state"],
  state: RoleOption["state"],
  wish: Wish | undefined,
  subjects: readonly Subject[],
  role: string,
): RoleOption["change"] {
  if (!wish) return null;
  if (state === "off") return "removed";
  if (held !== "on") return "added";
  return subjects.some((subject) => changesFor(subject, new Map([[role, wish]]))) ? "moved" : null;
}

/** Whoever may not give may only bring an end nearer; whoever may not take may only put it off. */
function endRange(
  role: Role,
  now: HeldRole | undefined,
  give: Reason | null,
  take: Reason | null,
): RoleOption["end"] {
  if (!now) return give ? null : { min: null, max: role.latest_end, required: role.must_end };
  if (give && take) return null;
  if (take) return now.ends_at ? { min: now.ends_at, max: role.latest_end, required: role.must_end } : null;
  if (give) return { min: null, max: now.ends_at, required: now.ends_at !== null };
  return { min: null, max: role.latest_end, required: role.must_end && now.ends_at !== null };
}

/** Switches a role over. Coming back to what is held takes the wish away again. */
export function withSwitched(wishes: Wishes, option: RoleOption, subjects: readonly Subject[]): Wishes {
  const { id, latest_end, must_end, cannot_give } = option.role;
  const changed = new Map(wishes);
  const holders = subjects.filter((subject) => subject.held.has(id)).length;
  const toOn = option.state === "off" || (option.state === "some" && !cannot_give);
  const isMixed = holders > 0 && holders < subjects.length;
  if (!isMixed && toOn === holders > 0) changed.delete(id);
  else if (isMixed && option.change === "removed") changed.delete(id);
  else changed.set(id, toOn ? { on: true, ...(must_end ? { endsAt: latest_end } : {}) } : { on: false });
  return changed;
}

export function withEnd(
  wishes: Wishes,
  option: RoleOption,
  endsAt: string | null,
  subjects: readonly Subject[],
): Wishes {
  const { id } = option.role;
  const wish = { on: true, endsAt };
  const changed = new Map(wishes).set(id, wish);
  const isSame = subjects.every((subject) => !changesFor(subject, new Map([[id, wish]])));
  if (isSame) changed.delete(id);
  return changed;
}

/** What is to be sent for one person, or null if the wishes change nothing about them. */
export function changesFor(subject: Subject, wishes: Wishes): Change | null {
  const where = subject.instance === undefined ? {} : { instance: subject.instance };
  const grant: NonNullable<Change["grant"]> = [];
  const revoke: NonNullable<Change["revoke"]> = [];
  for (const [role, wish] of wishes) {
    const held = subject.held.get(role);
    if (!wish.on) {
      if (held) revoke.push({ role, ...where });
    } else if (!held) {
      grant.push({ role, ...where, ends_at: wish.endsAt ?? null });
    } else if (wish.endsAt !== undefined && !sameMoment(wish.endsAt, held.ends_at)) {
      grant.push({ role, ...where, ends_at: wish.endsAt });
    }
  }
  if (grant.length + revoke.length === 0) return null;
  return { user: subject.user, version: subject.version, grant, revoke };
}

/** The roles that somebody else has given and taken meanwhile. */
export function heldSince(
  before: Subject,
  now: Subject,
): { added: string[]; removed: string[]; moved: string[] } {
  return {
    added: [...now.held.keys()].filter((role) => !before.held.has(role)),
    removed: [...before.held.keys()].filter((role) => !now.held.has(role)),
    moved: [...now.held].flatMap(([role, held]) => {
      const then = before.held.get(role);
      return then && !sameMoment(then.ends_at, held.ends_at) ? [role] : [];
    }),
  };
}

export function isHeldOtherwise(before: Subject | undefined, now: Subject): boolean {
  return !before || Object.values(heldSince(before, now)).some((roles) => roles.length > 0);
}

function sameMoment(one: string | null, other: string | null): boolean {
  return (
    one === other || (one !== null && other !== null && new Date(one).getTime() === new Date(other).getTime())
  );
}
