import { describe, expect, it } from "vitest";
import type { SignedIn } from "../../support/acme.js";
import { altered, noted, type Scene } from "./scene.js";

/** Cursors are no secrets: a position in a list. Nothing that is made of one may lead out of its reader's own list. */
export function tamperWithCursors(scene: () => Scene): void {
  const lists: Readonly<
    Record<string, { path: string; rows: string; of: (reader: SignedIn) => Promise<SignedIn> }>
  > = {
    people: { path: "/people", rows: "people", of: (reader) => Promise.resolve(reader) },
    invitations: { path: "/invitations", rows: "invitations", of: (reader) => Promise.resolve(reader) },
    "the log": {
      path: "/audit-log",
      rows: "entries",
      of: (reader) =>
        reader === scene().olivia
          ? scene().acme.as("olivia", "acme", "audit-log")
          : scene().acme.as("gloria", "globex", "audit-log"),
    },
  };
  type Page = Record<string, { id?: string; user?: string }[]> & { next: string | null };
  const idsOf = (page: Page, rows: string) => (page[rows] ?? []).map((row) => row.id ?? row.user);

  describe.each(Object.entries(lists))("a cursor of %s", (name, { path, rows, of }) => {
    const cursorOf = async () => {
      const { acme, olivia } = scene();
      if (rows === "invitations")
        for (const n of [1, 2]) await acme.invite(olivia, `${n}.${Math.random()}@acme.example`, "viewer");
      const reader = await of(olivia);
      const { next } = await reader.json<Page>(`GET ${path}?limit=1`);
      if (!next) throw new Error(`${name} has one page only`);
      return { reader, next };
    };
    const stays = async (reader: SignedIn, own: readonly unknown[], cursor: string) => {
      const response = await reader.send(`GET ${path}?limit=100&cursor=${encodeURIComponent(cursor)}`);
      if (response.status === 422 || response.status === 400) return true;
      const page = (await response.json()) as Page;
      return response.status === 200 && idsOf(page, rows).every((id) => own.includes(id));
    };

    it("altered anywhere shows what its reader may read anyway, or nothing", async () => {
      const { reader, next } = await cursorOf();
      const own = idsOf(await reader.json<Page>(`GET ${path}?limit=100`), rows);
      for (const other of altered(next)) expect(noted(await stays(reader, own, other)), other).toBe(true);
    });

    it("in another tenant shows nothing of the one it comes from", async () => {
      const { next } = await cursorOf();
      const gloria = await of(scene().gloria);
      const own = idsOf(await gloria.json<Page>(`GET ${path}?limit=100`), rows);
      expect(noted(await stays(gloria, own, next))).toBe(true);
    });

    it("is none of any other list", async () => {
      const { next } = await cursorOf();
      for (const other of Object.values(lists)) {
        if (other.path === path) continue;
        const reader = await other.of(scene().olivia);
        const { status } = await reader.refusal(`GET ${other.path}?cursor=${encodeURIComponent(next)}`);
        expect(noted(status === 422 || status === 400), other.path).toBe(true);
      }
    });
  });
}
