import {
  type MoocContent,
  type MoocEntry,
  type MoocStanding,
} from '../../../src/features/moocregistry/domain/mooc.ts';
import { asId } from '../../../src/kernel/ids.ts';

export const institution = asId<'registration'>('a'.repeat(24));
export const otherInstitution = asId<'registration'>('b'.repeat(24));
export const author = asId<'person'>('c'.repeat(24));
export const expert = asId<'person'>('d'.repeat(24));

/** A course that says everything it must. */
export function contentOf(content: Partial<MoocContent> = {}): MoocContent {
  return {
    titles: { kk: 'Деректерді талдау негіздері', ru: 'Основы анализа данных', en: 'Data analysis basics' },
    platform: 'kaznu',
    platformName: '',
    url: 'https://open.example.kz/courses/data-1',
    authors: ['Әлия Серікқызы'],
    language: 'kk',
    level: 'bachelor',
    openness: 'open',
    hours: 60,
    credits: 2,
    department: 'Информатика кафедрасы',
    owner: 'Болат Ахметов',
    tutor: '',
    modules: [{ title: 'Кіріспе', weeks: { from: 1, to: 3 }, hours: 12, from: null, to: null }],
    runs: [],
    ...content,
  };
}

export function standingOf(standing: Partial<MoocStanding> = {}): MoocStanding {
  return {
    stage: 'draft',
    approvedOn: null,
    renewalYears: 3,
    usedOn: null,
    retiredOn: null,
    ...standing,
  };
}

export function entryOf(given: Partial<MoocEntry> = {}): MoocEntry {
  const number = given.number ?? 1;
  return {
    ...contentOf(),
    ...standingOf(),
    id: asId<'mooc'>(number.toString(16).padStart(24, '0')),
    registrationId: institution,
    number,
    rev: 1,
    createdBy: author,
    link: null,
    ...given,
  };
}
