import { type LaunchContext } from '../../web/context.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type ClassResults, findControl } from '../gradebook/index.ts';
import { newestOf, type StatementKind, statementKinds } from './domain/statement.ts';
import { type Reading, type Sheet } from './sheet.ts';
import { statementFormats } from './statementFile.ts';
import { type StoredStatement } from './statementStore.ts';

interface ListInput {
  readonly statements: readonly StoredStatement[];
  readonly results: ClassResults | null;
  readonly reading: Omit<Reading, 'policy'>;
  /** Who would have more resits of the exam than the policy allows. */
  readonly overLimit: readonly PersonId[];
}

/** What can be attested, and what was. */
export function listView(context: LaunchContext, { statements, results, reading, overLimit }: ListInput) {
  const { actor, base, t } = context;
  const at = ({ madeAt }: StoredStatement): string => formatInstant(madeAt, reading.timeZone);
  const overText =
    overLimit.length === 0
      ? null
      : t.statement.overResits({ names: overLimit.map(id => reading.nameOf(id)).join('; ') });
  return {
    overText,
    isEmpty: results === null,
    kinds: statementKinds.flatMap(kind => {
      const newest = newestOf(statements, kind);
      const isUsed = kind === 'total' || results === null || results.controls.includes(kind);
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
        dialog:
          actor.can('grades.release') && results !== null && isUsed
            ? dialogOf(context, kind, newest, results, overText)
            : null,
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

function dialogOf(
  { base, t }: LaunchContext,
  kind: StatementKind,
  newest: StoredStatement | null,
  results: ClassResults,
  overText: string | null,
) {
  const words = t.statement;
  const filled = results.rows.filter(({ row }) =>
    kind === 'total' ? row.result !== null : findControl(row, kind)?.isFinal === true,
  ).length;
  const counts = { filled, blanks: results.rows.length - filled };
  return {
    id: `make-${kind}`,
    button: newest === null ? words.make : words.correct,
    title: words.dialog.title({ kind: words.kinds[kind] }),
    text: [
      kind === 'exam' ? words.dialog.textExam(counts) : words.dialog.text(counts),
      ...(overText !== null && (kind === 'exam' || kind === 'total') ? [overText] : []),
    ].join(' '),
    action: `${base}/statements`,
    hidden: [
      { name: 'kind', value: kind },
      { name: 'replaces', value: newest === null ? '' : String(newest.number) },
    ],
    fields:
      newest === null
        ? []
        : [
            {
              id: `reason-${kind}`,
              name: 'reason',
              label: words.dialog.reason,
              hint: words.dialog.reasonHint,
              required: true,
              maxLength: 500,
            },
          ],
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
