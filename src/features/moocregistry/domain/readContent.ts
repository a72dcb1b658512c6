import {
  type ContentField,
  type Level,
  levels,
  type MoocContent,
  moocLanguages,
  type MoocLanguage,
  opennesses,
  type Openness,
  type Platform,
  platforms,
} from './mooc.ts';
import { readModules, readNames, readRuns, writeModules, writeRuns } from './written.ts';

/** What was typed, by field. Choices are the words of the code ("open-edx"). */
export type TypedContent = Readonly<Partial<Record<ContentField, string>>>;

export const contentFaults = ['title', 'address', 'hours', 'credits', 'lines', 'long', 'choice'] as const;
export type ContentFault = (typeof contentFaults)[number];
export type ContentFaults = Readonly<
  Partial<Record<ContentField, { readonly fault: ContentFault; readonly lines: readonly number[] }>>
>;

export type ContentReading =
  | { readonly kind: 'read'; readonly content: MoocContent }
  | { readonly kind: 'wrong'; readonly faults: ContentFaults };

/** Characters of a field. A cell of a file must be able to hold what a field holds. */
export const longest: Readonly<Record<ContentField, number>> = {
  titleKk: 300,
  titleRu: 300,
  titleEn: 300,
  platform: 40,
  platformName: 120,
  url: 1_000,
  authors: 2_000,
  language: 40,
  level: 40,
  openness: 40,
  hours: 10,
  credits: 10,
  department: 200,
  owner: 200,
  tutor: 200,
  modules: 3_900,
  runs: 2_000,
};

/** Signs that nobody types and that a page or a file could stumble over. */
const controls = /(?![\n\r\t])[\p{Cc}\p{Cf}]/gu;

/** Reads the whole form. A draft may be incomplete: a title in one language is enough. */
export function readContent(typed: TypedContent): ContentReading {
  const faults: Partial<Record<ContentField, { fault: ContentFault; lines: readonly number[] }>> = {};
  const blame = (field: ContentField, fault: ContentFault, lines: readonly number[] = []): void => {
    faults[field] ??= { fault, lines };
  };
  const text = (field: ContentField): string => {
    const value = (typed[field] ?? '').replace(controls, '').trim();
    if (value.length > longest[field]) blame(field, 'long');
    return value;
  };
  const line = (field: ContentField): string => text(field).replace(/\s+/gu, ' ');
  const choice = <T extends string>(field: ContentField, values: readonly T[], usual: T): T => {
    const value = text(field);
    const found = values.find(one => one === value);
    if (found === undefined && value !== '') blame(field, 'choice');
    return found ?? usual;
  };
  const titles = { kk: line('titleKk'), ru: line('titleRu'), en: line('titleEn') };
  if (titles.kk + titles.ru + titles.en === '') blame('titleKk', 'title');
  const url = line('url');
  if (url !== '' && !isWebAddress(url)) blame('url', 'address');
  const hours = line('hours');
  if (hours !== '' && !/^[1-9]\d{0,3}$/u.test(hours)) blame('hours', 'hours');
  const credits = line('credits');
  if (credits !== '' && !/^\d{1,2}(?:[.,]\d)?$/u.test(credits)) blame('credits', 'credits');
  const modules = readModules(text('modules'));
  if (modules.wrong.length > 0) blame('modules', 'lines', modules.wrong);
  const runs = readRuns(text('runs'));
  if (runs.wrong.length > 0) blame('runs', 'lines', runs.wrong);
  const content: MoocContent = {
    titles,
    platform: choice<Platform>('platform', platforms, 'other'),
    platformName: line('platformName'),
    url,
    authors: readNames(text('authors')),
    language: choice<MoocLanguage>('language', moocLanguages, 'kk'),
    level: choice<Level>('level', levels, 'any'),
    openness: choice<Openness>('openness', opennesses, 'open'),
    hours: hours === '' ? null : Number(hours),
    credits: credits === '' ? null : Number(credits.replace(',', '.')),
    department: line('department'),
    owner: line('owner'),
    tutor: line('tutor'),
    modules: modules.values,
    runs: runs.values,
  };
  return Object.keys(faults).length > 0 ? { kind: 'wrong', faults } : { kind: 'read', content };
}

/** Absolute, http or https, without a user name: what a page may link to. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return /^https?:$/u.test(protocol) && username === '' && password === '' && hostname !== '';
}

/** What `readContent` reads back. */
export function writeContent(content: MoocContent, mark: '.' | ','): Record<ContentField, string> {
  const { titles, platform, platformName, url, authors, language, level, openness } = content;
  const { hours, credits, department, owner, tutor, modules, runs } = content;
  return {
    titleKk: titles.kk,
    titleRu: titles.ru,
    titleEn: titles.en,
    platform,
    platformName,
    url,
    authors: authors.join('\n'),
    language,
    level,
    openness,
    hours: hours === null ? '' : String(hours),
    credits: credits === null ? '' : String(credits).replace('.', mark),
    department,
    owner,
    tutor,
    modules: writeModules(modules),
    runs: writeRuns(runs),
  };
}
