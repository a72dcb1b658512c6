import { type SheetCell } from '../../documents/write/index.ts';
import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark, formatInstant } from '../../kernel/dates.ts';
import { type ControlKey, midtermKeys } from '../gradebook/index.ts';
import { type InstitutionPolicy, type Label, labelText } from '../grading/index.ts';
import { isBlank, type Statement, type StatementKind, type StatementLine } from './domain/statement.ts';

/** The reader's language, and how people are called in it. */
export interface Reading {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly timeZone: string;
  readonly nameOf: (personId: string) => string;
  /** The version of the policy that the statement was made by. */
  readonly policy: Pick<InstitutionPolicy, 'labels' | 'statuses' | 'periods'>;
}

/** A statement as it is shown and printed: the page and the three files say the same, because all are made from this. */
export interface Sheet {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly { readonly term: string; readonly value: string }[];
  readonly headings: readonly { readonly text: string; readonly share: number; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly SheetCell[])[];
  readonly signatures: readonly string[];
  readonly footer: string;
  readonly fileName: string;
}

type Column = ControlKey | 'before' | 'resit' | 'total' | 'letter' | 'gpa' | 'label';

/** What a kind of statement prints under a policy with so many midterm controls. */
function columnsOf(kind: StatementKind, midtermCount: number): Column[] {
  const midterms = midtermKeys.slice(0, midtermCount);
  const grade = ['total', 'letter', 'gpa', 'label'] as const;
  if (kind === 'total') return [...midterms, 'exam', ...grade];
  if (kind === 'resit') return [...midterms, 'before', 'resit', ...grade];
  return kind === 'exam' ? [...midterms, 'exam'] : [kind];
}

const shares: Readonly<Record<Column, number>> = {
  rk1: 9,
  rk2: 9,
  rk3: 9,
  rk4: 9,
  exam: 11,
  before: 11,
  resit: 11,
  total: 15,
  letter: 11,
  gpa: 13,
  label: 22,
};

export function sheetOf(statement: Statement, lines: readonly StatementLine[], reading: Reading): Sheet {
  const { t } = reading;
  const words = t.statement;
  const columns = columnsOf(statement.kind, reading.policy.periods.count);
  return {
    title: words.name(statement),
    subtitle: words.kinds[statement.kind],
    facts: factsOf(statement, reading),
    headings: [
      { text: words.columns.number, share: 6, isNumber: true },
      { text: words.columns.student, share: 40, isNumber: false },
      ...columns.map(column => ({
        text: words.columns[column],
        share: shares[column],
        isNumber: column !== 'letter' && column !== 'label',
      })),
    ],
    rows: lines.map((line, place) => [
      numberCell(String(place + 1), reading),
      { text: reading.nameOf(line.personId), number: null },
      ...columns.map(column => cellOf(column, line, statement.kind, reading)),
    ]),
    signatures: words.signatures,
    footer: words.footer(statement),
    fileName: words.fileName(statement),
  };
}

function factsOf(statement: Statement, { t, timeZone, nameOf }: Reading): Sheet['facts'] {
  const words = t.statement.facts;
  return [
    { term: words.course, value: statement.courseTitle },
    { term: words.kind, value: t.statement.kinds[statement.kind] },
    { term: words.madeAt, value: formatInstant(statement.madeAt, timeZone) },
    { term: words.madeBy, value: nameOf(statement.madeBy) },
    { term: words.count, value: String(statement.lines) },
    { term: words.policy, value: String(statement.policyVersion) },
    ...(statement.replaces === null
      ? []
      : [
          { term: words.replaces, value: `№ ${statement.replaces}` },
          { term: words.reason, value: statement.reason },
        ]),
    { term: words.code, value: statement.code },
  ];
}

function cellOf(column: Column, line: StatementLine, kind: StatementKind, reading: Reading): SheetCell {
  if (column === 'letter') return textCell(line.letter);
  if (column === 'label') return textCell(gradeInWords(line, kind, reading));
  return numberCell(line[column === 'resit' ? 'exam' : column], reading);
}

/** The grade in words; where there is none, what was decided instead. */
function gradeInWords(line: StatementLine, kind: StatementKind, { t, lang, policy }: Reading): string {
  const { statuses } = t.grading;
  if (line.label !== '') return labelText(policy, line.label as Label, { t, lang });
  const standing = policy.statuses.find(({ code }) => code === line.letter);
  if (standing !== undefined) return standing.words[lang];
  if (line.status !== '' && (line.status === 'not-admitted' || !isBlank(kind, line)))
    return statuses[line.status as keyof typeof statuses];
  return '';
}

/** A place that is left empty could be filled in by hand, so nothing is said with a dash. */
const textCell = (text: string): SheetCell => ({ text: text === '' ? '–' : text, number: null });

/** A result with an ellipsis was cut, so it stays a text: a spreadsheet would show another number. */
function numberCell(text: string, { lang }: Pick<Reading, 'lang'>): SheetCell {
  if (!/^\d+(\.\d+)?$/.test(text)) return textCell(text.replace('.', decimalMark(lang)));
  return { text: text.replace('.', decimalMark(lang)), number: Number(text) };
}
