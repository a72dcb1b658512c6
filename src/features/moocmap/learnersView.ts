import { type Catalogue } from '../../i18n/index.ts';
import { dayOfInstant, formatDay } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { page, type Reply } from '../../web/route.ts';
import { type Course } from '../course/index.ts';
import { compareNames, displayName, type Member } from '../roster/index.ts';
import { type CourseMap, moocLabel } from './domain/courseMap.ts';
import { delayIn, noSteps, progressOf, type StudentSteps } from './domain/progress.ts';
import { getCourse, type MapParts } from './mapPages.ts';
import { type MapResult } from './results.ts';
import { resultView } from './resultView.ts';
import { type Days, daysOf } from './taskDays.ts';

interface Class {
  readonly course: Course;
  readonly map: CourseMap;
  readonly days: Days;
  readonly steps: ReadonlyMap<Member['person']['id'], StudentSteps>;
  readonly results: readonly MapResult[];
}

/** The teacher's view of the students' way: who has registered, what has come of it, and who is behind. */
export async function showLearners(parts: MapParts, context: LaunchContext): Promise<Reply> {
  const { t, lang, actor } = context;
  const words = t.moocmap;
  const course = await getCourse(parts, actor.courseId);
  const published = await parts.store.newestAccepted(actor.courseId);
  if (published === null) return page('moocmap/none', words.learners.title, {});
  const { map } = published;
  const [members, steps, days, results] = await Promise.all([
    parts.roster.members(course.id),
    parts.steps.ofCourse(course.id),
    daysOf(parts, course, context),
    // A list of the class may be read by some who may not see marks.
    actor.can('grades.read') ? parts.resultsOf([course.id]) : [],
  ]);
  const compare = compareNames(lang);
  const rows = members
    .filter(({ role, active }) => role === 'learner' && active)
    .map(member => learnerRow(member, { course, map, days, steps, results }, context))
    .sort((a, b) => Number(b.isBehind) - Number(a.isBehind) || compare(a.name, b.name));
  return page('moocmap/learners', words.learners.title, {
    rows,
    moocs: map.moocs.map(({ key, title }) => title ?? moocLabel(map, key)),
    counts: [
      words.learners.count({ registered: rows.filter(row => row.isRegistered).length, all: rows.length }),
      words.learners.countBehind({ count: rows.filter(row => row.isBehind).length }),
    ],
  });
}

function learnerRow({ person, number }: Member, given: Class, context: LaunchContext) {
  const { course, map, days, steps, results } = given;
  const { t } = context;
  const own = steps.get(person.id) ?? noSteps;
  const progress = progressOf(map, own, days.today, task => days.dueOf(task)?.on ?? null);
  const moocs = map.moocs.map(({ key }) => {
    const come = results.filter(({ moocKey }) => moocKey === key);
    const result = come.find(({ personId }) => personId === person.id);
    const delay = delayIn(map, key, progress, result?.completed, come.length > 0);
    return {
      ...registrationView(own, key, course, t),
      result: resultView(result, context),
      delay: delay === null ? null : t.moocmap.delays[delay],
    };
  });
  return {
    name: displayName(person, number, t.roster.nameless),
    moocs,
    isRegistered: progress.unregistered.length === 0,
    done: `${progress.done} / ${progress.all}`,
    late: progress.late.length,
    isBehind: moocs.some(({ delay }) => delay !== null),
  };
}

function registrationView({ registrations }: StudentSteps, key: string, course: Course, t: Catalogue) {
  const own = registrations.find(({ mooc }) => mooc === key);
  return own === undefined
    ? { isThere: false, text: t.moocmap.steps.notRegistered, address: null }
    : {
        isThere: true,
        text: formatDay(dayOfInstant(own.at, course.term.timeZone)),
        address: own.address,
      };
}
