import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMoocStore,
  type MoocStore,
  type NewMooc,
} from '../../../src/features/moocregistry/moocStore.ts';
import { createDesk } from '../../../src/features/moocregistry/deskService.ts';
import { createMoocReading } from '../../../src/features/moocregistry/moocService.ts';
import { createRegistryIndex } from '../../../src/features/moocregistry/registryIndex.ts';
import { type MoocStanding } from '../../../src/features/moocregistry/domain/mooc.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { author, contentOf, expert, institution, otherInstitution, standingOf } from './courses.ts';

const now = new Date('2026-11-22T06:00:00Z');
let test: TestStore;
let store: MoocStore;

/** A registry as another process on the same store sees it. */
const newReading = () => createMoocReading({ store, index: createRegistryIndex(store), now: () => now });
const newMooc = (title: string, standing: Partial<MoocStanding> = {}): NewMooc => ({
  content: contentOf({ titles: { kk: title, ru: '', en: '' } }),
  standing: standingOf(standing),
  reviews: [],
  event: { at: now, by: author, action: 'created', note: '', changes: [] },
});
const edited = { at: now, by: author, action: 'edited', note: '', changes: [] } as const;

beforeAll(async () => {
  test = await startTestStore();
  store = createMoocStore(test.connection);
  await ensureIndexes(test.connection);
});
afterAll(() => test.stop());

describe('a registry', () => {
  it('gives every course the next number of its institution', async () => {
    const added = await store.add(institution, [newMooc('Бірінші'), newMooc('Екінші')]);
    const [third] = await store.add(institution, [newMooc('Үшінші')]);
    const [foreign] = await store.add(otherInstitution, [newMooc('Бөтен')]);
    expect([...added, third].map(one => one?.number)).toEqual([1, 2, 3]);
    expect(foreign?.number).toBe(1);
  });

  it('keeps the courses of one institution from another', async () => {
    const [{ id } = { id: '' }] = await store.add(otherInstitution, [newMooc('Құпия')]);
    const reading = newReading();
    expect(await reading.findMooc(institution, id)).toBeNull();
    expect(await reading.listMoocs(institution, { text: 'құпия' })).toEqual([]);
    expect((await reading.findMooc(otherInstitution, id))?.titles.kk).toBe('Құпия');
  });

  it('gives a course back as it was written, and finds nothing under a wrong id', async () => {
    const wish = newMooc('Толық', { stage: 'in-use', approvedOn: '2026-02-01', usedOn: '2026-02-10' });
    const [{ id } = { id: '' }] = await store.add(institution, [wish]);
    const found = await newReading().findMooc(institution, id);
    expect(found).toMatchObject({ ...wish.content, ...wish.standing, createdBy: author, state: 'in-use' });
    expect(found?.events).toEqual([wish.event]);
    expect(await newReading().findMooc(institution, '../x')).toBeNull();
  });

  it('sees what other processes wrote, one change or many', async () => {
    const [here, there] = [newReading(), newReading()];
    const count = async (reading: typeof here) => (await reading.listMoocs(institution)).length;
    const before = await count(here);
    const [{ id } = { id: '' }] = await store.add(institution, [newMooc('Жаңа курс')]);
    expect(await Promise.all([count(here), count(there)])).toEqual([before + 1, before + 1]);
    await store.add(institution, [newMooc('Жаңа а'), newMooc('Жаңа ә'), newMooc('Жаңа б')]);
    expect(await count(here)).toBe(before + 4);
    const read = await there.findMooc(institution, id);
    if (read === null) throw new Error('not found');
    expect(await store.change(read, { standing: standingOf({ stage: 'review' }), event: edited })).toBe(true);
    expect(await here.listMoocs(institution, { states: ['review'] })).toHaveLength(1);
  });

  it('refuses a change that is based on an older reading', async () => {
    const [{ id } = { id: '' }] = await store.add(institution, [newMooc('Екеу өңдейді')]);
    const read = await newReading().findMooc(institution, id);
    if (read === null) throw new Error('not found');
    expect(await store.change(read, { event: edited })).toBe(true);
    expect(await store.change(read, { event: edited })).toBe(false);
    expect((await newReading().findMooc(institution, id))?.events).toHaveLength(2);
  });

  it('offers maps what is approved, and still finds what was retired', async () => {
    const [{ id } = { id: '' }] = await store.add(institution, [
      newMooc('Ескірген курс', { stage: 'retired', approvedOn: '2022-01-01', retiredOn: '2026-10-01' }),
      newMooc('Ескірмеген курс', { stage: 'approved', approvedOn: '2026-01-01' }),
    ]);
    const reading = newReading();
    const found = await reading.searchMoocs(institution, 'курс ескір', 10);
    expect(found.map(({ titles }) => titles.kk)).toEqual(['Ескірмеген курс']);
    expect(await reading.findMooc(institution, id)).toMatchObject({ state: 'retired', modules: [{}] });
  });

  it('says of all institutions what is due', async () => {
    const soon = { stage: 'in-use', approvedOn: '2023-12-01' } as const;
    await store.add(otherInstitution, [newMooc('Мерзімі жақын', soon)]);
    await store.add(institution, [newMooc('Мерзімі жақын', soon)]);
    const due = await newReading().dueReminders('2026-11-22');
    const ofInstitutions = due.map(({ mooc, reminder }) => [mooc.registrationId, reminder.daysLeft]);
    expect(ofInstitutions).toEqual(
      expect.arrayContaining([
        [institution, 9],
        [otherInstitution, 9],
      ]),
    );
    const own = await newReading().dueReminders('2026-11-22', institution);
    expect(own.map(({ mooc }) => mooc.titles.kk)).toEqual(['Мерзімі жақын']);
  });

  it('notes that a map uses an approved course, once', async () => {
    const [{ id } = { id: '' }] = await store.add(institution, [
      newMooc('Картадағы курс', { stage: 'approved', approvedOn: '2026-01-01' }),
    ]);
    const reading = newReading();
    const desk = createDesk({ store, reading, now: () => now });
    const read = await reading.getMooc(institution, id);
    await Promise.all([desk.noteUse(read, author), desk.noteUse(read, expert)]);
    await desk.noteUse(await reading.getMooc(institution, id), author);
    const used = await reading.getMooc(institution, id);
    expect(used).toMatchObject({ stage: 'in-use', usedOn: '2026-11-22' });
    expect(used.events.filter(({ action }) => action === 'used')).toHaveLength(1);
  });
});
