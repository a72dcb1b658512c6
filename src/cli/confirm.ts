import { createInterface } from 'node:readline/promises';
import { type CommandIo } from './io.ts';

/** Asks whether something that cannot be undone shall be done. */
export type Confirm = (question: string) => Promise<boolean>;

/** Asks on the process's own terminal; null when there is none. */
export function terminalOf(io: CommandIo): Confirm | null {
  const input = io.stdin as NodeJS.ReadStream;
  if (input.isTTY !== true) return null;
  return async question => {
    const reader = createInterface({ input, output: io.stderr });
    const answer = await reader.question(`${question} [y/N] `);
    reader.close();
    return /^(y|yes)$/i.test(answer.trim());
  };
}
