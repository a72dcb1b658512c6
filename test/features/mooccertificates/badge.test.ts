import { createHash } from 'node:crypto';
import { decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { createBadgeKeys } from '../../../src/features/mooccertificates/badgeKeys.ts';
import { createBadgeKeyStore } from '../../../src/features/mooccertificates/badgeKeyStore.ts';
import { type Certificate } from '../../../src/features/mooccertificates/domain/certificate.ts';
import { createIssuedStore } from '../../../src/features/mooccertificates/issuedStore.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type MoocApp, startMoocApp } from '../moocresults/moocApp.ts';

const home = '/mooccertificates/own';
const issuedAt = new Date('2026-11-22T05:00:00.789Z');

/** The classes of Open Badges 3.0 (appendix B), as far as a badge of ours uses them: nothing else may stand there. */
const uri = z.string().regex(/^(?:https?:\/\/|urn:uuid:)\S+$/u);
const dateTime = z.iso.datetime({ offset: true });
const achievement = z.strictObject({
  id: uri,
  type: z.tuple([z.literal('Achievement')]),
  achievementType: z.literal('Course'),
  criteria: z.strictObject({ narrative: z.string().min(1) }),
  description: z.string().min(1),
  name: z.string().min(1),
  creditsAvailable: z.number().optional(),
  inLanguage: z.string().regex(/^[a-z]{2}$/u),
});
const achievementCredential = z.strictObject({
  '@context': z.tuple(
    [
      z.literal('https://www.w3.org/ns/credentials/v2'),
      z.literal('https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'),
    ],
    uri,
  ),
  id: uri,
  type: z.tuple([z.literal('VerifiableCredential'), z.literal('OpenBadgeCredential')]),
  name: z.string().min(1),
  issuer: z.strictObject({ id: uri, type: z.tuple([z.literal('Profile')]), name: z.string().min(1) }),
  validFrom: dateTime,
  credentialSubject: z.strictObject({
    id: uri,
    type: z.tuple([z.literal('AchievementSubject')]),
    identifier: z.array(
      z.strictObject({
        type: z.literal('IdentityObject'),
        hashed: z.literal(true),
        identityHash: z.string().regex(/^sha256\$[0-9a-f]{64}$/u),
        identityType: z.enum(['emailAddress', 'name']),
        salt: z.string().min(1),
      }),
    ),
    licenseNumber: z.string().min(1),
    activityEndDate: dateTime.optional(),
    creditsEarned: z.number().optional(),
    achievement,
  }),
  credentialStatus: z.strictObject({ id: uri, type: z.literal('1EdTechRevocationList') }),
  credentialSchema: z.tuple([z.strictObject({ id: uri, type: z.literal('1EdTechJsonSchemaValidator2019') })]),
});

interface Identity {
  identityType: string;
  identityHash: string;
  hashed: boolean;
  salt: string;
}

describe('a badge', () => {
  let app: MoocApp;
  let holder: Visitor;
  let certificate: Certificate;
  const badge = (who: Visitor, lang = 'en') =>
    request(app.url)
      .get(`${who.base}${home}/${certificate.id}/badge?lang=${lang}`)
      .set('Cookie', who.cookie)
      .buffer(true)
      .parse((answer, done) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => done(null, Buffer.concat(parts).toString('utf8')));
      });
  const jwtOf = async (lang?: string): Promise<string> => (await badge(holder, lang)).body as string;
  /** Knows nothing of the tool but the file: what it needs stands in there, and is fetched. */
  const verify = async (jwt: string) => {
    const { kid = '' } = decodeProtectedHeader(jwt);
    const key = (await (await fetch(kid)).json()) as JWK;
    return jwtVerify(jwt, await importJWK(key, 'RS256'), { algorithms: ['RS256'], currentDate: issuedAt });
  };

  beforeAll(async () => {
    app = await startMoocApp(2);
    holder = app.students[0] as Visitor;
    const { connection } = app.store;
    const course = await createCourseStore(connection).find(app.teacher.courseId);
    if (course === null) throw new Error('no course');
    certificate = {
      ...{ id: 'a'.repeat(24), year: 2026, number: 17, code: 'K7QF-2M9D-4HTX-9RWE' },
      ...{ registrationId: course.registrationId, courseId: course.id, personId: holder.personId },
      credentialId: '6d0f9f0e-3c53-4a54-9d7b-1f2e3d4c5b6a',
      ...{ institution: 'Үлгі университеті', holder: 'Бейсенбаева Ұлпан' },
      mooc: {
        key: 'm1',
        titles: { kk: 'Деректерді талдау негіздері', ru: 'Основы анализа данных', en: 'Data analysis' },
        platforms: { kk: 'Ашық платформа', ru: 'Открытая платформа', en: 'Open platform' },
        ...{ url: 'https://open.example.kz/data', hours: 60, credits: 2.5 },
      },
      ...{ completedOn: '2026-11-20', issuedBy: asId<'person'>('e'.repeat(24)), issuedAt, revoked: null },
    };
    expect(await createIssuedStore(connection).add(certificate)).toBe(true);
  });
  afterAll(() => app.stop());

  it('is signed by one key, even when the first two are asked for at once, and the key is stored sealed', async () => {
    const kids = (await Promise.all([jwtOf('kk'), jwtOf('ru')])).map(jwt => decodeProtectedHeader(jwt).kid);
    expect(kids[0]).toBe(kids[1]);
    const stored = await app.store.connection.collection('badge_keys').find().toArray();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain('PRIVATE KEY');
    const stranger = createBadgeKeys(
      createBadgeKeyStore(app.store.connection),
      createSealer('another secret key, long enough to be one'),
      () => issuedAt,
    );
    await expect(stranger.signing()).rejects.toThrow('does not open');
  });

  it('can be verified by anybody with the file alone, in three languages', async () => {
    for (const lang of languages) {
      const { payload, protectedHeader } = await verify(await jwtOf(lang));
      expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
      expect(payload).toMatchObject({
        '@context': [
          'https://www.w3.org/ns/credentials/v2',
          'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
          'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
        ],
        id: `urn:uuid:${certificate.credentialId}`,
        type: ['VerifiableCredential', 'OpenBadgeCredential'],
        name: certificate.mooc.titles[lang],
        issuer: { type: ['Profile'], name: 'Үлгі университеті' },
        validFrom: '2026-11-22T05:00:00Z',
        credentialSubject: {
          type: ['AchievementSubject'],
          achievement: {
            ...{ type: ['Achievement'], name: certificate.mooc.titles[lang], inLanguage: lang },
            description: `${certificate.mooc.titles[lang]}. ${certificate.mooc.platforms[lang]}`,
            criteria: { narrative: catalogueOf(lang).mooccertificates.badge.criteria },
          },
        },
        credentialStatus: { type: '1EdTechRevocationList' },
      });
      const { issuer, credentialSubject } = payload as unknown as Record<string, { id: string }>;
      expect(payload).toMatchObject({ iss: issuer?.id, sub: credentialSubject?.id, jti: payload['id'] });
      expect(payload.nbf).toBe(Date.parse('2026-11-22T05:00:00Z') / 1000);
      expect(payload).not.toHaveProperty('vc');
    }
  });

  it('is an AchievementCredential of Open Badges 3.0, with nothing that the class does not know', async () => {
    const { payload } = await verify(await jwtOf());
    const { iss, jti, nbf, sub, ...credential } = payload;
    expect([iss, jti, nbf, sub]).not.toContain(undefined);
    expect(achievementCredential.safeParse(credential).error).toBeUndefined();
  });

  it('verifies for ever, though another key signs after a year', async () => {
    const old = await jwtOf();
    const keys = app.store.connection.collection('badge_keys');
    const aged = { $set: { madeAt: new Date('2020-01-01T00:00:00Z') } };
    await keys.updateOne({ _id: 'signing' as never }, aged);
    const [one, two] = await Promise.all([jwtOf('kk'), jwtOf('ru')]);
    const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid;
    expect(kidOf(one)).toBe(kidOf(two));
    expect(kidOf(one)).not.toBe(kidOf(old));
    for (const jwt of [old, one, two]) await verify(jwt);
    expect(await keys.countDocuments()).toBe(2);
    expect(await keys.countDocuments({ privateKey: { $type: 'string' } })).toBe(1);
  });

  it('does not verify once a letter of it is changed', async () => {
    const [header, body = '', signature] = (await jwtOf()).split('.');
    const forged = Buffer.from(body, 'base64url').toString().replace('Data analysis', 'Data synthesis');
    const changed = [header, Buffer.from(forged).toString('base64url'), signature].join('.');
    await expect(verify(changed)).rejects.toThrow('signature verification failed');
  });

  it('names issuer and achievement by addresses that tell the same', async () => {
    const { payload } = await verify(await jwtOf('ru'));
    const { issuer, credentialSubject } = payload as unknown as {
      issuer: { id: string };
      credentialSubject: { achievement: { id: string } };
    };
    for (const part of [issuer, credentialSubject.achievement]) {
      const answer = await fetch(part.id);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(await answer.json()).toEqual(part);
    }
    for (const path of ['keys/x', `issuers/${'f'.repeat(24)}`, 'issuers/x/revoked', 'achievements/x/ru'])
      expect((await request(app.url).get(`/badges/${path}`)).status).toBe(404);
  });

  it('tells of the person nothing but salted digests of name and e-mail', async () => {
    const { payload } = await verify(await jwtOf('kk'));
    const said = JSON.stringify(payload);
    const secrets = ['univ.example', 'Бейсенбаева', 'Ұлпан', certificate.code, holder.personId];
    for (const secret of [...secrets, certificate.courseId]) expect(said).not.toContain(secret);
    const { identifier } = payload['credentialSubject'] as { identifier: Identity[] };
    const digest = (text: string) => `sha256$${createHash('sha256').update(text).digest('hex')}`;
    const salt = identifier[0]?.salt ?? '';
    expect(salt.length).toBeGreaterThan(20);
    expect(identifier.map(({ identityType, identityHash }) => [identityType, identityHash])).toEqual([
      ['emailAddress', digest(`s0@univ.example${salt}`)],
      ['name', digest(`Бейсенбаева Ұлпан${salt}`)],
    ]);
    expect(identifier.every(({ hashed }) => hashed)).toBe(true);
  });

  it('is downloaded by its holder alone', async () => {
    const answer = await badge(holder);
    expect(answer.headers['content-type']).toContain('application/jwt');
    expect(answer.headers['content-disposition']).toMatch(/^attachment;.*2026-00017\.jwt/u);
    expect((await badge(app.students[1] as Visitor)).status).toBe(404);
    expect((await badge(app.teacher)).status).toBe(403);
    const { text } = await app.get(holder, home);
    await expectValidHtml(text);
    for (const lang of languages) expect(text).toContain(`${certificate.id}/badge?lang=${lang}`);
  });

  it('is given out no more once it is revoked: the page says so, and the public list has its id', async () => {
    const { payload } = await verify(await jwtOf());
    const { id } = payload['credentialStatus'] as { id: string };
    const listed = async () => (await (await fetch(id)).json()) as { revokedCredential: unknown[] };
    expect((await listed()).revokedCredential).toEqual([]);
    const revoked = { by: certificate.issuedBy, at: issuedAt, reason: 'Нәтиже қате жүктелген' };
    await createIssuedStore(app.store.connection).revoke(certificate, revoked);
    const answer = await badge(holder);
    expect([answer.status, answer.headers['location']]).toEqual([303, `${holder.base}${home}`]);
    const { text } = await app.get(holder, home);
    await expectValidHtml(text);
    expect(text).toContain(catalogueOf('kk').mooccertificates.badge.revoked);
    expect(text).not.toContain('/badge?');
    expect(await listed()).toEqual({
      ...{ id, issuer: payload.iss },
      revokedCredential: [{ id: `urn:uuid:${certificate.credentialId}`, revoked: true }],
    });
  });
});
