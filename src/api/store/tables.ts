import type { Generated } from "kysely";

/** The tables that are read through the query builder. What the writer's SQL alone touches is not repeated here. */
export interface Tables {
  tenant: {
    environment_id: string;
    id: string;
    key: string;
    name: string;
    status: "active" | "suspended";
    seats: number | null;
    ceiling: string[] | null;
    members: number;
  };
  guardrail_role: {
    tenant_id: string;
    role_id: string;
    least: number | null;
    least_binds: boolean;
    most: number | null;
  };
  guardrail_exclusive: { tenant_id: string; set_number: number; role_id: string };
  role: {
    id: string;
    key: string;
    name: string;
    description: string;
    resource_id: string | null;
    attributes: Record<string, unknown>;
    position: number;
  };
  attribute_definition: {
    key: string;
    label: string;
    description: string;
    type: "bool" | "number" | "string" | "time" | "array" | "json" | "object" | "object_array";
    choices: string[] | null;
    editable: boolean;
    position: number;
  };
  element_configuration: {
    id: string;
    key: string;
    type: string;
    columns: string[];
    created_at: Generated<Date>;
  };
  role_level: {
    configuration_id: string;
    role_id: string;
    level: "LEVEL_1" | "LEVEL_2" | "LEVEL_3" | "LEVEL_4" | "HIDDEN";
  };
  delegation: {
    id: string;
    role_id: string;
    tenant_id: string | null;
    element_type: string | null;
    verbs: string[];
    mode: "hold" | "bind";
    passing_on: boolean;
    limits: unknown;
    version: number;
    changed_at: Date;
    changed_by: string;
  };
  meant: {
    id: string;
    tenant_id: string | null;
    role_id: string | null;
    via_id: string | null;
    gives_id: string | null;
    places: (string | null)[];
    attribute: string | null;
    why: string;
    marked_at: Date;
    marked_by: string;
  };
  delegation_role: { delegation_id: string; role_id: string };
  invitation: {
    id: string;
    tenant_id: string;
    email: string;
    status: "open" | "accepted" | "cancelled" | "expired";
    inviter_kind: "delegate" | "operator";
    inviter_id: string;
    inviter_name: string;
    justification: string | null;
    created_at: Date;
    expires_at: Date;
  };
  idempotency: {
    actor: string;
    route: string;
    key: string;
    payload_hash: Uint8Array;
    answer: unknown;
    created_at: Date;
  };
}
