import { placeInWords } from "../delegation/giving.js";
import type { Delegation, Place, Role } from "../delegation/types.js";
import type { Cell } from "./contract.js";

/** The limits under which a delegation lets one role be given, each in a few words. */

type Limit = Cell["by"][number]["limits"][number];
const day = 86_400_000;
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const all = (words: readonly string[]) => new Intl.ListFormat("en").format(words);
const either = (words: readonly string[]) => new Intl.ListFormat("en", { type: "disjunction" }).format(words);

export function limitsInWords(
  { roles }: { roles: ReadonlyMap<string, Role> },
  delegation: Delegation,
  role: string,
  places: readonly Place[],
): Limit[] {
  const { mode, time, counts, domains, targets, approval, justification, places: reach } = delegation;
  const limits: Limit[] = [];
  const say = (limit: Limit["limit"], words: string | false) => {
    if (words !== false) limits.push({ limit, words });
  };
  const named = places.filter((place) => place !== null);
  const own = reach.own && named.length > 0 && "on the same item";
  say("place", own || (named.length > 0 && `on ${all(named.map(placeInWords))}`));
  say("hold", mode === "hold" && "only with all it allows held oneself");
  say("end", time.longest !== null && `for ${counted(Math.floor(time.longest / day), "day")} at most`);
  say("end", time.longest === null && time.mustEnd && "with an end");
  for (const { count } of approval.filter((each) => each.roles.has(role)))
    say("approval", `with the agreement of ${count === 1 ? "somebody else" : `${count} others`}`);
  say("domains", domains.allow !== null && `invitations to ${either(domains.allow) || "nobody"} only`);
  say("domains", domains.ask.length > 0 && `invitations to ${either(domains.ask)} with approval`);
  say("domains", domains.refuse.length > 0 && `no invitations to ${either(domains.refuse)}`);
  for (const { name, in: values } of targets.attributes ?? [])
    say("targets", `to people whose ${name} is ${either(values.map(String)) || "nothing"}`);
  say("targets", targets.groups !== null && `to people in ${either(targets.groups) || "no group"}`);
  say("targets", targets.domains !== null && `to people at ${either(targets.domains) || "no domain"}`);
  const most = counts.holders.get(role);
  say("counts", most !== undefined && `while at most ${most} hold ${roles.get(role)?.name ?? "it"}`);
  say("counts", counts.seats !== null && `while at most ${counted(counts.seats, "seat")} are taken`);
  say("counts", counts.bulk !== null && `${counts.bulk} at a time`);
  say("counts", counts.grantsPerHour !== null && `${counted(counts.grantsPerHour, "grant")} an hour`);
  say("counts", counts.openInvitations !== null && `${counted(counts.openInvitations, "open invitation")}`);
  say("justification", justification && "with a reason in words");
  return limits;
}
