import fc from 'fast-check';
import { expect, it } from 'vitest';
import { begin, launchClaims, loginFields, newBrowser, toForm } from '../lti/support/browser.ts';
import { expectAccepted, startedPair } from './setup.ts';

const pair = startedPair();

/** Values that no platform should send. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    'a;b',
    '\u0000',
    '\uD800',
    '__proto__',
    'constructor',
    '%00',
    '$Var',
    'null',
    '-1',
    '9'.repeat(400),
  ),
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    [],
    {},
    [null],
    [[]],
    { id: {} },
    { toString: 1 },
    { length: 3 },
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
);
const text = odd.map(value => (typeof value === 'string' ? value : JSON.stringify(value)));

/** One change to the fields of a login or a launch: a field gets another value, is doubled, or is left out. */
const fieldChange = fc.record({
  field: fc.nat(),
  how: fc.constantFrom('replace', 'double', 'remove'),
  value: text,
});
type FieldChange = typeof fieldChange extends fc.Arbitrary<infer T> ? T : never;

function changeField(form: URLSearchParams, { field, how, value }: FieldChange): void {
  const names = [...form.keys()];
  const name = names[field % names.length] ?? '';
  if (how === 'replace') form.set(name, value);
  else if (how === 'double') form.append(name, value);
  else form.delete(name);
}

const options = { seed: 20261121, numRuns: 100, endOnFailure: true };

it('100 mutated logins: never an error of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fieldChange, fc.boolean(), async (change, byGet) => {
      const form = toForm(loginFields(pair.platform));
      changeField(form, change);
      const browser = newBrowser(pair.tool);
      const answer = byGet
        ? await browser.get(`/lti/login?${form.toString()}`)
        : await browser.post('/lti/login', form);
      expect(answer.status).toBeLessThan(500);
    }),
    options,
  );
});

it('100 launches with a mutated form: never an error of ours, never a session', async () => {
  const before = await pair.tool.sessionCount();
  await fc.assert(
    fc.asyncProperty(fieldChange, async change => {
      const browser = newBrowser(pair.tool);
      const { state, nonce } = await begin(browser, pair.platform);
      const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
      const form = toForm({ state, id_token: token });
      changeField(form, change);
      const answer = await browser.post('/lti/launch', form);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }),
    options,
  );
  expect(await pair.tool.sessionCount()).toBe(before);
});

it('100 launches with a mutated claim: refused or harmless, never an error of ours', async () => {
  const harmless = new Set([303, 200]);
  await fc.assert(
    fc.asyncProperty(fc.nat(), odd, async (index, value) => {
      const browser = newBrowser(pair.tool);
      const { state, nonce } = await begin(browser, pair.platform);
      const claims = launchClaims(pair.platform, nonce, pair.tool.now());
      const names = Object.keys(claims);
      const name = names[index % names.length] ?? '';
      const token = await pair.platform.sign({ ...claims, [name]: value });
      const answer = await browser.post('/lti/launch', { state, id_token: token });
      if (!harmless.has(answer.status)) expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      const decisive = /^(iss|aud|nonce|exp|iat)$|version|message_type|deployment_id|target_link_uri/;
      if (decisive.test(name)) expect([name, value, answer.status >= 400]).toEqual([name, value, true]);
    }),
    options,
  );
});

it('a flood of refused logins is answered shortly and logged no more, and a good launch from its address comes in', async () => {
  const browser = newBrowser(pair.tool);
  const junk = () => browser.get('/lti/login?iss=https%3A%2F%2Fnobody.example');
  const refused = () => pair.tool.log.filter(line => line.event === 'lti-refused').length;
  let answer = await junk();
  for (let n = 0; n < 1_000 && answer.status !== 429; n += 1) answer = await junk();
  const logged = refused();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  expect([(await junk()).status, refused()]).toEqual([429, logged]);
  await expectAccepted(pair);
});
