import { formatDay } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { columnName, columnTitle, markText, nameOf } from '../gradebook/index.ts';
import { askedView, pagesOf } from '../marksimport/index.ts';
import { clueFields } from './domain/columns.ts';
import { type Rules, scales } from './domain/conversion.ts';
import { overall } from './domain/preview.ts';
import { type FileOutcome, type ResultFile } from './fileStore.ts';
import { columnsOf, type ResultWorld } from './resultService.ts';
import { percentText } from './resultView.ts';

const changesOnPage = 200;
/** People of the overview on one page. */
const peopleOnPage = 200;

/** A file that is being read, or could not be. */
export function readingView(
  context: LaunchContext,
  { id, file, state, failure }: ResultFile,
  rows: number | null,
) {
  const words = context.t.moocresults;
  const own: Readonly<Record<string, string>> = { ...context.t.marksimport.refusals, ...words.failures };
  const known = context.t.documents as Readonly<Record<string, unknown>>;
  const told = failure === null ? undefined : (own[failure] ?? known[failure]);
  const isReading = state === 'reading' && rows !== null;
  return {
    file,
    back: `${context.base}/moocresults`,
    // The process that read it ended: nobody will go on.
    problem: isReading ? null : typeof told === 'string' ? told : words.failures.interrupted,
    status: `${context.base}/moocresults/files/${id}/progress`,
    rows: rows ?? 0,
  };
}

export function fileView(context: LaunchContext, found: ResultFile, world: ResultWorld, pageNumber: number) {
  const { t, base } = context;
  const words = t.moocresults;
  const { preview, choices, content, file, rev, moocKey } = found;
  if (preview === null || choices === null || content === null) throw new Error('an open file has a preview');
  const address = `${base}/moocresults/files/${found.id}`;
  const naming = namingOf(context, world);
  const results = preview.results.filter(({ target }) => target === overall);
  const pages = Math.max(
    1,
    Math.ceil(preview.changes.length / changesOnPage),
    Math.ceil(results.length / peopleOnPage),
  );
  const current = Math.min(pageNumber, pages);
  const onPage = <T>(items: readonly T[], size: number): readonly T[] =>
    items.slice((current - 1) * size, current * size);
  const taken = preview.changes.filter(({ kind }) => choices.rules.overwrites || kind !== 'by-hand').length;
  const isCounting = columnsOf(world, moocKey).length > 0;
  return {
    file,
    address,
    rev,
    isCounting,
    model: words.models[world.map.model],
    lead: words.lead({
      mooc: naming.mooc(moocKey),
      platform: words.platforms[content.platform],
      rows: content.rows,
      people: preview.people,
    }),
    strangers: content.strangers === 0 ? null : words.strangers({ count: content.strangers }),
    merged: preview.merged === 0 ? null : words.merged({ count: preview.merged }),
    clues: clueSelects(context, found),
    targets: targetFields(context, found, world),
    rules: ruleFields(context, choices.rules),
    overwrites: choices.rules.overwrites,
    outside: outsideField(context, found),
    asked: askedView(context, preview.asked, world.students),
    changes: onPage(preview.changes, changesOnPage).map(({ person, column, percent, from, to, kind }) => ({
      student: naming.student(person),
      work: naming.work(column),
      percent: percentText(percent, context),
      from: naming.mark(from),
      to: naming.mark(to),
      kind: {
        text: words.kinds[kind],
        tone: { new: 'info', corrected: 'accent', 'by-hand': 'warning' }[kind],
      },
    })),
    results: onPage(results, peopleOnPage).map(({ person, percent, on }) => ({
      student: naming.student(person),
      percent: percentText(percent, context),
      on: on === null ? '–' : formatDay(on),
    })),
    count: taken,
    summary: isCounting
      ? t.marksimport.summary({ changes: preview.changes.length, same: preview.same })
      : words.shownOnly({ people: results.length }),
    canTake: results.length > 0 || preview.results.length > 0,
    pager: pagesOf(context, address, current, pages),
    notTaken: preview.notTaken.map(({ row, person, target, text, why }) => ({
      row,
      what: `${naming.student(person)}, ${target === overall ? words.overall : naming.work(target)}: ${text.slice(0, 80)}`,
      why: words.problems[why],
    })),
  };
}

export function takenView(
  context: LaunchContext,
  found: ResultFile,
  outcome: FileOutcome,
  world: ResultWorld,
) {
  const words = context.t.moocresults;
  const naming = namingOf(context, world);
  return {
    file: found.file,
    digest: found.digest,
    back: `${context.base}/moocresults`,
    text: words.taken({ results: outcome.results, marks: outcome.written }),
    conflicts: [
      ...outcome.conflicts.map(({ person, column, mine, theirs }) => ({ person, column, mine, theirs })),
      ...outcome.left.map(({ person, column, from, to }) => ({ person, column, mine: to, theirs: from })),
    ].map(({ person, column, mine, theirs }) => ({
      student: naming.student(person),
      work: naming.work(column),
      mine: naming.mark(mine),
      theirs: naming.mark(theirs),
    })),
  };
}

