import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  const parent = dirname(from);
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'views'))) return from;
  if (parent === from) throw new Error('package.json was not found above the running code');
  return findRoot(parent);
}

/** The repository's root: the code runs from dist/ and, in tests, from src/. */
export const rootFolder = findRoot(dirname(fileURLToPath(import.meta.url)));

export const viewsFolder = join(rootFolder, 'views');
export const assetsFolder = join(rootFolder, 'dist/assets');

/** The product's version as package.json has it. */
export const version = (
  JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as { version: string }
).version;

/** Changes whenever a built asset changes, so that browsers may keep assets for ever. */
export const assetsVersion = (
  JSON.parse(readFileSync(join(rootFolder, 'dist/build.json'), 'utf8')) as { assets: string }
).assets;
