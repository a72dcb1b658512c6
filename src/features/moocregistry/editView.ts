import { type Catalogue } from '../../i18n/index.ts';
import {
  type ContentField,
  contentFields,
  levels,
  moocLanguages,
  opennesses,
  platforms,
} from './domain/mooc.ts';
import { type ContentFaults, longest, type TypedContent } from './domain/readContent.ts';

/** What is chosen before anybody has chosen. */
export const blankCourse: TypedContent = {
  platform: 'kaznu',
  language: 'kk',
  level: 'bachelor',
  openness: 'open',
};

export function faultText({ fault, lines }: NonNullable<ContentFaults[ContentField]>, t: Catalogue): string {
  return t.moocregistry.faults[fault]({ lines: lines.join(', ') });
}

/** The form of a course, section by section, with what was typed. */
export function editView(typed: TypedContent, faults: ContentFaults, t: Catalogue) {
  const words = t.moocregistry;
  const field = (name: ContentField, more: object = {}) => {
    const fault = faults[name];
    return {
      id: name,
      name,
      label: words.fields[name],
      value: typed[name] ?? '',
      error: fault === undefined ? null : faultText(fault, t),
      maxLength: longest[name],
      autocomplete: 'off',
      ...more,
    };
  };
  const select = <T extends string>(name: ContentField, values: readonly T[], text: (value: T) => string) =>
    field(name, {
      type: 'select',
      maxLength: undefined,
      options: values.map(value => ({ value, text: text(value), selected: typed[name] === value })),
    });
  const lines = (name: ContentField, hint: string) => field(name, { type: 'textarea', hint, wide: true });
  const { hints } = words;
  return {
    sections: [
      {
        id: 'titles',
        title: words.sections.titles,
        hint: hints.titles,
        fields: [
          field('titleKk', { lang: 'kk' }),
          field('titleRu', { lang: 'ru' }),
          field('titleEn', { lang: 'en' }),
        ],
      },
      {
        id: 'place',
        title: words.sections.place,
        hint: null,
        fields: [
          select('platform', platforms, value => words.platforms[value]),
          field('platformName', { hint: hints.platformName, optional: true }),
          field('url', { type: 'url', hint: hints.url }),
          select('openness', opennesses, value => words.opennesses[value]),
        ],
      },
      {
        id: 'about',
        title: words.sections.about,
        hint: null,
        fields: [
          select('language', moocLanguages, value => words.languages[value]),
          select('level', levels, value => words.levels[value]),
          field('hours', { inputMode: 'numeric', size: 'number' }),
          field('credits', { inputMode: 'decimal', size: 'number' }),
        ],
      },
      {
        id: 'people',
        title: words.sections.people,
        hint: null,
        fields: [field('department'), field('owner'), field('tutor'), lines('authors', hints.authors)],
      },
      {
        id: 'content',
        title: words.sections.content,
        hint: null,
        fields: [lines('modules', hints.modules), lines('runs', hints.runs)],
      },
    ],
  };
}

/** The fields of a body that are those of a course. */
export const typedOf = (body: Readonly<Record<string, string>>): TypedContent =>
  Object.fromEntries(contentFields.flatMap(name => (body[name] === undefined ? [] : [[name, body[name]]])));
