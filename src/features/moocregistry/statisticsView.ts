import { type SheetCell, writeXlsx } from '../../documents/write/index.ts';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { formatDay, type IsoDate } from '../../kernel/dates.ts';
import { type Bar, type BarPlot, lyingBars } from '../../web/barPlot.ts';
import { titleIn } from './domain/mooc.ts';
import {
  type Counts,
  type KnownSum,
  models,
  notKnown,
  type RegistryStatistics,
  statisticsOf,
  termGroups,
  useCounts,
  useGroups,
} from './domain/statistics.ts';
import { listHref, type ListQuery } from './listView.ts';
import { type ListedMooc } from './moocService.ts';
import { type MoocUse } from './usePort.ts';

export interface StatisticsFacts {
  readonly moocs: readonly ListedMooc[];
  /** Null: nothing is known of maps. */
  readonly uses: readonly MoocUse[] | null;
  readonly today: IsoDate;
  readonly base: string;
  readonly t: Catalogue;
  readonly lang: Lang;
}

/** A line of figures; those that are counted from a list lead to it. */
interface Line {
  readonly names: readonly string[];
  readonly figures: readonly string[];
  readonly href: string | null;
}

interface FigureTable {
  readonly id: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly lines: readonly Line[];
  /** The most telling figures as a drawing. */
  readonly bars?: { readonly title: string; readonly plot: BarPlot };
}

export function statisticsView(facts: StatisticsFacts) {
  const words = facts.t.mooccentre.statistics;
  return {
    lead: words.lead({ on: formatDay(facts.today) }),
    tables: courseTables(facts),
    uses: useTables(facts),
    usesUnknown: facts.uses === null ? words.useUnknown : null,
    download: { text: words.download, href: `${facts.base}/moocs/statistics/file`, icon: 'download' },
    back: { href: `${facts.base}/moocs`, text: facts.t.moocregistry.title },
  };
}

/** @param values of the lines, in their order; null: not known, so not drawn */
function drawn(
  table: FigureTable,
  title: string,
  values: readonly (number | null)[],
  unit = '',
): FigureTable {
  const bars = table.lines.flatMap(({ names, href }, place): Bar[] => {
    const [name, value] = [names[0] ?? '', values[place] ?? null];
    if (value === null) return [];
    const figure = `${value}${unit}`;
    return [{ name, value, figure, href, label: `${name}: ${figure}` }];
  });
  return bars.length === 0 ? table : { ...table, bars: { title, plot: lyingBars(bars) } };
}

function courseTables({ moocs, today, base, t }: StatisticsFacts): FigureTable[] {
  const words = t.mooccentre.statistics;
  const registry = t.moocregistry;
  const figures: RegistryStatistics = statisticsOf(moocs, today);
  const table = <T extends string>(
    name: keyof ListQuery,
    title: string,
    counts: readonly Counts<T>[],
    text: (value: T) => string,
  ): FigureTable => ({
    id: name,
    title,
    headings: [words.value, words.courses],
    lines: counts.map(({ value, count }) => ({
      names: [text(value)],
      figures: [String(count)],
      href: listHref(base, { [name]: value }),
    })),
  });
  return [
    drawn(
      table('state', words.byState, figures.states, value => registry.states[value]),
      words.byState,
      figures.states.map(({ count }) => count),
    ),
    drawn(
      table('age', words.byAge, figures.ages, value => registry.ages[value]),
      words.byAge,
      figures.ages.map(({ count }) => count),
    ),
    table('platform', words.byPlatform, figures.platforms, value => registry.platforms[value]),
    table('language', words.byLanguage, figures.languages, value => registry.languages[value]),
    table('level', words.byLevel, figures.levels, value => registry.levels[value]),
    table('openness', words.byOpenness, figures.opennesses, value => registry.opennesses[value]),
    {
      id: 'links',
      title: words.links,
      headings: [words.value, words.courses],
      lines: [
        {
          names: [words.badLinks],
          figures: [String(figures.badLinks)],
          href: listHref(base, { links: 'bad' }),
        },
        {
          names: [words.uncheckedLinks],
          figures: [String(figures.uncheckedLinks)],
          href: listHref(base, { links: 'unchecked' }),
        },
      ],
    },
  ];
}

/** Figures that nobody has told are said to be unknown, never nought. */
function knownText(known: KnownSum | null, all: number, t: Catalogue): string {
  const words = t.mooccentre.statistics;
  return known === null ? words.unknown : words.known({ ...known, all });
}

