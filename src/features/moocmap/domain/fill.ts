import { catalogueOf, type Lang } from '../../../i18n/index.ts';
import { blankRow, type CalendarRow, type Syllabus } from '../../syllabus/index.ts';
import { type CourseMap, keyedRows, type MapRow } from './courseMap.ts';

const hoursPerCredit = 30;

/** A map as far as the course can fill it: its facts and its calendar. What only a person knows stays blank. */
export function mapOfCourse(title: string, syllabus: Syllabus | null, lang: Lang): CourseMap {
  const words = catalogueOf(lang).moocmap.filled;
  const credits = syllabus?.course.credits ?? null;
  return {
    language: lang,
    selection: {
      course: syllabus?.course.title ?? title,
      workload: credits === null ? null : `${credits * hoursPerCredit} / ${credits}`,
      studyMode: null,
      level: null,
      language: words.languages[lang],
      semester: null,
      attestation: syllabus?.rubric?.form ?? words.exam,
      department: null,
    },
    moocs: [],
    outcomes: [],
    model: null,
    schedule: scheduleOf(syllabus?.calendar ?? [], lang),
  };
}

/** The rows of a calendar, with the consultations that the form has before every control. */
export function scheduleOf(calendar: readonly CalendarRow[], lang: Lang): MapRow[] {
  const rows: MapRow[] = [];
  for (const row of calendar) {
    const missing =
      row.kind === 'midterm' || row.kind === 'final' ? consultationFor(row, calendar, lang) : null;
    if (missing !== null) rows.push(missing);
    rows.push(blankUse(row));
  }
  return rows;
}

/** Modules and points are the syllabus's; the form has no columns for them. */
const blankUse = (row: CalendarRow): MapRow => ({ ...row, module: null, maxPoints: null, use: null });

function consultationFor(control: CalendarRow, calendar: readonly CalendarRow[], lang: Lang): MapRow | null {
  const words = catalogueOf(lang).moocmap.filled;
  const target = control.kind === 'final' ? 'final' : 'midterm';
  const number = target === 'final' ? null : control.number;
  const isThere = calendar.some(
    ({ kind, prepares }) =>
      (kind === 'consultation' || kind === 'srsp') && prepares?.kind === target && prepares.number === number,
  );
  if (isThere) return null;
  const weeks = calendar.flatMap(({ week }) => (week === null ? [] : [week]));
  return {
    ...blankRow,
    week: control.week ?? Math.max(...weeks, 1),
    kind: 'consultation',
    number,
    title: target === 'final' ? words.finalConsultation : words.midtermConsultation,
    hours: 1,
    prepares: { kind: target, number },
    use: null,
  };
}

/**
 * The map with weeks, topics and hours of the calendar as it is now. What was written into a row stays with the row of the
 * same key; rows that the calendar does not have any more go.
 */
export function followCalendar(map: CourseMap, calendar: readonly CalendarRow[]): CourseMap {
  const written = new Map(keyedRows(map).map(({ key, row }) => [key, row]));
  const present = keyedRows({ schedule: scheduleOf(calendar, map.language) });
  const schedule = present.map(({ key, row }): MapRow => {
    const { tasks, assessment, mode, modeText, platform, url, use } = written.get(key) ?? row;
    return { ...row, tasks, assessment, mode, modeText, platform, url, use };
  });
  return { ...map, schedule };
}

/** The empty form: 15 weeks with a lecture and a practical class each, the controls after weeks 7 and 15. */
export function blankMap(lang: Lang): CourseMap {
  const words = catalogueOf(lang).form.kinds;
  const control = (week: number | null, kind: 'midterm' | 'final', number: number | null): CalendarRow => ({
    ...blankRow,
    week,
    kind,
    number,
    title: words[kind],
  });
  const calendar = Array.from({ length: 15 }, (_, index) => index + 1).flatMap((week): CalendarRow[] => [
    { ...blankRow, week, kind: 'lecture', number: week },
    { ...blankRow, week, kind: 'practical', number: week },
    ...(week === 7 ? [control(week, 'midterm', 1)] : []),
    ...(week === 15 ? [control(week, 'midterm', 2), control(null, 'final', null)] : []),
  ]);
  const selection = {
    course: null,
    workload: null,
    studyMode: null,
    level: null,
    language: null,
    semester: null,
    attestation: null,
    department: null,
  };
  const schedule = scheduleOf(calendar, lang).map(row => ({ ...row, hours: null }));
  return { language: lang, selection, moocs: [], outcomes: [], model: null, schedule };
}
