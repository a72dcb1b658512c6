import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ltiRefusals } from '../../src/lti/refusal.ts';
import { rootFolder } from '../../src/paths.ts';

it('docs/lti-refusals.md explains every code of a refusal by its rule, and no other', () => {
  const text = readFileSync(join(rootFolder, 'docs/lti-refusals.md'), 'utf8');
  const explained = [...text.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| [^|]+, \d[^|]* \|$/gm)].map(
    match => match[1],
  );
  expect(explained).toEqual([...ltiRefusals]);
});
