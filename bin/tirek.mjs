#!/usr/bin/env node
// The operator's commands. They run from the build; outside production a missing or old build is made first.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = new URL('../dist/cli.js', import.meta.url);
if (process.env.NODE_ENV === 'production') {
  if (!existsSync(cli)) {
    console.error('Tirek is not built: run "npm ci && npm run build".');
    process.exit(1);
  }
} else {
  const { isBuilt } = await import('../scripts/stamp.mjs');
  if (!isBuilt(root)) {
    try {
      execFileSync(process.execPath, ['scripts/build.mjs'], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    } catch {
      console.error('Tirek could not be built: run "npm ci" (with development dependencies) and try again.');
      process.exit(1);
    }
  }
}
await import(cli.href);
