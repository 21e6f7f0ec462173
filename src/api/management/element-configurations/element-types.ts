import type { ElementType } from "../../wire.js";

/** The vendor's types of elements. */
export const vendorTypes = [
  "user_management",
  "audit_log",
  "approval_flow",
  "operation_approval",
  "approval_management",
] as const;
export type VendorType = (typeof vendorTypes)[number];

/** What the vendor's client says of an element, beside its type. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Kept as a configuration alone: no element of ours asks for leave to do a thing once. */
export const withoutElement = "operation-approval";
export type StoredType = ElementType | typeof withoutElement;

const types: Readonly<Record<VendorType, StoredType>> = {
  user_management: "user-management",
  audit_log: "audit-log",
  approval_flow: "access-request",
  operation_approval: withoutElement,
  approval_management: "approvals",
};

/** The vendor manages users of a tenant and of one resource instance in one type: for the latter ours is another. */
export function storedType(type: VendorType, settings: Settings): StoredType {
  const isOfInstances = type === "user_management" && settings["configureType"] === "REBAC";
  return isOfInstances ? "role-assignment" : types[type];
}

/** The other way: `null` for an element that the vendor has no word for, that of the operators' own console. */
export function vendorType(type: StoredType): VendorType | null {
  if (type === "role-assignment") return "user_management";
  return vendorTypes.find((each) => types[each] === type) ?? null;
}
