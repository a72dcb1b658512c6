import { finding, type Finding } from '../finding.ts';
import { type CalendarRow, type RowKind, type Syllabus, type Weight, type WeightKind } from '../types.ts';
import { sumOf } from './arithmetic.ts';

/** Which kind of weight the points of a row count towards. */
const weightOf: Partial<Record<RowKind, WeightKind>> = {
  lecture: 'other',
  seminar: 'practice',
  practical: 'practice',
  lab: 'practice',
  srs: 'independent',
  srsp: 'independent',
  final: 'exam',
};

/** How far a share may be from its weight: weights are printed as whole percents. */
const tolerance = 0.5;

/** The weights must sum to 100, agree with the calendar's points, and each have something in the calendar to earn. */
export function weightFindings(syllabus: Syllabus): Finding[] {
  const { weights, calendar } = syllabus;
  if (weights.length === 0) return [];
  const sum = sumOf(weights.map(weight => weight.percent));
  return [
    ...(sum === 100 ? [] : [finding('weights-sum', 'weights', { sum })]),
    ...shareFindings(syllabus),
    ...weights.flatMap((weight, index) => rowFinding(weight, index, calendar)),
  ];
}

/** The part of the total that is not the exam's is divided as the calendar divides its points. */
function shareFindings({ weights, calendar }: Syllabus): Finding[] {
  const rows = calendar.filter(
    ({ kind, maxPoints }) => kind !== 'midterm' && kind !== 'final' && maxPoints !== null,
  );
  const points = sumOf(rows.map(row => row.maxPoints ?? 0));
  const hasOther = weights.some(({ kind }) => kind === 'other');
  if (points === 0 || hasOther || !weights.some(({ kind }) => kind === 'exam')) return [];
  const current = weights.filter(({ kind }) => kind !== 'exam');
  const total = sumOf(current.map(weight => weight.percent));
  const kinds = [...new Set(current.map(weight => weight.kind))];
  const shares = kinds.map(kind => {
    const own = sumOf(rows.filter(row => kindOf(row) === kind).map(row => row.maxPoints ?? 0));
    const weight = sumOf(current.filter(entry => entry.kind === kind).map(entry => entry.percent));
    return { kind, weight, share: Math.round((own * total * 100) / points) / 100 };
  });
  const differs = shares.some(({ weight, share }) => Math.abs(weight - share) > tolerance);
  return differs ? [finding('weights-shares', 'weights', { shares })] : [];
}

/** A row that calls itself a project counts as one, whatever its kind. */
function kindOf(row: CalendarRow): WeightKind {
  return isProject(row) ? 'project' : (weightOf[row.kind] ?? 'other');
}

function isProject({ kind, title }: CalendarRow): boolean {
  return (
    (kind === 'other' || kind === 'srs') &&
    /^(?:жоба|проект|project|шығармашылық|творческ|creative)/iu.test(title)
  );
}

function rowFinding(weight: Weight, index: number, calendar: readonly CalendarRow[]): Finding[] {
  if (weight.kind === 'other' || calendar.length === 0) return [];
  const has =
    weight.kind === 'project'
      ? calendar.some(isProject)
      : calendar.some(row => weightOf[row.kind] === weight.kind);
  if (has) return [];
  const { kind, text, percent } = weight;
  return [finding('weight-without-row', `weights[${index}]`, { kind, text, percent })];
}
