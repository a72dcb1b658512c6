import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark, formatDay, formatInstant } from '../../kernel/dates.ts';
import { type InstitutionContext } from '../connect/index.ts';
import { defaultTimeZone } from '../course/index.ts';
import { labelText, type PolicyRecordOfChange } from '../grading/index.ts';
import { displayName } from '../roster/index.ts';
import { type NumberChange } from './domain/gradeChanges.ts';
import { type PolicyMove } from './moveStore.ts';
import { type MovePreview, type PolicyCourse } from './policyService.ts';
import { policyInWords } from './policyView.ts';

/** The versions of an institution, and the one that is in force in words. */
export function versionsView(
  { t, lang, home, registration, canChange }: InstitutionContext,
  facts: {
    readonly versions: readonly PolicyRecordOfChange[];
    readonly courses: readonly PolicyCourse[];
    readonly inForce: PolicyRecordOfChange | null;
  },
) {
  const { versions, courses, inForce } = facts;
  return {
    home,
    name: registration.name,
    canChange,
    rows: versions.map(({ version, from, note, madeAt }) => ({
      href: `${home}/policy/versions/${version}`,
      name: t.policy.version({ version }),
      isInForce: version === inForce?.version,
      from: from === null ? t.policy.console.always : formatDay(from),
      note,
      madeAt: madeAt === null ? '' : formatInstant(madeAt, defaultTimeZone),
      courses: String(courses.filter(course => course.version === version).length),
    })),
    title: inForce === null ? '' : t.policy.version(inForce),
    ...(inForce === null ? { sections: [], scale: [] } : policyInWords(inForce.policy, t, lang)),
  };
}

/** The courses with their versions, and where each could be moved to. */
export function coursesView(
  { t, home, canChange }: InstitutionContext,
  versions: readonly PolicyRecordOfChange[],
  courses: readonly PolicyCourse[],
) {
  return {
    home,
    rows: courses.map(({ course, version }) => ({
      id: course.id,
      title: course.title === '' ? t.department.untitled : course.title,
      lang: course.lang,
      version: t.policy.version({ version }),
      action: `${home}/policy/courses/${course.id}`,
      options: canChange
        ? versions
            .filter(one => one.version !== version)
            .map(one => ({ value: String(one.version), text: t.policy.version(one) }))
        : [],
    })),
  };
}

/** Every number that a move would change, before anything is changed. */
export function previewView(
  { t, lang, home, canChange }: InstitutionContext,
  facts: {
    readonly preview: MovePreview;
    readonly history: readonly PolicyMove[];
    readonly versions: readonly PolicyRecordOfChange[];
  },
) {
  const { preview, history, versions } = facts;
  const { course, from, to, rows, digest } = preview;
  const words = t.policy.move;
  const count = rows.reduce((sum, { changes }) => sum + changes.length, 0);
  return {
    home,
    title: course.title,
    lang: course.lang,
    lead: count === 0 ? words.same : words.count({ count, students: rows.length }),
    rows: rows.flatMap(({ member, changes }) =>
      changes.map(change => {
        const [before, after] = changeText(change, { from, to }, versions, { t, lang });
        return {
          student: displayName(member.person, member.number, t.roster.nameless),
          number: words.numbers[change.number],
          from: before,
          to: after,
        };
      }),
    ),
    form: canChange
      ? { action: `${home}/policy/courses/${course.id}`, from: String(from), to: String(to), digest }
      : null,
    history: history.map(({ at, ...move }) => ({
      text: words.event({ ...move, at: formatInstant(at, defaultTimeZone) }),
      reason: move.reason,
    })),
  };
}

/** What a number was and is, each in the words of its own version. */
export function changeText(
  { number, from, to }: NumberChange,
  move: { readonly from: number; readonly to: number },
  versions: readonly PolicyRecordOfChange[],
  { t, lang }: { readonly t: Catalogue; readonly lang: Lang },
): [string, string] {
  const textBy = (version: number, text: string): string => {
    if (text === '') return t.policy.move.blank;
    const policy = versions.find(one => one.version === version)?.policy ?? null;
    if (number === 'label') return labelText(policy, text as 'good', { t, lang });
    return numberText(text, number, t, lang === 'en' ? '.' : decimalMark(lang));
  };
  return [textBy(move.from, from), textBy(move.to, to)];
}

function numberText(text: string, number: NumberChange['number'], t: Catalogue, mark: string): string {
  if (number === 'admission') return t.gradebook.admission[text as 'admitted'];
  if (number === 'status') return t.grading.statuses[text as 'passed'];
  return number === 'letter' ? text : text.replace('.', mark);
}
