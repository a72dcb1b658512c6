import { describe, expect, it } from 'vitest';
import { type MoocEntry } from '../../../src/features/moocregistry/domain/mooc.ts';
import {
  indexMooc,
  type MoocFilter,
  searchRegistry,
  sortByTitle,
} from '../../../src/features/moocregistry/domain/search.ts';
import { entryOf } from './courses.ts';

const titles = (kk: string, ru = '', en = '') => ({ kk, ru, en });
const registry: readonly MoocEntry[] = [
  entryOf({ number: 1, titles: titles('Жасанды интеллект'), openness: 'private' }),
  entryOf({ number: 2, titles: titles('Ғылыми зерттеу әдістері', 'Методы научных исследований') }),
  entryOf({ number: 3, titles: titles('Қазақ тілі: ЖАОК құрастыру') }),
  entryOf({ number: 4, titles: titles('', '', 'Introduction to MOOC design'), platform: 'coursera' }),
  entryOf({ number: 5, titles: titles('Деректер базасы'), authors: ['Өмірбек Үсенұлы'] }),
];
const find = (filter: MoocFilter): number[] =>
  searchRegistry(sortByTitle(registry.map(indexMooc), 'kk'), filter, '2026-11-22').map(
    ({ number }) => number,
  );
const byText = (text: string): number[] => find({ text });

describe('a search', () => {
  it('takes MOOC, МООС, MOOK, МООК and ЖАОК for one word, titles first', () => {
    const found = byText('MOOC');
    expect(found.slice(0, 2).sort()).toEqual([3, 4]);
    expect(new Set(found)).toEqual(new Set([2, 3, 4, 5]));
    for (const text of ['МООС', 'MOOK', 'МООК', 'ЖАОК', 'жаок', 'мООc', 'моок', 'MOO', 'ЖАО'])
      expect(byText(text), text).toEqual(found);
  });

  it('finds private courses as SPOC', () => {
    expect(byText('SPOC')).toEqual([1]);
    expect(byText('СПОК интеллект')).toEqual([1]);
  });

  it('finds Kazakh words typed on a keyboard without Kazakh, and with letters of old fonts', () => {
    expect(byText('гылыми')).toEqual([2]);
    expect(byText('казак тили')).toEqual([3]);
    expect(byText('ӛмірбек усенулы')).toEqual([5]);
    expect(byText('əдістері')).toEqual([2]);
    expect(byText('дepeктep')).toEqual([5]);
  });

  it('takes words as beginnings of words, in any order', () => {
    expect(byText('исслед мет')).toEqual([2]);
    expect(byText('следований')).toEqual([]);
    expect(byText('интеллект жас')).toEqual([1]);
  });

  it('finds a course by its number', () => {
    expect(byText('4')).toEqual([4]);
  });

  it('keeps to all of the filter', () => {
    expect(find({ text: 'mooc', platform: 'coursera' })).toEqual([4]);
    expect(find({ openness: 'private' })).toEqual([1]);
    expect(find({ states: ['approved'] })).toEqual([]);
  });

  it('takes signs for spaces, whatever they mean elsewhere', () => {
    expect(byText('.*[')).toHaveLength(registry.length);
    expect(byText('тілі: (жаок)')).toEqual([3]);
  });

  it('sorts by the Kazakh alphabet', () => {
    expect(find({})).toEqual([2, 5, 1, 3, 4]);
  });
});
