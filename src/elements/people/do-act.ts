import { PermitErrorEvent } from "../connection/events.js";
import { PermitActEvent, PermitBeforeEvent, type Act, type Acts } from "./events.js";
import { StoppedByHost } from "./messages.js";

/**
 * Does an act. The host page hears of it before it is sent and may stop it, and after it is done; a dry run does
 * nothing and is not told.
 */
export async function doAct<Name extends Act>(
  host: HTMLElement,
  act: Name,
  input: Acts[Name]["input"],
  send: () => Promise<Acts[Name]["answer"]>,
): Promise<Acts[Name]["answer"]> {
  if ("dry_run" in input && input.dry_run) return send();
  const before = new PermitBeforeEvent(act, input);
  const goesOn = host.dispatchEvent(before);
  try {
    await before.settled();
  } catch (error) {
    throw new StoppedByHost(error instanceof Error ? error.message : "", { cause: error });
  }
  if (!goesOn) throw new StoppedByHost();
  let answer: Acts[Name]["answer"];
  try {
    answer = await send();
  } catch (error) {
    host.dispatchEvent(new PermitErrorEvent(error));
    throw error;
  }
  const requestId = "request_id" in answer ? answer.request_id : undefined;
  host.dispatchEvent(new PermitActEvent(act, input, answer, requestId));
  return answer;
}
