import request from 'supertest';
import { createMoocCentre } from '../../../src/features/moocregistry/centreService.ts';
import { createCentreStore } from '../../../src/features/moocregistry/centreStore.ts';
import { criteria, type ExpertReview } from '../../../src/features/moocregistry/domain/mooc.ts';
import { renewBy } from '../../../src/features/moocregistry/domain/renewal.ts';
import { createMoocStore } from '../../../src/features/moocregistry/moocStore.ts';
import { addDays } from '../../../src/kernel/dates.ts';
import { asId, type RegistrationId } from '../../../src/kernel/ids.ts';
import { type InProcess, type Visitor } from '../../support/inProcess.ts';
import { contentOf, standingOf } from './courses.ts';

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

/** A course that is renewed, with everything a page can show of it, and a file that waits to be taken in. */
export async function fillRegistry(
  app: InProcess,
  centre: Visitor,
): Promise<{ mooc: string; batch: string }> {
  await appoint(app, centre);
  const store = createMoocStore(app.store.connection);
  const approvedOn = renewBy(addDays(new Date().toISOString().slice(0, 10), 20), -3);
  const at = new Date();
  const event = { at, by: centre.personId, action: 'created', note: '', changes: [] } as const;
  const review = {
    at,
    by: centre.personId,
    reviewers: ['А. Сапарова, профессор'],
    criteria: Object.fromEntries(criteria.map(one => [one, 'met'])) as ExpertReview['criteria'],
    conclusion: 'recommended',
    text: 'Мазмұны толық.',
    approbation: '25 студентпен сыналды.',
    protocolNumber: '7/2',
    protocolOn: approvedOn,
  } as const;
  const content = contentOf({
    runs: [{ from: '2026-09-01', to: null, note: 'күз' }],
    credits: 2.5,
    url: 'https://open.example.kz/courses/a-very-long-address-of-an-online-course/about?session=2026-autumn',
  });
  const standing = standingOf({ stage: 'review', approvedOn, usedOn: approvedOn });
  const [added] = await store.add(await registrationOf(app), [
    { content, standing, reviews: [review], event },
  ]);
  const csv = [
    'Қазақша атауы;Сілтеме;Академиялық сағат;Пікір',
    'Жаңа курс;https://moocs.example.kz/new;30;x',
    `Деректерді талдау негіздері;${content.url};90;`,
    'Деректерді талдау негіздері;https://moocs.example.kz/other;30;',
    'Қате жол;javascript:1;сағат;',
  ].join('\r\n');
  const answer = await post(app, centre, '/moocs/import')
    .type('multipart/form-data')
    .attach('file', Buffer.from(csv), 'курстар.csv');
  const batch = /import\/([0-9a-f]{24})/.exec(answer.headers.location ?? '')?.[1] ?? '';
  if (added === undefined || batch === '') throw new Error('the registry could not be filled');
  const mooc = (await store.find(await registrationOf(app), added.id)) ?? null;
  if (mooc === null) throw new Error('the course is not there');
  const edited = { ...event, action: 'edited', changes: [{ field: 'hours', from: '', to: '60' }] } as const;
  await store.change(mooc, { event: edited });
  return { mooc: added.id, batch };
}
