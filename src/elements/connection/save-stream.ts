import { ConnectionLost, isAbort } from "./errors.js";

interface StreamedFile {
  name: string;
  type: string;
  wrote: (piece: Uint8Array) => void;
}

const pieceSize = 1 << 20;

/**
 * Has the browser save a stream once all of it has come; what breaks off is not saved. Pieces go into blobs, which a
 * browser keeps outside the page's memory.
 */
export async function saveStream(
  stream: ReadableStream<Uint8Array>,
  { name, type, wrote }: StreamedFile,
): Promise<void> {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = (): void => {
    blobs.push(new Blob(pieces));
    pieces = [];
    size = 0;
  };
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw isAbort(error) ? error : new ConnectionLost(error);
    });
    if (done) break;
    wrote(value);
    pieces.push(value as Uint8Array<ArrayBuffer>);
    size += value.byteLength;
    if (size > pieceSize) flush();
  }
  flush();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(blobs, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
