import { type Lang } from '../../../i18n/lang.ts';
import { type IsoDate } from '../../../kernel/dates.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import {
  type Level,
  type MoocEntry,
  type MoocLanguage,
  type MoocState,
  type Openness,
  type Platform,
  titleIn,
} from './mooc.ts';
import { type Age, ageOn, reminderOn, type ReminderStage, stateOn } from './renewal.ts';
import { indexWords, moocWord, searchWords, spocWord } from './spelling.ts';

/** A line of the registry with the words that it is found by. Made once, compared many times. */
export interface IndexedMooc {
  readonly entry: MoocEntry;
  /** Words with a blank before each: what begins a word follows a blank. */
  readonly titleWords: string;
  readonly allWords: string;
}

const wordLine = (words: readonly string[]): string => words.map(word => ` ${word}`).join('');

export function indexMooc(entry: MoocEntry): IndexedMooc {
  const { titles, authors, department, owner, tutor, platformName, openness, number } = entry;
  const titleWords = wordLine([titles.kk, titles.ru, titles.en].flatMap(indexWords));
  const kind = openness === 'open' ? moocWord : spocWord;
  const others = [...authors, department, owner, tutor, platformName, kind, String(number)];
  return { entry, titleWords, allWords: titleWords + wordLine(others.flatMap(indexWords)) };
}

const titles = new Intl.Collator('kk', { numeric: true });

/** The order of the registry: by the titles that a reader sees, Kazakh letters in their places. */
export function sortByTitle(moocs: readonly IndexedMooc[], lang: Lang): IndexedMooc[] {
  return moocs
    .map(mooc => ({ mooc, title: titleIn(mooc.entry.titles, lang) }))
    .sort((a, b) => titles.compare(a.title, b.title) || a.mooc.entry.number - b.mooc.entry.number)
    .map(({ mooc }) => mooc);
}

/** What of the registry is wanted; an absent field wants everything. */
export interface MoocFilter {
  readonly text?: string | undefined;
  readonly states?: readonly MoocState[] | undefined;
  readonly due?: readonly ReminderStage[] | undefined;
  readonly age?: Age | undefined;
  readonly platform?: Platform | undefined;
  readonly language?: MoocLanguage | undefined;
  readonly level?: Level | undefined;
  readonly openness?: Openness | undefined;
  readonly createdBy?: PersonId | undefined;
  /** Whose link did not work at the last look, or was never looked at. */
  readonly links?: 'bad' | 'unchecked' | undefined;
}

/** What stands in the registry as being offered: neither on its way in nor taken out. */
export const offeredStates: readonly MoocState[] = ['approved', 'in-use', 'renewal-due'];

/**
 * The courses that match all of the filter, and all words of its text as beginnings of words. Those with all words in
 * their titles come first; otherwise the order stays.
 *
 * @param moocs in the order of `sortByTitle`
 * @param on the day that states and ages are taken of
 */
export function searchRegistry(moocs: readonly IndexedMooc[], filter: MoocFilter, on: IsoDate): MoocEntry[] {
  const words = searchWords(filter.text ?? '').map(word => ` ${word}`);
  const inTitle: MoocEntry[] = [];
  const elsewhere: MoocEntry[] = [];
  for (const { entry, titleWords, allWords } of moocs) {
    if (!words.every(word => allWords.includes(word)) || !matches(entry, filter, on)) continue;
    const place = words.every(word => titleWords.includes(word)) ? inTitle : elsewhere;
    place.push(entry);
  }
  return [...inTitle, ...elsewhere];
}

function matches(entry: MoocEntry, filter: MoocFilter, on: IsoDate): boolean {
  const { states, due, age, platform, language, level, openness, createdBy, links } = filter;
  if (platform !== undefined && entry.platform !== platform) return false;
  if (language !== undefined && entry.language !== language) return false;
  if (level !== undefined && entry.level !== level) return false;
  if (openness !== undefined && entry.openness !== openness) return false;
  if (createdBy !== undefined && entry.createdBy !== createdBy) return false;
  if (links === 'bad' && !hasBadLink(entry)) return false;
  if (links === 'unchecked' && !isUnchecked(entry)) return false;
  if (age !== undefined && (entry.stage === 'retired' || ageOn(entry.approvedOn, on) !== age)) return false;
  if (states?.includes(stateOn(entry, on)) === false) return false;
  if (due === undefined) return true;
  const reminder = reminderOn(entry, on);
  return reminder !== null && due.includes(reminder.stage);
}

const badOutcomes: readonly string[] = ['moved', 'missing', 'failing', 'unreachable'];

export const hasBadLink = ({ link }: Pick<MoocEntry, 'link'>): boolean =>
  link !== null && badOutcomes.includes(link.outcome);

export const isUnchecked = ({ link, url }: Pick<MoocEntry, 'link' | 'url'>): boolean =>
  link === null && url !== '';
