import { type Paper, type PaperBlock, type PaperCell } from '../../../documents/write/index.ts';
import { type Catalogue, catalogueOf, type Lang } from '../../../i18n/index.ts';
import { formatDay, type IsoDate } from '../../../kernel/dates.ts';
import { type IntegrationMap, numberText, rowText, type Signature } from '../../syllabus/index.ts';
import { type ReasonLine } from './formMap.ts';

export interface OfficialMapFacts {
  readonly lang: Lang;
  /** Null for a draft and for the blank form. */
  readonly version: number | null;
  readonly printedOn: IsoDate;
  /** Whether somebody is to fill it in: then it has its notes, all three models, and no word of a draft. */
  readonly isBlank: boolean;
  /** Empty: the three lines of the form, open for a pen. */
  readonly signatures: readonly Signature[];
}

type Words = Catalogue['moocmap']['form'];
type FormContent = Omit<IntegrationMap, 'approvals'>;

/**
 * An integration map in the form of annex 1 of the tutoring regulation: its four parts, the schedule, the signatures. Heads
 * are in the asked language, texts as the course has them; reading the form again gives the same map.
 */
export function officialMap(
  form: FormContent,
  reasons: readonly ReasonLine[],
  facts: OfficialMapFacts,
): Paper {
  const { lang, version, printedOn, isBlank } = facts;
  const words = catalogueOf(lang).moocmap.form;
  const state = isBlank ? words.blank : version === null ? words.draft : words.version({ version });
  const course = form.selection.course;
  return {
    title: course === null ? words.document : `${words.document}. ${course}`,
    lang,
    footer: [
      words.document,
      state,
      ...(isBlank ? [] : [words.printedOn({ date: formatDay(printedOn) })]),
    ].join(' · '),
    sections: [
      {
        orientation: 'portrait',
        blocks: [
          { kind: 'paragraph', text: words.annex },
          { kind: 'title', text: `${words.document}: ${course ?? '__________'}` },
          { kind: 'paragraph', text: words.purpose, lead: `${words.purposeLead} ` },
          ...selectionPart(form, words),
          ...matchPart(form, reasons, lang, words),
          ...modelPart(form, words, isBlank),
        ],
      },
      {
        orientation: 'landscape',
        blocks: [...planPart(form, lang, words), ...signaturePart(facts, words)],
      },
    ],
  };
}

const heading = (text: string): PaperBlock => ({ kind: 'heading', text });
const label = (text: string): PaperCell => ({ text, bold: true, shaded: true });
const head = (text: string): PaperCell => ({ text, bold: true, align: 'center', shaded: true });

function selectionPart({ selection }: FormContent, words: Words): PaperBlock[] {
  const { moocs } = selection;
  // Titles and links are read back line by line: one that is missing keeps its line.
  const lines = (texts: readonly (string | null)[]) =>
    texts.every(text => text === null) ? '' : texts.map(text => text ?? '—').join('\n');
  const fields: readonly (readonly [string, string])[] = [
    [words.course, selection.course ?? ''],
    [words.moocTitle, lines(moocs.map(({ title }) => title))],
    [words.moocUrl, lines(moocs.map(({ url }) => url))],
    [words.workload, selection.workload ?? ''],
    [words.studyMode, selection.studyMode ?? ''],
    [words.level, selection.level ?? ''],
    [words.language, selection.language ?? ''],
    [words.semester, selection.semester ?? ''],
    [words.attestation, selection.attestation ?? ''],
  ];
  return [
    heading(words.part1),
    {
      kind: 'table',
      widths: [42, 58],
      headRows: 0,
      borders: 'all',
      keepRows: true,
      rows: fields.map(([name, text]) => [label(name), { text }]),
    },
  ];
}