function usesHref(base: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return `${base}/moocs/statistics/uses${search === '' ? '' : `?${search}`}`;
}

function useTables({ uses, base, t }: StatisticsFacts): FigureTable[] {
  if (uses === null) return [];
  const words = t.mooccentre.statistics;
  const figuresOf = (counts: ReturnType<typeof useCounts>): string[] => [
    String(counts.maps),
    knownText(counts.learners, counts.maps, t),
    knownText(counts.completed, counts.maps, t),
    counts.completion === null ? words.unknown : `${counts.completion} %`,
  ];
  const terms = termGroups(uses);
  const figures = [words.maps, words.learners, words.completed, words.completion];
  return [
    drawn(
      {
        id: 'model',
        title: words.byModel,
        headings: [words.value, ...figures],
        lines: models.map(model => ({
          names: [words.model({ model })],
          figures: figuresOf(useCounts(uses.filter(use => use.model === model))),
          href: usesHref(base, { model: String(model) }),
        })),
      },
      words.byModel,
      models.map(model => uses.filter(use => use.model === model).length),
    ),
    drawn(
      {
        id: 'term',
        title: words.byTerm,
        headings: [words.term, ...figures],
        lines: terms.map(group => ({
          names: [group.term ?? words.noTerm],
          figures: figuresOf(group),
          href: usesHref(base, { term: group.term ?? notKnown }),
        })),
      },
      words.completion,
      terms.map(({ completion }) => completion),
      ' %',
    ),
    {
      id: 'department',
      title: words.byDepartment,
      headings: [words.department, words.term, ...figures],
      lines: useGroups(uses).map(group => ({
        names: [group.department ?? words.noDepartment, group.term ?? words.noTerm],
        figures: figuresOf(group),
        href: usesHref(base, {
          department: group.department ?? notKnown,
          term: group.term ?? notKnown,
        }),
      })),
    },
  ];
}

/** The same figures as a sheet, one table below the other. */
export function writeStatistics(facts: StatisticsFacts): Promise<Buffer> {
  const words = facts.t.mooccentre.statistics;
  const cell = (text: string): SheetCell => ({ text, number: /^\d+$/u.test(text) ? Number(text) : null });
  const tables = [...courseTables(facts), ...useTables(facts), ...listedUses(facts)];
  return writeXlsx({
    name: words.title,
    widths: [48, 20, 14, 14, 14, 14],
    rows: [
      [{ text: words.lead({ on: formatDay(facts.today) }) }],
      ...tables.flatMap(({ title, headings, lines }) => [
        [{ text: '' }],
        [{ text: title, bold: true }],
        headings.map(text => ({ text, bold: true })),
        ...lines.map(({ names, figures }) => [...names.map(text => ({ text })), ...figures.map(cell)]),
      ]),
    ],
  });
}

/** The maps behind the figures, each with what they sum. */
function listedUses(facts: StatisticsFacts): Pick<FigureTable, 'title' | 'headings' | 'lines'>[] {
  const words = facts.t.mooccentre.statistics;
  const { rows } = usesView(facts.uses ?? [], facts);
  if (rows.length === 0) return [];
  return [
    {
      title: words.usesTitle,
      headings: [
        ...[words.discipline, facts.t.moocregistry.course, words.byModel, words.department, words.term],
        ...[words.learners, words.completed],
      ],
      lines: rows.map(({ course, mooc, model, department, term, learners, completed }) => ({
        names: [course, mooc?.text ?? '', model, department, term],
        figures: [learners, completed],
        href: null,
      })),
    },
  ];
}

/** The maps behind a figure. */
export function usesView(uses: readonly MoocUse[], { moocs, base, t, lang }: StatisticsFacts) {
  const words = t.mooccentre.statistics;
  const byId = new Map<string, ListedMooc>(moocs.map(mooc => [mooc.id, mooc]));
  const number = (value: number | null): string => (value === null ? words.unknown : String(value));
  return {
    back: { href: `${base}/moocs/statistics`, text: words.title },
    rows: uses.map(use => {
      const mooc = byId.get(use.moocId);
      return {
        course: use.course === '' ? words.untitledCourse : use.course,
        mooc:
          mooc === undefined
            ? null
            : {
                href: `${base}/moocs/${mooc.id}`,
                text: titleIn(mooc.titles, lang) || t.moocregistry.untitled,
              },
        model: words.model({ model: use.model }),
        department: use.department ?? words.noDepartment,
        term: use.term ?? words.noTerm,
        learners: number(use.learners),
        completed: number(use.completed),
      };
    }),
  };
}
