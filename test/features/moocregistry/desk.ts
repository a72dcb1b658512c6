import request from 'supertest';
import { createMoocCentre } from '../../../src/features/moocregistry/centreService.ts';
import { createCentreStore } from '../../../src/features/moocregistry/centreStore.ts';
import { asId, type RegistrationId } from '../../../src/kernel/ids.ts';
import { type InProcess, type Visitor } from '../../support/inProcess.ts';

export const post = (app: InProcess, who: Visitor, path: string) =>
  request(app.url)
    .post(`${who.base}${path}`)
    .set('Cookie', who.cookie)
    .set('X-CSRF-Token', who.csrf)
    .type('form');

export const get = (app: InProcess, who: Visitor, path: string) =>
  request(app.url).get(`${who.base}${path}`).set('Cookie', who.cookie).set('Accept', 'text/html');

async function registrationOf(app: InProcess): Promise<RegistrationId> {
  const course = await app.store.connection.collection('courses').findOne({});
  return asId<'registration'>(String((course as { registrationId?: unknown } | null)?.registrationId));
}

/** A code as an administrator makes it in the console. */
export async function codeOfCentre(app: InProcess): Promise<string> {
  const centre = createMoocCentre(createCentreStore(app.store.connection), () => new Date());
  return centre.makeCode(await registrationOf(app));
}

/** Appoints somebody as an administrator does: by a code that the person types. */
export async function appoint(app: InProcess, who: Visitor): Promise<void> {
  const answer = await post(app, who, '/moocs/open').send({ code: await codeOfCentre(app) });
  if (answer.status !== 303) throw new Error(`the code was not accepted: ${answer.status}`);
}

/** The fields of a course that says everything it must. */
export const wholeCourse = {
  titleKk: 'Деректерді талдау',
  titleEn: 'Data analysis',
  platform: 'kaznu',
  url: 'https://open.example.kz/data',
  authors: 'Әлия Серікқызы',
  language: 'kk',
  level: 'bachelor',
  openness: 'open',
  hours: '60',
  credits: '2,5',
  owner: 'Болат Ахметов',
  modules: 'Кіріспе | 1–3 | 12',
} as const;

export const goodReview = (protocolOn: string) => ({
  reviewers: 'А. Сапарова, профессор',
  protocolNumber: '7/2',
  protocolOn,
  conclusion: 'recommended',
  'verdict:content': 'met',
});
