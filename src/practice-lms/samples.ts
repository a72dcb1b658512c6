import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '../paths.ts';

export const samplesFolder = join(rootFolder, 'samples');

/** The names of the sample documents that may be downloaded from the course page. */
export function sampleFiles(): string[] {
  if (!existsSync(samplesFolder)) return [];
  return readdirSync(samplesFolder)
    .filter(name => /^[\w-]+\.(txt|docx)$/.test(name))
    .sort();
}
