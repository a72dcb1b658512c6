import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CourseServices,
  createCourseStore,
  type CourseStore,
} from '../../../src/features/course/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

let store: TestStore;
let courses: CourseStore;
let context = 0;

beforeAll(async () => {
  store = await startTestStore();
  courses = createCourseStore(store.connection);
  await ensureIndexes(store.connection);
});
afterAll(() => store.stop());
beforeEach(() => {
  context += 1;
});

type Said = Partial<CourseServices & { title: string; hasAllScopes: boolean }>;
const silence: CourseServices = { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null };

const enter = ({ title = '', ...services }: Said = {}) =>
  courses.enter({
    registrationId: asId<'registration'>('a'.repeat(24)),
    deploymentId: '1',
    contextId: `context ${context}`,
    title,
    lang: 'kk',
    services: { ...silence, ...services },
  });

const all = {
  lineItemsUrl: 'https://lms.example/items',
  agsScopes: ['score', 'lineitem'],
  nrpsUrl: 'https://lms.example/members',
  productFamily: 'moodle',
};

/** What the store itself has, and not what was kept of it. */
const stored = async () => {
  const { id } = await enter();
  return createCourseStore(store.connection).find(id);
};

describe('the services of a course', () => {
  it('are none when its first launch names none, and come with the one that does', async () => {
    expect(await enter()).toMatchObject({ title: '', services: silence });
    expect(await enter({ title: 'Курс', ...all })).toMatchObject({ title: 'Курс', services: all });
    expect(await stored()).toMatchObject({ title: 'Курс', services: all });
  });

  it('stay through launches that do not name them', async () => {
    await enter({ title: 'Курс', ...all });
    expect(await enter()).toMatchObject({ title: 'Курс', services: all });
    await enter({ hasAllScopes: true });
    await enter({ title: 'Курс', productFamily: 'canvas' });
    expect((await stored())?.services).toEqual({ ...all, productFamily: 'canvas' });
  });

  it('follow a launch that names them anew, each by itself', async () => {
    await enter({ title: 'Курс', ...all });
    await enter({ title: 'Жаңа атау', nrpsUrl: 'https://lms.example/v2/members' });
    expect(await stored()).toMatchObject({
      title: 'Жаңа атау',
      services: { ...all, nrpsUrl: 'https://lms.example/v2/members' },
    });
  });

  it('are all heard when two first launches say different things at once', async () => {
    await Promise.all([
      enter({ nrpsUrl: all.nrpsUrl, agsScopes: ['score'] }),
      enter({ lineItemsUrl: all.lineItemsUrl, agsScopes: ['lineitem'] }),
    ]);
    const { services } = (await stored()) ?? { services: silence };
    expect({ ...services, agsScopes: [...services.agsScopes].sort() }).toEqual({
      ...all,
      agsScopes: ['lineitem', 'score'],
      productFamily: null,
    });
  });
});

describe('the scopes of a course', () => {
  it('grow by any launch', async () => {
    await enter({ ...all, agsScopes: ['score'], hasAllScopes: true });
    await enter({ agsScopes: ['result', 'score'] });
    expect((await stored())?.services.agsScopes).toEqual(['score', 'result']);
  });

  it('shrink only by a launch that lists all of them', async () => {
    await enter({ ...all, hasAllScopes: true });
    await enter({ agsScopes: ['score'] });
    expect((await stored())?.services.agsScopes).toEqual(['score', 'lineitem']);
    await enter({ agsScopes: ['score'], hasAllScopes: true });
    expect((await stored())?.services.agsScopes).toEqual(['score']);
  });
});

describe('a launch that tells nothing new', () => {
  it('asks the store for nothing while the course is known', async () => {
    const known = await enter({ title: 'Курс', ...all });
    const read = await enter();
    for (const said of [
      {},
      { title: 'Курс' },
      all,
      { agsScopes: ['lineitem'] },
      { ...all, hasAllScopes: true },
    ]) {
      // The very course that was kept: neither read nor written anew.
      expect(await enter(said)).toBe(read);
    }
    expect(read).toEqual(known);
  });
});
