import type { RaceAct } from "./acts.js";

/** What operators do in the vendor's console while others act in the tenant. */

const viewersOnly = (scene: Parameters<RaceAct["act"]>[1]) => ({
  verbs: ["user.view", "user.invite"],
  roles: { ids: [scene.role("viewer")] },
  mode: "bind",
});
const editing = (more: object): RaceAct => ({
  sends: "delegation.edit",
  act: (permit, scene) =>
    scene.operate(permit, `PATCH /delegations/${scene.delegation}`, {
      version: 1,
      limits: { ...viewersOnly(scene), ...more },
    }),
});

export const operatorsActs: Readonly<Record<string, RaceAct>> = {
  "an operator writes what managers may": {
    sends: "delegation.create",
    act: (permit, scene) =>
      scene.operate(permit, "POST /delegations", { role: scene.role("manager"), limits: viewersOnly(scene) }),
  },
  "an operator edits limits": editing({ justification: true }),
  "another operator edits them": editing({ mode: "hold" }),
  "an operator removes them": {
    sends: "delegation.remove",
    act: (permit, scene) =>
      scene.operate(permit, `POST /delegations/${scene.delegation}/remove`, { version: 1 }),
  },
  "an operator says what is meant": {
    sends: "delegation.mark-meant",
    act: (permit, scene) =>
      scene.operate(permit, "POST /delegations/meant", { attributes: ["badge"], justification: "They know" }),
  },
  "an operator says that it is meant no more": {
    sends: "delegation.withdraw-mark",
    act: (permit, scene) =>
      scene.operate(permit, `POST /delegations/meant/${scene.mark}/withdraw`, { justification: "No more" }),
  },
};
