import type { HostOptions } from "../../src/api/permit.js";
import { isPart, personFor } from "./seed/cast.js";
import { isCompany } from "./seed/companies.js";

/** Stands for the cookie of an app: `<part>@<company>`. */
export const signedIn = "signed-in-as";

/** The app that has the elements in its pages, as the server knows it. Its mail goes nowhere. */
export const host: HostOptions = {
  session: (request) => {
    const [part = "", company = ""] = (request.headers.get(signedIn) ?? "").split("@");
    const known = isPart(part) && isCompany(company);
    return Promise.resolve(known ? { user: personFor(part, company), tenant: company } : null);
  },
  acceptUrl: "https://acme-docs.example/join",
  sendInvitation: () => Promise.resolve(),
};