function matchPart(
  { match }: FormContent,
  reasons: readonly ReasonLine[],
  lang: Lang,
  words: Words,
): PaperBlock[] {
  const percent = (value: number | null) => (value === null ? '' : `${numberText(value, lang)} %`);
  return [
    heading(words.part2),
    { kind: 'paragraph', text: words.point21 },
    ...(match.length === 0 ? [{ kind: 'paragraph', text: words.matchNote } as const] : []),
    ...match.map(({ mooc, percent: value }): PaperBlock => ({
      kind: 'paragraph',
      text: mooc === null ? percent(value) : `${mooc} – ${percent(value)}`,
    })),
    ...(reasons.length === 0
      ? []
      : [
          { kind: 'paragraph', text: words.point22 } as const,
          {
            kind: 'table',
            widths: [14, 14, 12, 60],
            headRows: 1,
            borders: 'all',
            keepRows: false,
            rows: [
              [words.outcome, words.mooc, words.percent, words.reason].map(head),
              ...reasons.map(({ code, mooc, percent: value, reason }): PaperCell[] => [
                { text: code ?? '—' },
                { text: mooc },
                { text: percent(value), align: 'center' },
                { text: reason ?? '—' },
              ]),
            ],
          } as const,
        ]),
  ];
}

function modelPart({ model }: FormContent, words: Words, isBlank: boolean): PaperBlock[] {
  const chosen = ([1, 2, 3] as const).filter(one => isBlank || one === model);
  return [
    heading(words.part3),
    { kind: 'paragraph', text: words.point31 },
    ...(isBlank ? [{ kind: 'paragraph', text: words.modelNote } as const] : []),
    ...chosen.map((one): PaperBlock => ({ kind: 'paragraph', text: words.models[one] })),
  ];
}

function planPart({ model, schedule }: FormContent, lang: Lang, words: Words): PaperBlock[] {
  return [
    heading(words.part4),
    { kind: 'paragraph', text: words.point41 },
    ...(model === null ? [] : [{ kind: 'paragraph', text: words.models[model] } as const]),
    { kind: 'paragraph', text: words.point42 },
    ...(schedule.length === 0 ? [{ kind: 'paragraph', text: words.scheduleNote } as const] : []),
    {
      kind: 'table',
      widths: [6, 29, 7, 18, 13, 11, 16],
      headRows: 1,
      borders: 'all',
      keepRows: true,
      rows: [words.columns.map(head), ...schedule.map((_, index) => rowCells(schedule, index, lang))],
    },
  ];
}

function rowCells(rows: FormContent['schedule'], index: number, lang: Lang): PaperCell[] {
  const row = rows[index];
  if (row === undefined) return [];
  const isControl = row.kind === 'midterm' || row.kind === 'final';
  const followsWeek = row.week === null || row.week === rows[index - 1]?.week;
  const topic = { text: rowText(row, catalogueOf(lang).form.kinds), bold: isControl };
  const front: PaperCell[] =
    isControl && followsWeek
      ? [{ ...topic, columns: 2 }]
      : [{ text: row.week === null || followsWeek ? '' : String(row.week), align: 'center' }, topic];
  return [
    ...front,
    { text: numberText(row.hours, lang), align: 'center' },
    { text: row.tasks ?? '' },
    { text: row.assessment ?? '' },
    { text: row.modeText ?? '' },
    { text: [row.platform, row.url].filter(text => text !== null).join(' ') },
  ];
}

/** The teacher compiles; the others agree, in their order. */
function signaturePart({ signatures }: OfficialMapFacts, words: Words): PaperBlock[] {
  const usual = words.signers.map(role => ({ role, name: null, on: null }));
  const [compiler, ...others]: readonly Signature[] = signatures.length === 0 ? usual : signatures;
  const table = (signers: readonly Signature[]): PaperBlock => ({
    kind: 'table',
    widths: [40, 20, 25, 15],
    headRows: 0,
    borders: 'none',
    keepRows: true,
    isWhole: true,
    rows: signers.map(({ role, name, on }) => [
      { text: role },
      { text: '______________' },
      { text: name ?? words.fullName },
      { text: on === null ? '' : formatDay(on) },
    ]),
  });
  return [
    { kind: 'paragraph', lead: words.compiled, text: '' },
    ...(compiler === undefined ? [] : [table([compiler])]),
    { kind: 'paragraph', lead: words.agreed, text: '' },
    ...(others.length === 0 ? [] : [table(others)]),
  ];
}
