import { type LaunchContext } from '../../web/context.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { labels, labelText, type PanelMark } from '../grading/index.ts';
import { type ClassBook, type ClassRow, type GradebookRules } from './gradebookService.ts';
import { columnName, columnTitle, inOrder, maximumText, remarkText } from './gradebookWords.ts';
import { type GridModel, type GridWords, packMarks } from './domain/grid.ts';
import { remarksOn } from './domain/plan.ts';
import { type ControlWindow } from './windowService.ts';
import { closedTexts, windowsCard } from './windowView.ts';
import { type GradebookSettings } from './settingsStore.ts';

export interface GridInput {
  readonly book: ClassBook;
  readonly settings: GradebookSettings;
  readonly readAt: Date;
  readonly windows: readonly ControlWindow[];
}

/** The class as a table: what the page prints, and what its script works on. */
export function gridView(context: LaunchContext, { book, settings, readAt, windows }: GridInput) {
  const { t, actor, base } = context;
  const { rules } = book;
  const rows = inOrder(book.rows, context);
  return {
    lead: t.gradebook.lead({
      students: rows.filter(({ member }) => member.active).length,
      columns: rules.plan.columns.length,
    }),
    remarks: remarksOn(rules.plan).map(remark => remarkText(remark, context)),
    isEmpty: rows.length === 0,
    actions: rows.length === 0 ? [] : actionsOf(context),
    list: rows.map(({ member, name }) => ({ href: `${base}/gradebook/${member.person.id}`, name })),
    model: JSON.stringify({
      ...modelOf(context, book, rows, readAt),
      closed: closedTexts(windows, rules.timeZone, t),
    } satisfies GridModel),
    windows: windowsCard(context, windows, rules.timeZone),
    canEdit: actor.can('grades.draft'),
    settings: actor.can('course.settings')
      ? { action: `${base}/gradebook/settings`, visible: settings.marksVisible }
      : null,
  };
}

/** Files out and in, and the rules that the numbers follow. */
function actionsOf({ t, base, actor }: LaunchContext) {
  const files = [
    { text: t.gradebook.file, href: `${base}/gradebook/file`, icon: 'download' },
    { text: t.gradebook.csv, href: `${base}/gradebook/file?as=csv`, icon: 'download' },
  ];
  const bring = { text: t.gradebook.import, href: `${base}/marksimport`, icon: 'upload' };
  const policy = { text: t.policy.open, href: `${base}/policy`, icon: 'info' };
  return actor.can('grades.draft') ? [bring, ...files, policy] : [...files, policy];
}

function modelOf(
  context: LaunchContext,
  { rules }: ClassBook,
  rows: readonly (ClassRow & { readonly name: string })[],
  readAt: Date,
): Omit<GridModel, 'closed'> {
  const { actor, base, csrf, lang, t } = context;
  const { plan, policy } = rules;
  return {
    address: `${base}/gradebook`,
    csrf,
    storage: `${actor.personId}:${actor.courseId}`,
    canEdit: actor.can('grades.draft'),
    counting: policy.statuses.flatMap(({ code, counts }) => (counts ? [code] : [])),
    plan,
    policy,
    headings: plan.columns.map(column => ({
      key: column.key,
      short: columnName(column, t),
      maximum: maximumText(column, context),
      full: columnTitle(column, context),
    })),
    students: rows.map(({ member, name, marks, exam, status }) => ({
      id: member.person.id,
      name: member.active ? name : `${name} (${t.gradebook.left})`,
      marks: packMarks(plan.columns, marks),
      exam: examText(exam),
      ...(status === null ? {} : { status: status.code }),
    })),
    mark: decimalMark(lang),
    readAt: readAt.toISOString(),
    words: gridWords(context, rules),
  };
}

const examText = (exam: PanelMark | null): string =>
  exam === null ? '' : `${exam.percent}${exam.released ? '' : '?'}`;

/** The texts that the script puts on the page; it fills what stands in braces. */
function gridWords({ t, lang }: LaunchContext, rules: Pick<GradebookRules, 'policy'>): GridWords {
  const { gradebook: words, policy } = t;
  const { pasted, pastedBad, outside, saved, nothing, ...status } = words.status;
  const count = '{count}';
  return {
    // Copies: the strict catalogues themselves cannot be turned into JSON.
    marks: { ...words.marks },
    labels: Object.fromEntries(
      labels.map(label => [label, labelText(rules.policy, label, { t, lang })]),
    ) as GridWords['labels'],
    problems: {
      ...words.problems,
      'above-maximum': words.problems['above-maximum']({ maximum: '{maximum}' }),
      closed: policy.windows.problem,
    },
    controls: { ...words.controls },
    computed: { ...words.computed },
    computedFull: { ...words.computedFull },
    admission: { ...words.admission },
    name: words.student,
    grid: words.grid,
    ...status,
    saved: saved({ time: '{time}' }),
    nothingToUndo: nothing,
    pasted: pasted({ count }),
    pastedBad: pastedBad({ count, bad: '{bad}' }),
    outside: outside({ count }),
    conflicts: words.trouble.conflict({ mine: '{mine}', theirs: '{theirs}', name: '{name}', at: '{at}' }),
    shown: words.tools.shown({ shown: '{shown}', all: '{all}' }),
    keepMine: words.trouble.keepMine,
    takeTheirs: words.trouble.takeTheirs,
    blank: words.trouble.blank,
    byYourself: words.trouble.self,
    goTo: words.trouble.go,
    soFar: words.how.soFar({ points: '{points}' }),
  };
}
