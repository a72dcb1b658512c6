import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type Exact, formatExact } from '../../kernel/exact.ts';
import { compareNames, displayName, type Member } from '../roster/index.ts';
import { type Mark, showMark } from './domain/mark.ts';
import { type Column, type PlanRemark } from './domain/plan.ts';
import { type CellProblem } from './domain/writing.ts';

/** The viewer's language: words and the decimal mark. */
export interface Reader {
  readonly t: Catalogue;
  readonly lang: Lang;
}

/** "БӨЖ 2", "СС 14"; a control that is one mark has its full name. */
export function columnName(
  column: Pick<Column, 'key' | 'kind' | 'number' | 'control' | 'isMidterm'>,
  t: Catalogue,
): string {
  const words = t.gradebook;
  if (column.isMidterm === true) return t.policy.midtermWork({ number: column.number ?? 1 });
  if (column.control === column.key) return words.computed[column.control];
  const kind = words.short[column.kind];
  return column.number === null ? kind : `${kind} ${column.number}`;
}

/** The heading in full: "БӨЖ 2: Деректерді жинау; 6-апта; ең көбі 22 балл". */
export function columnTitle(column: Column, reader: Reader): string {
  const { t } = reader;
  // More follows a title that the syllabus ends as a sentence.
  const title = column.title.replace(/[.;,\s]+$/, '');
  const parts = [
    title === '' ? columnName(column, t) : `${columnName(column, t)}: ${title}`,
    ...(column.week === null ? [] : [t.gradebook.week({ week: column.week })]),
    t.gradebook.maximum({ points: maximumText(column, reader) }),
  ];
  return parts.join('; ');
}

export const maximumText = ({ maximum }: Pick<Column, 'maximum'>, { lang }: Pick<Reader, 'lang'>): string =>
  maximum.replace('.', decimalMark(lang));

/** At most two digits after the mark; what is cut shows an ellipsis. */
export const numberText = (value: Exact, { lang }: Pick<Reader, 'lang'>): string =>
  formatExact(value, { mark: decimalMark(lang), digits: 2 });

export const markText = (mark: Mark, { t, lang }: Reader): string =>
  showMark(mark, t.gradebook.marks, decimalMark(lang));

/** Why a mark was not taken, at its cell. */
export function problemText(problem: CellProblem, column: Pick<Column, 'maximum'>, reader: Reader): string {
  if (problem === 'closed') return reader.t.policy.windows.problem;
  const words = reader.t.gradebook.problems;
  return problem === 'above-maximum'
    ? words[problem]({ maximum: maximumText(column, reader) })
    : words[problem];
}

export function remarkText(remark: PlanRemark, reader: Reader): string {
  const { remarks, controls } = reader.t.gradebook;
  switch (remark.code) {
    case 'period-points':
      return remarks[remark.code]({
        control: controls[remark.control],
        points: numberText(remark.points, reader),
      });
    case 'no-period':
      return remarks[remark.code]({ control: controls[remark.control] });
    case 'uncounted':
      return remarks[remark.code](remark);
  }
}

/** People in the order of the viewer's language, those who have left last. */
export function inOrder<T extends { readonly member: Member }>(
  rows: readonly T[],
  { t, lang }: Reader,
): (T & { readonly name: string })[] {
  const compare = compareNames(lang);
  return rows
    .map(row => ({ ...row, name: nameOf(row.member, t) }))
    .sort((a, b) => Number(b.member.active) - Number(a.member.active) || compare(a.name, b.name));
}

export const nameOf = (member: Member, t: Catalogue): string =>
  displayName(member.person, member.number, t.roster.nameless);