function namingOf(context: LaunchContext, { map, book, students }: ResultWorld) {
  const { t } = context;
  const names = new Map(students.map(member => [member.person.id, nameOf(member, t)]));
  const moocs = new Map(map.moocs.map(({ key, title }) => [key, title]));
  return {
    mooc: (key: string): string => moocs.get(key) ?? key,
    student: (id: PersonId): string => names.get(id) ?? '–',
    work: (key: string): string => {
      const column = book?.rules.plan.columns.find(one => one.key === key);
      return column === undefined ? key : columnName(column, t);
    },
    mark: (mark: string): string => (mark === '' ? t.gradebook.trouble.blank : markText(mark, context)),
  };
}

function columnOptions(context: LaunchContext, { content }: ResultFile, chosen: number | null) {
  const headings = content?.table.headings ?? [];
  return [
    { value: '', text: context.t.moocresults.noColumn, selected: chosen === null },
    ...headings.map((heading, at) => ({
      value: String(at),
      text: heading === '' ? context.t.marksimport.column({ number: at + 1 }) : heading.slice(0, 80),
      selected: at === chosen,
    })),
  ];
}

function clueSelects(context: LaunchContext, found: ResultFile) {
  const { t } = context;
  return clueFields.map(field => ({
    id: `clue-${field}`,
    name: `clue:${field}`,
    type: 'select',
    label: field === 'completed-on' ? t.moocresults.completedOn : t.marksimport.roles[field],
    options: columnOptions(context, found, found.choices?.columns[field] ?? null),
  }));
}

/** For the overview and for each counted row: in which column its results are, and how they are written. */
function targetFields(context: LaunchContext, found: ResultFile, world: ResultWorld) {
  const words = context.t.moocresults;
  const targets = [
    { key: overall, title: words.overall },
    ...columnsOf(world, found.moocKey).map(column => ({
      key: column.key,
      title: columnTitle(column, context),
    })),
  ];
  return targets.map(({ key, title }) => {
    const source = found.choices?.sources[key];
    return {
      title,
      fields: [
        {
          ...{ id: `column-${key}`, name: `column:${key}`, type: 'select', label: words.column },
          options: columnOptions(context, found, source?.column ?? null),
        },
        {
          ...{ id: `scale-${key}`, name: `scale:${key}`, type: 'select', label: words.scale },
          options: scales.map(scale => ({
            value: scale,
            text: words.scales[scale],
            selected: scale === (source?.scale ?? 'percent'),
          })),
        },
        {
          ...{ id: `of-${key}`, name: `of:${key}`, label: words.of, value: source?.of ?? '100' },
          ...{ inputMode: 'decimal', size: 'number', maxLength: 10 },
        },
      ],
    };
  });
}

function ruleFields(context: LaunchContext, rules: Rules) {
  const words = context.t.moocresults.rules;
  const select = <T extends string>(
    name: string,
    label: string,
    chosen: T,
    texts: Readonly<Record<T, string>>,
  ) => ({
    ...{ id: `rule-${name}`, name, type: 'select', label },
    options: (Object.entries(texts) as [T, string][]).map(([value, text]) => ({
      ...{ value, text },
      selected: value === chosen,
    })),
  });
  return [
    {
      ...{
        id: 'rule-threshold',
        name: 'threshold',
        label: words.threshold,
        value: rules.threshold,
        suffix: '%',
      },
      ...{ inputMode: 'decimal', size: 'number', maxLength: 10, optional: true },
    },
    select('below', words.below, rules.below, words.belowChoices),
    select('attempts', words.attempts, rules.attempts, words.attemptsChoices),
    select('digits', words.digits, `${rules.digits}`, words.digitsChoices),
    select('late', words.late, rules.late, words.lateChoices),
  ];
}

/** The question about rows of another term; null where there are none. */
function outsideField(context: LaunchContext, { preview, choices }: ResultFile) {
  const words = context.t.moocresults.outside;
  const outside = preview?.outside ?? null;
  if (outside === null) return null;
  const chosen = choices?.rules.outside ?? '';
  return {
    ...{ id: 'outside', name: 'outside', type: 'select', label: words.title },
    hint: words.text({ rows: outside.rows, first: formatDay(outside.first), last: formatDay(outside.last) }),
    options: (['', 'take', 'leave'] as const).map(value => ({
      value,
      text: words.answers[value === '' ? 'open' : value],
      selected: value === chosen,
    })),
  };
}
