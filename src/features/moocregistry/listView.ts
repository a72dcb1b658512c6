import { z } from 'zod';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark, formatDay, type IsoDate } from '../../kernel/dates.ts';
import {
  levels,
  moocLanguages,
  type MoocState,
  moocStates,
  opennesses,
  platforms,
  titleIn,
} from './domain/mooc.ts';
import { ages, reminderOn, type Reminder, reminderStages, renewBy } from './domain/renewal.ts';
import { type MoocFilter } from './domain/search.ts';
import { type ListedMooc } from './moocService.ts';
import { type Viewer } from './viewer.ts';

const choice = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values).optional().catch(undefined);

/** What a list is asked for, by its address. A blank or wrong value asks for nothing. */
export const listQuery = z.object({
  q: z.string().max(200).catch(''),
  state: choice(moocStates),
  due: choice(['any', ...reminderStages]),
  age: choice(ages),
  platform: choice(platforms),
  language: choice(moocLanguages),
  level: choice(levels),
  openness: choice(opennesses),
  mine: z.literal('1').optional().catch(undefined),
  links: choice(['bad', 'unchecked']),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ListQuery = z.infer<typeof listQuery>;

/** Everything but the state, which the tabs choose: they count by it. */
export function filterOf(query: ListQuery, viewer: Viewer): MoocFilter {
  const { q, due, age, platform, language, level, openness, mine, links } = query;
  return {
    text: q,
    due: due === undefined ? undefined : due === 'any' ? reminderStages : [due],
    age,
    platform,
    language,
    level,
    openness,
    links,
    createdBy: mine === undefined ? undefined : viewer.personId,
  };
}

type ListAddress = { readonly [K in keyof ListQuery]?: string | number | undefined };

/** The address of a list; what is blank is left out. */
export function listHref(base: string, query: ListAddress): string {
  const entries = Object.entries(query).filter(
    ([name, value]) => value !== undefined && value !== '' && !(name === 'page' && value === 1),
  );
  const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? `${base}/moocs` : `${base}/moocs?${search}`;
}

const tones: Readonly<Record<MoocState, { tone: string; icon?: string }>> = {
  draft: { tone: 'neutral', icon: 'pencil' },
  review: { tone: 'info', icon: 'clock' },
  approved: { tone: 'success', icon: 'check' },
  'in-use': { tone: 'success', icon: 'check-circle' },
  'renewal-due': { tone: 'warning', icon: 'warning' },
  retired: { tone: 'neutral', icon: 'ban' },
};

export const stateChip = (state: MoocState, t: Catalogue) => ({
  text: t.moocregistry.states[state],
  ...tones[state],
});

export function dueChip({ stage, daysLeft }: Reminder, t: Catalogue) {
  const words = t.moocregistry.due;
  if (stage === 'overdue') return { text: words.overdue({ days: -daysLeft }), tone: 'danger', icon: 'error' };
  if (stage === 'today') return { text: words.today, tone: 'danger', icon: 'clock' };
  return { text: words.left({ days: daysLeft }), tone: stage === 'in30' ? 'warning' : 'info', icon: 'clock' };
}

export interface ListFacts {
  readonly query: ListQuery;
  readonly viewer: Viewer;
  readonly base: string;
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly today: IsoDate;
  /** All that the viewer may see and that match the filter, whatever their state. */
  readonly found: readonly ListedMooc[];
  /** All that the viewer may see and that are to be renewed. */
  readonly due: readonly Reminder[];
}

const pageSize = 50;

export function listView(facts: ListFacts) {
  const { query, base, t, found } = facts;
  const words = t.moocregistry;
  const chosen = query.state === undefined ? found : found.filter(({ state }) => state === query.state);
  const pages = Math.max(1, Math.ceil(chosen.length / pageSize));
  const page = Math.min(query.page, pages);
  const neighbour = (number: number) =>
    number < 1 || number > pages
      ? null
      : {
          href: listHref(base, { ...query, page: number }),
          text: words.search.page({ page: number, pages }),
        };
  return {
    found: words.search.found({ count: chosen.length }),
    isEmpty: chosen.length === 0,
    rows: chosen.slice((page - 1) * pageSize, page * pageSize).map(mooc => rowOf(mooc, facts)),
    pager:
      pages === 1
        ? null
        : {
            label: words.search.pages,
            position: words.search.page({ page, pages }),
            previous: neighbour(page - 1),
            next: neighbour(page + 1),
          },
    tabs: {
      label: words.byState,
      items: [undefined, ...moocStates].map(state => ({
        href: listHref(base, { ...query, state, page: 1 }),
        text: state === undefined ? words.allStates : words.states[state],
        current: query.state === state,
        count: state === undefined ? found.length : found.filter(one => one.state === state).length,
      })),
    },
    ...filterForm(facts),
    due: dueBanner(facts),
  };
}

function rowOf(mooc: ListedMooc, { base, t, lang, today }: ListFacts) {
  const words = t.moocregistry;
  const { number, titles, platform, platformName, language, level, hours, credits, approvedOn } = mooc;
  const reminder = reminderOn(mooc, today);
  const ends =
    approvedOn === null || mooc.stage === 'retired' ? null : renewBy(approvedOn, mooc.renewalYears);
  return {
    href: `${base}/moocs/${mooc.id}`,
    number: String(number),
    title: titleIn(titles, lang) || words.untitled,
    about: [platformName === '' ? words.platforms[platform] : platformName, words.opennesses[mooc.openness]],
    language: words.languages[language],
    level: words.levels[level],
    hours: hours === null ? words.facts.none : String(hours),
    credits: credits === null ? words.facts.none : String(credits).replace('.', decimalMark(lang)),
    state: stateChip(mooc.state, t),
    until: ends === null ? words.facts.none : formatDay(ends),
    due: reminder === null ? null : dueChip(reminder, t),
  };
}

function filterForm({ query, base, viewer, t }: ListFacts) {
  const words = t.moocregistry;
  const select = <T extends string>(
    name: keyof ListQuery,
    label: string,
    values: readonly T[],
    text: (value: T) => string,
  ) => ({
    id: `filter-${name}`,
    name,
    label,
    type: 'select',
    options: [
      { value: '', text: words.search.any, selected: query[name] === undefined },
      ...values.map(value => ({ value, text: text(value), selected: query[name] === value })),
    ],
  });
  const { fields } = words;
  return {
    action: `${base}/moocs`,
    search: {
      id: 'filter-q',
      name: 'q',
      type: 'search',
      label: words.search.label,
      hint: words.search.hint,
      value: query.q,
      maxLength: 200,
      autocomplete: 'off',
    },
    filters: [
      select('due', words.search.due, ['any', ...reminderStages], value =>
        value === 'any' ? words.due.any : words.due.stages[value],
      ),
      select('age', words.search.age, ages, value => words.ages[value]),
      select('platform', fields.platform, platforms, value => words.platforms[value]),
      select('language', fields.language, moocLanguages, value => words.languages[value]),
      select('level', fields.level, levels, value => words.levels[value]),
      select('openness', fields.openness, opennesses, value => words.opennesses[value]),
    ],
    checks: [
      ...(viewer.canPropose
        ? [{ name: 'mine', value: '1', text: words.search.mine, checked: query.mine !== undefined }]
        : []),
      { name: 'links', value: 'bad', text: words.search.badLink, checked: query.links === 'bad' },
    ],
    /** The tab that one is on stays when a search is made. */
    state: query.state ?? '',
    isFiltered: Object.entries(query).some(
      ([name, value]) => name !== 'page' && name !== 'state' && value !== undefined && value !== '',
    ),
    filtersOpen: [query.due, query.age, query.platform, query.language, query.level, query.openness].some(
      value => value !== undefined,
    ),
  };
}

function dueBanner({ due, base, t }: ListFacts) {
  const words = t.moocregistry.due;
  if (due.length === 0) return null;
  const counts = [...reminderStages].reverse().flatMap(stage => {
    const count = due.filter(one => one.stage === stage).length;
    const text = words.count({ stage: words.stages[stage], count });
    return count === 0 ? [] : [{ text, href: listHref(base, { due: stage }) }];
  });
  const isUrgent = due.some(({ stage }) => stage === 'overdue' || stage === 'today');
  return {
    tone: isUrgent ? 'danger' : 'warning',
    title: words.title,
    count: due.length,
    counts,
    all: { href: listHref(base, { due: 'any' }), text: words.any },
  };
}
