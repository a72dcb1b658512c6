import { open, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type z } from 'zod';
import { type Log } from '../log.ts';

/** Writes a file so that a reader or a crash sees the old content or the new one, never a part. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  // Without it the rename itself may be lost with the power; some file systems cannot, and then nobody can.
  await folder.sync().catch(() => {});
  await folder.close();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** One value in one JSON file. `value` may be changed in place; `save` makes the change durable. */
export class StateFile<T> {
  value: T;
  readonly #path: string;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(path: string, value: T) {
    this.#path = path;
    this.value = value;
  }

  /** Reads the file, or begins with `fresh()`. A file that cannot be read is kept beside it as `….unreadable`. */
  static async open<T>(
    path: string,
    schema: z.ZodType<T>,
    fresh: () => T | Promise<T>,
    log: Log,
  ): Promise<StateFile<T>> {
    await mkdir(dirname(path), { recursive: true });
    const found = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (found !== null) {
      const parsed = schema.safeParse(parseJson(found));
      if (parsed.success) return new StateFile(path, parsed.data);
      await rename(path, `${path}.unreadable`);
      log.warn(
        { file: path, issue: parsed.error.issues[0]?.path.join('.') ?? '' },
        'practice-lms.state-unreadable',
      );
    }
    const file = new StateFile(path, await fresh());
    await file.save();
    return file;
  }

  /** Resolves when everything changed before the call is on the disk. Calls that come while one writes share the next write. */
  save(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#running = writeWhole(this.#path, JSON.stringify(this.value));
        return this.#running;
      });
    return this.#next;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
