import { describe, expect, it } from 'vitest';
import { type CourseMap } from '../../../src/features/moocmap/domain/courseMap.ts';
import { editMap, hasField, saysAlready } from '../../../src/features/moocmap/domain/edits.ts';
import { type MapService } from '../../../src/features/moocmap/mapService.ts';
import { type MapVersion } from '../../../src/features/moocmap/mapStore.ts';
import { saveUnit } from '../../../src/features/moocmap/unitService.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { filledMap, sampleSyllabus } from './filled.ts';

const map = filledMap(await sampleSyllabus('en'), 'en');
const me = asId<'person'>('a'.repeat(24));

/** A draft in the place of the store; `meanwhile` is what another person writes before this one's save arrives. */
function draftOf(first: CourseMap, meanwhile: readonly ((map: CourseMap) => CourseMap)[] = []) {
  const left = [...meanwhile];
  let now = { map: first, rev: 1 } as MapVersion;
  const service: Pick<MapService, 'edit' | 'getDraft'> = {
    getDraft: () => Promise.resolve(now),
    edit(_, rev, part, typed) {
      const other = left.shift();
      if (other !== undefined) now = { ...now, map: other(now.map), rev: now.rev + 1 };
      const edited = editMap(now.map, part, typed);
      if (rev !== now.rev) return Promise.resolve({ kind: 'conflict' });
      if (edited.kind === 'wrong') return Promise.resolve(edited);
      now = { ...now, map: edited.map, rev: rev + 1 };
      return Promise.resolve({ kind: 'saved' });
    },
  };
  return { service, now: () => now };
}
const setSemester = (semester: string) => (one: CourseMap) => ({
  ...one,
  selection: { ...one.selection, semester },
});
const row = { mooc: 'srs-1:mooc', module: 'srs-1:module', counts: 'srs-1:counts' };
const blankRow = { [row.mooc]: '', [row.module]: '', [row.counts]: '' };
const bare: CourseMap = { ...map, schedule: map.schedule.map(one => ({ ...one, use: null })) };

describe('a piece of a draft that is saved by itself', () => {
  it('is written over what its author saw, though another place has changed in between', async () => {
    const { service, now } = draftOf(bare, [setSemester('7')]);
    const typed = { [row.mooc]: 'm1', [row.module]: '2', [row.counts]: 'yes' };
    const edit = { part: 'week-4', before: blankRow, typed } as const;
    expect(await saveUnit(service, now(), edit, me)).toMatchObject({ kind: 'saved', draft: { rev: 3 } });
    expect(now().map.selection.semester).toBe('7');
    const used = now().map.schedule.find(({ kind, number }) => kind === 'srs' && number === 1);
    expect(used?.use).toEqual({ mooc: 'm1', module: 2, replaces: false, counts: true });
  });

  it('is not written over what another person wrote in the same place', async () => {
    const semester = map.selection.semester ?? '';
    const edit = { part: 'selection', before: { semester }, typed: { semester: 'mine' } } as const;
    for (const draft of [draftOf(map, [setSemester('theirs')]), draftOf(setSemester('theirs')(map))]) {
      const outcome = await saveUnit(draft.service, draft.now(), edit, me);
      expect(outcome).toMatchObject({
        kind: 'conflict',
        draft: { map: { selection: { semester: 'theirs' } } },
      });
      expect(draft.now().map.selection.semester).toBe('theirs');
    }
  });

  it('is saved once when it is sent twice, or when both wrote the same', async () => {
    const { service, now } = draftOf(setSemester('7')(map));
    const edit = { part: 'selection', before: { semester: '5' }, typed: { semester: ' 7 ' } } as const;
    expect(await saveUnit(service, now(), edit, me)).toMatchObject({ kind: 'saved', draft: { rev: 1 } });
  });

  it('says what is wrong in it, and saves nothing', async () => {
    const { service, now } = draftOf(map);
    const before = { 'm1:percent': '80' };
    for (const percent of ['130', 'many', '-5']) {
      const edit = { part: 'moocs', before, typed: { 'm1:percent': percent } } as const;
      expect(await saveUnit(service, now(), edit, me)).toEqual({
        kind: 'wrong',
        faults: { 'm1:percent': 'percent' },
      });
    }
    expect(now().map).toBe(map);
  });

  it('is refused when its row or its online course is gone', async () => {
    const { service, now } = draftOf(map);
    const edits = [
      { part: 'moocs', before: {}, typed: { 'm9:title': 'x' } },
      { part: 'outcomes', before: {}, typed: { 'LO1|m9:percent': '5' } },
      { part: 'week-4', before: {}, typed: { 'srs-40:tasks': 'x' } },
      { part: 'week-3', before: {}, typed: { 'srs-1:tasks': 'x' } },
      { part: 'selection', before: {}, typed: { version: 'x' } },
    ] as const;
    for (const edit of edits) expect(await saveUnit(service, now(), edit, me)).toEqual({ kind: 'moved' });
    expect(hasField(map, 'outcomes', 'LO1|m1:reason')).toBe(true);
    expect(hasField(map, 'model', 'model')).toBe(true);
  });

  it('gives up when others are always first, and overwrites nothing', async () => {
    const others = ['1', '2', '3', '4', '5'].map(setSemester);
    const { service, now } = draftOf({ ...map, model: null }, others);
    const edit = { part: 'model', before: { model: '' }, typed: { model: '2' } } as const;
    expect(await saveUnit(service, now(), edit, me)).toEqual({ kind: 'moved' });
    expect(now().map).toMatchObject({ model: null, selection: { semester: '4' } });
  });
});

describe('what a map says already', () => {
  it('is known however it is written, and no blank is taken for a number', () => {
    const [first] = map.moocs;
    expect(first?.percent).toBe(80);
    for (const percent of ['80', '80 %', '80,0'])
      expect(saysAlready(map, 'moocs', { 'm1:percent': percent })).toBe(true);
    const blank = { ...map, moocs: map.moocs.map(mooc => ({ ...mooc, percent: null })) };
    expect(saysAlready(blank, 'moocs', { 'm1:percent': '' })).toBe(true);
    expect(saysAlready(blank, 'moocs', { 'm1:percent': 'many' })).toBe(false);
  });
});
