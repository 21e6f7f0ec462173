import { command } from "../endpoint.js";
import { Done, LeaveInput } from "./contract.js";

export const leaveTenant = command({
  route: "POST /leave",
  summary: "Give up one's whole place in this tenant",
  action: "tenant.leave",
  elements: ["user-management"],
  input: LeaveInput,
  answer: Done,
  concerns: () => ({}),
  run: async (context) => ({
    judgements: [context.judge({ act: "leave" })],
    answer: (_, explain) => ({ request_id: context.requestId, ...explain() }),
  }),
});
