import { finding, type Finding } from '../finding.ts';
import { type DocumentScaleRow, type GradeLabel, type RubricBand, type Syllabus } from '../types.ts';

/** The scale by which the institution grades: letters come from it, whatever the document prints. */
export type InstitutionScale = readonly {
  readonly letter: string;
  readonly gpa: string;
  readonly min: number;
  readonly max: number;
  readonly label: GradeLabel;
}[];

/** The least percent that passes, by the national scale: below it a grade is FX or F. */
const passMark = 50;

interface Range {
  readonly letter: string;
  readonly min: number;
  readonly max: number;
}

/** The letters must cover 0–100 once, and their words must agree with the rubric's bands. */
export function scaleFindings({ scale, rubric }: Syllabus, institution: InstitutionScale | null): Finding[] {
  if (scale.length === 0) return [];
  const ranges = scale.flatMap(({ letter, min, max }): Range[] =>
    min === null || max === null ? [] : [{ letter, min, max }],
  );
  const lowest = Math.min(...ranges.map(({ min }) => min));
  const hasFailing = ranges.some(({ max }) => max < passMark);
  return [
    ...coverage(ranges, hasFailing),
    ...(hasFailing || ranges.length === 0 ? [] : [finding('scale-no-failing', 'scale', { lowest })]),
    ...scale.flatMap((row, index) => labelFinding(row, index, rubric?.bands ?? [])),
    ...(institution === null ? [] : differences(scale, institution)),
  ];
}

/** Whole percents: 95–100 is followed by …–94. Percents below the lowest row are a gap only when failing rows exist. */
function coverage(ranges: readonly Range[], hasFailing: boolean): Finding[] {
  const findings: Finding[] = [];
  const ordered = ranges.toSorted((a, b) => b.min - a.min || b.max - a.max);
  const top = Math.max(...ranges.map(({ max }) => max));
  if (ranges.length > 0 && top < 100)
    findings.push(finding('scale-gap', 'scale', { min: top + 1, max: 100 }));
  for (const [index, upper] of ordered.entries()) {
    const lower = ordered[index + 1];
    if (lower === undefined) {
      if (hasFailing && upper.min > 0)
        findings.push(finding('scale-gap', 'scale', { min: 0, max: below(upper.min) }));
    } else if (lower.max >= upper.min) {
      const params = {
        letter: upper.letter,
        other: lower.letter,
        min: upper.min,
        max: Math.min(upper.max, lower.max),
      };
      findings.push(finding('scale-overlap', 'scale', params));
    } else if (upper.min - lower.max > 1) {
      findings.push(finding('scale-gap', 'scale', { min: lower.max + 1, max: below(upper.min) }));
    }
  }
  return findings;
}

function below(percent: number): number {
  return Math.ceil(percent) - 1;
}

/** What the words of a row contradict: the band of the rubric that holds all its percents, else the pass mark. */
function labelFinding(row: DocumentScaleRow, index: number, bands: readonly RubricBand[]): Finding[] {
  const { letter, min, max, label, labelText } = row;
  if (label === null || labelText === null || min === null || max === null) return [];
  const path = `scale[${index}].label`;
  const band = bands.find(candidate => candidate.min <= min && max <= candidate.max)?.label ?? null;
  if (band !== null) {
    if (band === label) return [];
    return [finding('scale-label', path, { letter, labelText, min, max, expected: band, source: 'rubric' })];
  }
  const expected = againstPassMark(label, min, max);
  if (expected === null) return [];
  return [finding('scale-label', path, { letter, labelText, min, max, expected, source: 'pass-mark' })];
}

function againstPassMark(label: GradeLabel, min: number, max: number): GradeLabel | null {
  if (label === 'unsatisfactory' && min >= passMark) return 'satisfactory';
  if (label !== 'unsatisfactory' && max < passMark) return 'unsatisfactory';
  return null;
}

/** Row by row: what the document prints beside what the institution grades by. */
function differences(scale: readonly DocumentScaleRow[], institution: InstitutionScale): Finding[] {
  const letters = [...new Set([...institution.map(row => row.letter), ...scale.map(row => row.letter)])];
  return letters.flatMap(letter => {
    const index = scale.findIndex(row => row.letter === letter);
    const own = scale[index];
    const theirs = institution.find(row => row.letter === letter);
    const isSame =
      own !== undefined &&
      theirs !== undefined &&
      own.min === theirs.min &&
      own.max === theirs.max &&
      (own.gpa === null || Number(own.gpa) === Number(theirs.gpa)) &&
      (own.label === null || own.label === theirs.label);
    if (isSame) return [];
    const path = own === undefined ? 'scale' : `scale[${index}]`;
    const params = {
      letter,
      document: own === undefined ? null : sideOf(own),
      institution: theirs === undefined ? null : sideOf(theirs),
    };
    return [finding('scale-differs', path, params)];
  });
}

function sideOf({ min, max, gpa, label }: Pick<DocumentScaleRow, 'min' | 'max' | 'gpa' | 'label'>) {
  return { min, max, gpa, label };
}
