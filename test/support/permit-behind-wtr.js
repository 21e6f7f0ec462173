// @ts-check
import { existsSync } from "node:fs";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createServer } from "vite";

/**
 * Puts the real API under /permit of the element tests' own server, mounted as a customer would mount it.
 * @param {string} file a module that exports
 *   `startPermit(): Promise<{ fetch(request: Request): Promise<Response>, close(): Promise<void> }>`
 * @returns {{ plugin: import("@web/test-runner").TestRunnerPlugin, middleware: import("koa").Middleware }}
 */
export function permitBehindTestRunner(file) {
  const api = new Hono();
  const answer = getRequestListener(api.fetch, { overrideGlobalObjects: false });
  /** @type {Array<() => Promise<unknown>>} */
  const closing = [];

  return {
    async middleware(context, next) {
      if (!/^\/permit(\/|$)/.test(context.path)) return next();
      context.respond = false;
      await answer(context.req, context.res);
    },
    plugin: {
      name: "permit",
      async serverStart() {
        if (!existsSync(file)) return;
        // Vite runs the TypeScript; it stays open for what the API imports later.
        const vite = await createServer({
          configFile: false,
          logLevel: "error",
          appType: "custom",
          server: { middlewareMode: true, ws: false, watch: null },
          optimizeDeps: { noDiscovery: true },
        });
        closing.unshift(() => vite.close());
        const { ensureTestPostgres } = await vite.ssrLoadModule("test/support/test-postgres.ts");
        closing.unshift(await ensureTestPostgres());
        const { startPermit } = await vite.ssrLoadModule(file);
        const permit = await startPermit();
        closing.unshift(() => permit.close());
        api.mount("/permit", permit.fetch);
      },
      async serverStop() {
        for (const close of closing) await close();
      },
    },
  };
}
