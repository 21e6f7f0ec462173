import { command } from "../endpoint.js";
import { WithdrawAnswer, WithdrawInput } from "./contract.js";
import { concernsRequest } from "./review-request.js";

export const withdrawRequest = command({
  route: "POST /requests/{request}/withdraw",
  summary: "Withdraw what one has asked for, as long as it is open",
  action: "request.withdraw",
  elements: ["approvals", "access-request", "user-management", "role-assignment"],
  input: WithdrawInput,
  answer: WithdrawAnswer,
  concerns: concernsRequest,
  run: (context, _, { request: id = "" }) =>
    Promise.resolve({
      judgements: [context.judge({ act: "withdraw", request: id })],
      answer: (_, explain) => ({ request_id: context.requestId, request: id, ...explain() }),
    }),
});
