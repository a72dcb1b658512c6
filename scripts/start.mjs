// `npm start`: builds what must be built (never in production), then runs the server in this process.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = new URL('../dist/server.js', import.meta.url);
if (process.env.NODE_ENV === 'production') {
  if (!existsSync(server)) {
    console.error('Tirek is not built: run "npm ci && npm run build" before starting it in production.');
    process.exit(1);
  }
} else {
  const { isBuilt } = await import('./stamp.mjs');
  if (!isBuilt(root)) {
    try {
      execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
    } catch {
      console.error('Tirek could not be built: run "npm ci" (with development dependencies) and try again.');
      process.exit(1);
    }
  }
}
await import(server.href);
