import { type CourseMap, keyedRows, type MapRow } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';
import { isWebAddress } from './moocs.ts';

type Keyed = { readonly key: string; readonly row: MapRow };

/** The schedule against the course's calendar and the form: weeks, hours, links, consultations before the controls. */
export function checkSchedule(map: CourseMap, around: MapSurroundings): MapFinding[] {
  const rows = keyedRows(map);
  if (rows.length === 0) return [mapFinding('schedule-empty', 'schedule', null, {})];
  return [
    ...weekFindings(rows, around.lastWeek),
    ...linkFindings(rows),
    ...hourFindings(rows),
    ...consultationFindings(rows),
    ...calendarFindings(rows, around),
  ];
}

function weekFindings(rows: readonly Keyed[], last: number): MapFinding[] {
  let before = 0;
  return rows.flatMap(({ key, row: { week } }): MapFinding[] => {
    if (week === null) return [];
    if (week < 1 || week > last)
      return [mapFinding('week-outside', 'schedule', key, { row: key, week, last })];
    const findings =
      week < before ? [mapFinding('week-order', 'schedule', key, { row: key, week, before })] : [];
    before = Math.max(before, week);
    return findings;
  });
}

function linkFindings(rows: readonly Keyed[]): MapFinding[] {
  return rows.flatMap(({ key, row: { url } }) =>
    url === null || isWebAddress(url) ? [] : [mapFinding('link-bad', 'schedule', key, { what: key, url })],
  );
}

const taught: readonly MapRow['kind'][] = ['lecture', 'seminar', 'practical', 'lab'];

function hourFindings(rows: readonly Keyed[]): MapFinding[] {
  const count = rows.filter(({ row }) => taught.includes(row.kind) && row.hours === null).length;
  return count === 0 ? [] : [mapFinding('hours-blank', 'schedule', null, { count })];
}

/** The form has a consultation before each of RK1, RK2 and the exam; a consultation of the syllabus (SRSP) counts too. */
function consultationFindings(rows: readonly Keyed[]): MapFinding[] {
  return rows.flatMap(({ row }, index): MapFinding[] => {
    if (row.kind !== 'midterm' && row.kind !== 'final') return [];
    const what = row.kind;
    const number = what === 'final' ? null : row.number;
    const isThere = rows
      .slice(0, what === 'final' ? rows.length : index)
      .some(({ row: { prepares } }) => prepares?.kind === what && prepares.number === number);
    return isThere ? [] : [mapFinding('consultation', 'schedule', null, { what, number })];
  });
}

function calendarFindings(rows: readonly Keyed[], { calendar }: MapSurroundings): MapFinding[] {
  if (calendar === null) return [];
  const own = new Map(rows.map(({ key, row }) => [key, row]));
  const ofCourse = new Map(calendar.map(({ key, row }) => [key, row]));
  const missing = calendar.filter(({ key }) => !own.has(key)).map(({ key }) => key);
  return [
    ...(missing.length === 0 ? [] : [mapFinding('row-missing', 'schedule', null, { rows: missing })]),
    ...rows.flatMap(({ key, row }): MapFinding[] => {
      const other = ofCourse.get(key);
      if (other === undefined)
        return row.kind === 'consultation' ? [] : [mapFinding('row-extra', 'schedule', key, { row: key })];
      return [
        ...(row.week !== null && other.week !== null && row.week !== other.week
          ? [mapFinding('row-week', 'schedule', key, { row: key, week: row.week, calendar: other.week })]
          : []),
        ...(row.hours !== null && other.hours !== null && row.hours !== other.hours
          ? [
              mapFinding('hours-calendar', 'schedule', key, {
                row: key,
                hours: row.hours,
                calendar: other.hours,
              }),
            ]
          : []),
      ];
    }),
  ];
}
