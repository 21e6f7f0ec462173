import manifest from "../dist/custom-elements.json?raw";

interface Manifest {
  modules: { declarations?: { members?: Member[]; events?: { name: string; description?: string }[] }[] }[];
}

interface Member {
  name: string;
  privacy?: "public" | "protected" | "private";
}

/** The manifest without what is nobody's business: private members, and events that were guessed from the code. */
export function publicManifest(): Manifest {
  const { modules, ...rest } = JSON.parse(manifest) as Manifest;
  return {
    ...rest,
    modules: modules.map(({ declarations = [], ...module }) => ({
      ...module,
      declarations: declarations.map(({ members = [], events = [], ...declaration }) => ({
        ...declaration,
        events: events.filter(({ description }) => description !== undefined),
        members: members.filter(isPublic),
      })),
    })),
  };
}

function isPublic({ name, privacy = "public" }: Member): boolean {
  return privacy === "public" && !name.startsWith("#");
}
