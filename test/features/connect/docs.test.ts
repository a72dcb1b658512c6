import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registrationFailures } from '../../../src/lti/registering/failure.ts';
import { rootFolder } from '../../../src/paths.ts';

const documentation = readFileSync(join(rootFolder, 'docs/connect.md'), 'utf8');

it('docs/connect.md has every reason why a registration fails, and no other', () => {
  const listed = [...documentation.matchAll(/^\| `([a-z-]+)` \| .+ \|$/gm)].map(([, code]) => code);
  expect(listed.sort()).toEqual([...registrationFailures].sort());
});
