import { type LaunchContext } from '../../web/context.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type ClassResults, findControl } from '../gradebook/index.ts';
import { type Entitled } from './domain/resits.ts';
import { isBlank, newestOf, printsExam, type StatementKind, statementKinds } from './domain/statement.ts';
import { resitLinesOf } from './resitLines.ts';
import { type Reading, type Sheet } from './sheet.ts';
import { statementFormats } from './statementFile.ts';
import { type StoredStatement } from './statementStore.ts';

interface ListInput {
  readonly statements: readonly StoredStatement[];
  readonly results: ClassResults | null;
  readonly reading: Omit<Reading, 'policy'>;
  /** Who would have more resits of the exam than the policy allows. */
  readonly overLimit: readonly PersonId[];
  /** Who may resit the exam. */
  readonly entitled: ReadonlyMap<PersonId, Entitled>;
}

/** What can be attested, and what was. */
export function listView(context: LaunchContext, input: ListInput) {
  const { statements, results, reading, overLimit, entitled } = input;
  const { base, t } = context;
  const namesOf = (ids: Iterable<PersonId>): string => [...ids].map(id => reading.nameOf(id)).join('; ');
  const at = ({ madeAt }: StoredStatement): string => formatInstant(madeAt, reading.timeZone);
  const overText = overLimit.length === 0 ? null : t.statement.overResits({ names: namesOf(overLimit) });
  return {
    overText,
    isEmpty: results === null,
    kinds: statementKinds.flatMap(kind => {
      const newest = newestOf(statements, kind);
      const isUsed =
        kind === 'resit'
          ? entitled.size > 0
          : kind === 'total' || results === null || results.controls.includes(kind);
      // One that was made under another policy stays to be read.
      if (!isUsed && newest === null) return [];
      return {
        id: kind,
        title: t.statement.kinds[kind],
        newest:
          newest === null
            ? null
            : {
                href: `${base}/statements/${newest.number}`,
                text: t.statement.newest({ number: newest.number, at: at(newest) }),
              },
        note:
          kind === 'resit' && entitled.size > 0
            ? t.statement.entitled({ names: namesOf(entitled.keys()) })
            : null,
        dialogs: dialogsOf(context, kind, newest, input, overText),
      };
    }),
    rows: statements.map(statement => ({
      href: `${base}/statements/${statement.number}`,
      name: t.statement.name(statement),
      kind: t.statement.kinds[statement.kind],
      at: at(statement),
      by: reading.nameOf(statement.madeBy),
      replaces: statement.replaces === null ? null : `${t.statement.facts.replaces}: № ${statement.replaces}`,
    })),
  };
}

/** What can be made of a kind: its first statement, a correction of the newest one, the statement of another resit. */
function dialogsOf(
  context: LaunchContext,
  kind: StatementKind,
  newest: StoredStatement | null,
  { results, entitled }: ListInput,
  overText: string | null,
) {
  if (!context.actor.can('grades.release') || results === null) return [];
  const words = context.t.statement.dialog;
  if (kind !== 'resit') {
    if (kind !== 'total' && !results.controls.includes(kind)) return [];
    const filled = results.rows.filter(({ row }) =>
      kind === 'total' ? row.result !== null : findControl(row, kind)?.isFinal === true,
    ).length;
    const counts = { filled, blanks: results.rows.length - filled };
    const text = kind === 'exam' ? words.textExam(counts) : words.text(counts);
    const over = overText !== null && printsExam({ kind }) ? ` ${overText}` : '';
    return [dialogOf(context, kind, { newest, corrects: newest !== null, text: text + over })];
  }
  const filled = resitLinesOf(results, entitled).filter(line => !isBlank(kind, line)).length;
  const text = words.textResit({ entitled: entitled.size, filled });
  return [
    ...(entitled.size > 0 ? [dialogOf(context, kind, { newest, corrects: false, text })] : []),
    ...(newest === null ? [] : [dialogOf(context, kind, { newest, corrects: true, text: words.textAgain })]),
  ];
}

function dialogOf(
  { base, t }: LaunchContext,
  kind: StatementKind,
  how: { readonly newest: StoredStatement | null; readonly corrects: boolean; readonly text: string },
) {
  const words = t.statement;
  const { newest, corrects, text } = how;
  const seen = newest === null ? '' : String(newest.number);
  const id = corrects && kind === 'resit' ? 'correct' : 'make';
  return {
    id: `${id}-${kind}`,
    button: corrects ? words.correct : words.make,
    isCorrection: corrects,
    title: words.dialog.title({ kind: words.kinds[kind] }),
    text,
    action: `${base}/statements`,
    hidden: [
      { name: 'kind', value: kind },
      { name: 'seen', value: seen },
      { name: 'replaces', value: corrects ? seen : '' },
    ],
    fields: corrects
      ? [
          {
            id: `reason-${kind}`,
            name: 'reason',
            label: words.dialog.reason,
            hint: words.dialog.reasonHint,
            required: true,
            maxLength: 500,
          },
        ]
      : [],
    confirm: words.dialog.confirm,
  };
}

/** One statement: the same facts, headings and rows as in its files. */
export function pageView(
  { base, t }: LaunchContext,
  sheet: Sheet,
  statement: StoredStatement,
  replacedBy: number | null,
) {
  const address = `${base}/statements/${statement.number}`;
  return {
    title: sheet.title,
    lead: sheet.subtitle,
    facts: [...sheet.facts, { term: t.statement.facts.digest, value: statement.digest }],
    headings: sheet.headings,
    rows: sheet.rows,
    files: statementFormats.map(as => ({
      text: t.statement.formats[as],
      href: `${address}/file?as=${as}`,
    })),
    replacedBy:
      replacedBy === null
        ? null
        : { text: t.statement.replacedBy({ number: replacedBy }), href: `${base}/statements/${replacedBy}` },
    verifyLink: `/statement?code=${statement.code}`,
  };
}
