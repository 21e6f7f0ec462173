import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Checkpoint } from "./checkpoints.js";

/** Adds a checkpoint to a file as a line of JSON. What stands there already is never touched. */
export async function addCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
}
