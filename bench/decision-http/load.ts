import { connect } from "node:net";

const separator = "\r\n\r\n";

/**
 * Sends one request after the other on each of some connections, and answers how many a second were answered by 200
 * with what `isRight` finds right. Works on bare sockets, so that it is not what is measured.
 */
export async function load(
  port: number,
  request: string,
  isRight: (body: string) => boolean,
  { connections, milliseconds }: { connections: number; milliseconds: number },
): Promise<number> {
  const bytes = Buffer.from(request);
  const until = performance.now() + milliseconds;
  const one = () =>
    new Promise<number>((done, fail) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes)).setNoDelay();
      let answered = 0;
      let received = "";
      socket.on("error", fail);
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const head = received.indexOf(separator);
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))?.[1]);
        if (received.length < head + separator.length + length) return;
        if (!received.startsWith("HTTP/1.1 200") || !isRight(received.slice(head)))
          return fail(new Error(`Not what was asked for: ${received.slice(0, 500)}`));
        received = "";
        answered += 1;
        if (performance.now() < until) return socket.write(bytes);
        socket.destroy();
        done(answered);
      });
    });
  const began = performance.now();
  const counts = await Promise.all(Array.from({ length: connections }, one));
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - began)) * 1000;
}

/** A POST of JSON, as bytes go over the wire. */
export function post(path: string, key: string, body: unknown): string {
  const text = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${key}`,
    "content-type: application/json",
    "x-permit-sdk-version: node:1.0.0",
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  return head.join("\r\n") + separator + text;
}
