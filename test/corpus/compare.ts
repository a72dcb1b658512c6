import { readDocument, readPasted } from '../../src/documents/index.ts';
import { checkSyllabus, parseSyllabus } from '../../src/features/syllabus/domain/index.ts';
import { type Finding } from '../../src/features/syllabus/domain/finding.ts';
import { type Syllabus } from '../../src/features/syllabus/domain/types.ts';
import { type TestFormat } from '../documents/rendered.ts';
import { type Expected } from './layouts.ts';

export interface ReadBack {
  readonly syllabus: Syllabus;
  readonly findings: readonly Finding[];
}

export async function readBack(bytes: Uint8Array, format: TestFormat): Promise<ReadBack> {
  const document =
    format === 'html'
      ? readPasted({ html: Buffer.from(bytes).toString(), text: '' }, 'x')
      : await readDocument(bytes, 'x');
  const { syllabus, evidence, findings } = parseSyllabus(document);
  return { syllabus, findings: [...findings, ...checkSyllabus(syllabus, evidence, null)] };
}

export interface Comparison {
  readonly cells: number;
  readonly wrong: readonly { readonly path: string; readonly expected: unknown; readonly read: unknown }[];
}

/** Value by value: what the form says beside what was read. */
export function compare(
  expected: Expected,
  { course, outcomes, scale, weights, calendar, rubric }: Syllabus,
): Comparison {
  const wrong: { path: string; expected: unknown; read: unknown }[] = [];
  let cells = 0;
  const same = (path: string, left: unknown, right: unknown) => {
    cells += 1;
    if (JSON.stringify(left) !== JSON.stringify(right)) wrong.push({ path, expected: left, read: right });
  };
  for (const field of ['title', 'code', 'credits', 'aim', 'prerequisites', 'postrequisites'] as const)
    same(`course.${field}`, expected[field], course[field]);
  for (const [index, outcome] of expected.outcomes.entries())
    same(`outcomes[${index}]`, outcome, outcomes[index]);
  same('outcomes.length', expected.outcomes.length, outcomes.length);
  for (const [index, [letter, gpa, min, max, label]] of expected.scale.entries()) {
    const row = scale[index];
    same(
      `scale[${index}]`,
      [letter, gpa, min, max, label],
      [row?.letter, row?.gpa, row?.min, row?.max, row?.label],
    );
  }
  same('scale.length', expected.scale.length, scale.length);
  same(
    'weights',
    expected.weights,
    weights.map(({ kind, percent }) => [kind, percent]),
  );
  for (const [index, row] of expected.calendar.entries()) {
    for (const [field, value] of Object.entries(row))
      same(`calendar[${index}].${field}`, value, calendar[index]?.[field as keyof typeof row]);
  }
  same('calendar.length', expected.calendar.length, calendar.length);
  same('rubric.title', expected.rubric.title, rubric?.title);
  same('rubric.bands', expected.rubric.bands, rubric?.bands.length);
  same(
    'rubric.criteria',
    expected.rubric.criteria,
    rubric?.questions.map(({ criteria }) => criteria.length),
  );
  return { cells, wrong };
}
