import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A digest of the names, sizes and times of everything that goes into a build. */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  const visit = folder => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}\0${size}\0${mtimeMs}\n`);
      }
    }
  };
  visit(join(root, 'src'));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/** Whether dist/ was built from the sources as they are now. */
export function isBuilt(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'dist/build.json'), 'utf8')).stamp === sourceStamp(root);
  } catch {
    return false;
  }
}
