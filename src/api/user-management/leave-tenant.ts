import { command } from "../endpoint.js";
import { Done, NoInput } from "./contract.js";

export const leaveTenant = command({
  route: "POST /leave",
  summary: "Give up one's whole place in this tenant",
  action: "tenant.leave",
  elements: ["user-management"],
  input: NoInput,
  answer: Done,
  concerns: () => ({}),
  run: async (context) => ({
    judgements: [context.judge({ act: "leave" })],
    answer: () => ({ request_id: context.requestId }),
  }),
});
