import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMoocCentre, type MoocCentre } from '../../../src/features/moocregistry/centreService.ts';
import { createCentreStore } from '../../../src/features/moocregistry/centreStore.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { languages } from '../../../src/i18n/index.ts';
import { type RegistrationId } from '../../../src/kernel/ids.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';
import { type ConsoleVisitor, openAsOperator } from '../connect/consoleVisitor.ts';
import { author, expert, otherInstitution } from './courses.ts';

let app: InProcess;
let operator: ConsoleVisitor;
let centre: MoocCentre;
let institution: RegistrationId;
let now = new Date();

beforeAll(async () => {
  app = await startInProcess();
  const issuer = 'https://lms.example';
  await app.tirek.trustPlatform({
    name: 'University',
    issuer,
    clientId: 'tirek-1',
    deploymentId: '1',
    authUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
  });
  const [registration] = await app.tirek.lti.registrations.list();
  if (registration === undefined) throw new Error('no platform');
  institution = registration.id;
  operator = await openAsOperator({ url: app.url, publicUrl: app.url }, app.tirek.connect);
  centre = createMoocCentre(createCentreStore(app.store.connection), () => now);
});
afterAll(() => app.stop());

const page = () => `/platforms/${institution}/mooc-centre`;

async function codeFromConsole(): Promise<string> {
  const { text } = await operator.post(`${page()}/code`);
  return /[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}/.exec(text)?.[0] ?? '';
}

describe('the MOOC centre in the console', () => {
  it('is appointed by a code that is shown once, and dismissed', async () => {
    const roster = createRosterStore(app.store.connection);
    const facts = { sub: 'expert', familyName: 'Сапарова', givenName: 'Айгүл' };
    const person = await roster.meetPerson(institution, facts);
    expect((await operator.get(`/platforms/${institution}`)).text).toContain('MOOC centre');
    const code = await codeFromConsole();
    expect((await operator.get(page())).text).not.toContain(code);
    expect(await centre.redeem(institution, code, person.id)).toBe(true);
    const shown = await operator.get(page());
    expect(shown.text).toContain('Сапарова Айгүл');
    expect((await operator.post(`${page()}/dismiss`, { person: person.id })).status).toBe(303);
    expect(await centre.isMember(institution, person.id)).toBe(false);
  });

  it('is a page in three languages', async () => {
    for (const lang of languages) {
      const visitor = await openAsOperator({ url: app.url, publicUrl: app.url }, app.tirek.connect, lang);
      await expectValidHtml((await visitor.get(page())).text);
    }
  });
});

describe('a code of the MOOC centre', () => {
  it('works once, in its own institution, for two weeks', async () => {
    const code = await codeFromConsole();
    expect(await centre.redeem(otherInstitution, code, author)).toBe(false);
    const both = await Promise.all([
      centre.redeem(institution, code, author),
      centre.redeem(institution, code, expert),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const old = await codeFromConsole();
    now = new Date(Date.now() + 15 * 86_400_000);
    expect(await centre.redeem(institution, old, author)).toBe(false);
    now = new Date();
  });

  it('stays good when another is made for somebody else', async () => {
    const [first, second] = [await codeFromConsole(), await codeFromConsole()];
    expect(await centre.redeem(institution, first, author)).toBe(true);
    expect(await centre.redeem(institution, second, expert)).toBe(true);
  });
});
