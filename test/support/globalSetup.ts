import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../scripts/stamp.mjs';

/** Child processes and browser pages of the tests run the built product, so it is built before them. */
export default function setup(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  if (isBuilt(root)) return;
  try {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'pipe' });
  } catch (error) {
    if (process.env.CI !== undefined) throw error;
    process.stdout.write('the build failed: the tests run on the last one\n');
  }
}
