import { finding, type Finding } from '../finding.ts';
import { type Evidence, type RowKind, type Syllabus } from '../types.ts';
import { sumOf } from './arithmetic.ts';

/** Weeks count from 1 without holes, and never go back within one kind of class. */
export function weekFindings({ calendar }: Syllabus, { coveredWeeks }: Evidence): Finding[] {
  const weeks = calendar.flatMap(({ week, kind }) => (week === null || kind === 'midterm' ? [] : [week]));
  if (weeks.length === 0)
    return calendar.length < 3 ? [] : [finding('week-order', 'calendar', { problem: 'missing', week: 1 })];
  const known = new Set([...weeks, ...coveredWeeks]);
  const last = Math.max(...known);
  const missing = Array.from({ length: last }, (_, index) => index + 1).filter(week => !known.has(week));
  return [
    ...missing.map(week => finding('week-order', 'calendar', { problem: 'missing', week })),
    ...backwards({ calendar }),
  ];
}

/** Two tables, one of lectures and one of seminars, each begin with week 1: only rows of one kind are compared. */
function backwards({ calendar }: Pick<Syllabus, 'calendar'>): Finding[] {
  const latest = new Map<RowKind, number>();
  return calendar.flatMap(({ week, kind }, index) => {
    if (week === null || kind === 'other') return [];
    const before = latest.get(kind) ?? 0;
    latest.set(kind, Math.max(before, week));
    return week < before
      ? [finding('week-order', `calendar[${index}].week`, { problem: 'backwards', week })]
      : [];
  });
}

/** By the credit system a credit is 30 hours, of which 9 to 10 are contact hours. */
const hoursPerCredit = 30;
const contactPerCredit = { least: 9, most: 10 };
const contactKinds: readonly RowKind[] = ['lecture', 'seminar', 'practical', 'lab'];

export function hourFindings({ course, calendar }: Syllabus): Finding[] {
  const { credits } = course;
  if (credits === null) return [];
  const counted = calendar.filter(row => row.hours !== null);
  const contact = sumOf(counted.filter(row => contactKinds.includes(row.kind)).map(row => row.hours ?? 0));
  const all = sumOf(counted.map(row => row.hours ?? 0));
  const hasAll = (['srs', 'srsp'] as const).every(kind => counted.some(row => row.kind === kind));
  const findings: Finding[] = [];
  const least = sumOf([credits * contactPerCredit.least]);
  const most = sumOf([credits * contactPerCredit.most]);
  if (contact > 0 && (contact < least || contact > most)) {
    findings.push(
      finding('hours-credits', 'calendar', { what: 'contact', credits, hours: contact, least, most }),
    );
  }
  const due = sumOf([credits * hoursPerCredit]);
  if (hasAll && all !== due) {
    findings.push(
      finding('hours-credits', 'calendar', { what: 'all', credits, hours: all, least: due, most: due }),
    );
  }
  return findings;
}
