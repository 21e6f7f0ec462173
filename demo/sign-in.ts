import { cast, type Accounts } from "./accounts.js";
import type { Mailbox } from "./mailbox.js";
import type { SignedIn } from "./signed-in.js";
import type { SignInProblem } from "./views/sign-in.js";

/** What the sign-in form sends: one of the two, and whatever else somebody may think of. */
export interface SignInInput {
  person?: unknown;
  email?: unknown;
}

/** As one of the cast, or as whoever can read the mail of an address: that is, who has mail in the outbox. */
export async function signIn(
  { person, email }: SignInInput,
  { accounts, mailbox }: { accounts: Accounts; mailbox: Mailbox },
): Promise<SignedIn | SignInProblem> {
  const member = cast.find(({ account }) => account.key === person)?.account;
  if (member?.home) return { account: member, workspace: member.home };

  const address = typeof email === "string" ? email.trim() : "";
  const mail = address ? await mailbox.latestTo(address) : undefined;
  if (!mail) {
    return { email: address, message: "There is no message to this address in the outbox. Invite it first." };
  }
  const account = (await accounts.byEmail(address)) ?? (await accounts.open(address));
  return { account, workspace: mail.tenant };
}
