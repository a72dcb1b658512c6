// `npm run bench [-- name …]`: measures. A table on stderr; the last line of stdout is one JSON object.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isBuilt } from './stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const known = readdirSync(join(root, 'bench'))
  .filter(name => name.endsWith('.ts'))
  .map(name => name.slice(0, -3));
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : known;
const unknown = wanted.filter(name => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}
if (!isBuilt(root))
  execFileSync(process.execPath, ['scripts/build.mjs'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const folder = join(root, `dist.bench.${process.pid}.tmp`);
mkdirSync(folder);
try {
  await build({
    entryPoints: wanted.map(name => join(root, 'bench', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  const results = {};
  for (const name of wanted) {
    console.error(`\n${name}`);
    const { run } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
    results[name] = await run();
    for (const [figure, value] of Object.entries(results[name]))
      console.error(`  ${figure.padEnd(48)} ${value}`);
  }
  console.log(JSON.stringify(results));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
