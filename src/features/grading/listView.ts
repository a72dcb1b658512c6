import { type LaunchContext } from '../../web/context.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { findNextToDo, heldReasons, type ListedStudent } from './classList.ts';
import { findPercents } from './domain/draft.ts';
import { type GradeState, gradeStates, rulesOf } from './domain/grade.ts';
import { type GradingPolicy } from './domain/policy.ts';
import { rubricResult } from './domain/result.ts';
import { stateChip } from './gradeWords.ts';
import { type StudentGroup } from './groups/groupStore.ts';

/** How a released grade stands in the LMS, in words. */
export interface SyncChip {
  readonly text: string;
  readonly tone: string;
  readonly icon: string;
}

export interface ListInput {
  readonly students: readonly ListedStudent[];
  readonly assessment: UsableAssessment;
  readonly policy: GradingPolicy;
  readonly timeZone: string;
  /** Null: every state. */
  readonly filter: GradeState | null;
  /** Null: nobody tells how the grades stand in the LMS. */
  readonly sync: ReadonlyMap<PersonId, SyncChip> | null;
  readonly groups: readonly StudentGroup[];
  /** Null: everybody. */
  readonly group: StudentGroup | null;
}

/** The class as a table: who is how far, and what can be released. */
export function listView(context: LaunchContext, input: ListInput) {
  const { t, base } = context;
  const { filter, sync, group } = input;
  const inGroup = new Set(group?.people);
  const students = group === null ? input.students : input.students.filter(({ id }) => inGroup.has(id));
  const words = t.grading;
  const shown = filter === null ? students : students.filter(({ state }) => state === filter);
  const ready = students.filter(({ releasable, active }) => releasable && active).length;
  const { settings, key, gradesKey } = input.assessment;
  const canRelease = context.actor.can('grades.release') && gradesKey === key;
  const toDo = mayGrade(context, input) ? findNextToDo(students, students.length) : null;
  const isBegun = students.some(({ state }) => state !== 'not-started');
  return {
    lead: words.list.lead({
      released: students.filter(({ grade }) => grade?.released != null).length,
      students: students.filter(({ active }) => active).length,
    }),
    goOn:
      toDo === null
        ? null
        : { href: `${base}/grading/${toDo.key}`, text: isBegun ? words.list.goOn : words.list.begin },
    tabs: tabs(context, students, input),
    groups: groupsView(context, input),
    group: group === null ? null : { id: group.id, text: words.groups.release({ name: group.name }) },
    held: heldView(context, students),
    rows: shown.map(student => rowView(context, student, input)),
    isEmpty: input.students.length === 0,
    hasSync: sync !== null,
    canRelease,
    canGrade: mayGrade(context, input) && students.length > 0,
    hasAppeals: input.assessment.appealDays !== null,
    hasSecond: settings.secondMarker !== null,
    canSet: context.actor.can('course.settings'),
    canChoose: canRelease && shown.some(({ releasable }) => releasable),
    ready,
    releaseText: words.release.text({ count: ready }),
  };
}

/** Whoever taught the students does not grade them where the settings say so. */
function mayGrade({ actor }: LaunchContext, { assessment }: ListInput): boolean {
  return actor.can('grades.draft') && !assessment.settings.taught.includes(actor.personId);
}

function rowView(context: LaunchContext, student: ListedStudent, input: ListInput) {
  const { t, base } = context;
  const { id, key, name, active, grade, state, releasable, held } = student;
  const percents = grade === null ? null : findPercents(grade.draft);
  const result =
    grade === null || percents === null ? null : rubricResult(input.policy, percents, rulesOf(grade.draft));
  const at = grade === null ? null : grade.released?.rev === grade.rev ? grade.released.at : grade.draft.at;
  return {
    id: key,
    name,
    // Who may not grade still sees how a grade came about.
    href: `${base}/grading/${key}${mayGrade(context, input) ? '' : '/history'}`,
    state: stateChip(state, t),
    left: active ? null : t.grading.list.left,
    result: result === null ? '' : String(result.total),
    letter: result === null ? '' : result.letter,
    sync: input.sync?.get(id) ?? null,
    changed: at === null ? '' : formatInstant(at, input.timeZone),
    releasable,
    // What the state says already is not said twice.
    held: held === 'not-agreed' ? t.grading.groups.reasons[held] : null,
  };
}

/** Why grades stay back, with how many; only what there is. */
function heldView({ t }: LaunchContext, students: readonly ListedStudent[]): string[] {
  const words = t.grading.groups;
  return heldReasons.flatMap(reason => {
    const count = students.filter(({ held }) => held === reason).length;
    return count === 0 ? [] : [words.heldCount({ reason: words.reasons[reason], count })];
  });
}

function groupsView({ t, base, lang }: LaunchContext, { groups, group }: ListInput) {
  const words = t.grading.groups;
  if (groups.length === 0) return null;
  const named = [...groups].sort((one, other) => one.name.localeCompare(other.name, lang));
  return [
    { href: `${base}/grading`, text: words.everybody, current: group === null },
    ...named.map(({ id, name, people }) => ({
      href: `${base}/grading?group=${id}`,
      text: name,
      current: id === group?.id,
      count: people.length,
    })),
  ];
}

function tabs(
  { t, base }: LaunchContext,
  students: readonly ListedStudent[],
  { filter, group }: Pick<ListInput, 'filter' | 'group'>,
) {
  const of = group === null ? '' : `group=${group.id}`;
  const present = gradeStates
    .map(state => ({ state, count: students.filter(student => student.state === state).length }))
    .filter(({ state, count }) => count > 0 || state === filter);
  return [
    {
      href: `${base}/grading${of === '' ? '' : `?${of}`}`,
      text: t.grading.list.all,
      current: filter === null,
      count: students.length,
    },
    ...present.map(({ state, count }) => ({
      href: `${base}/grading?state=${state}${of === '' ? '' : `&${of}`}`,
      text: t.grading.states[state],
      current: state === filter,
      count,
    })),
  ];
}
