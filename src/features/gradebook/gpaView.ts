import { multiplyExact } from '../../kernel/exact.ts';
import { type Explanation } from './explain.ts';
import { gpaOf } from './domain/gpa.ts';
import { type StandingCourses } from './gpaService.ts';
import { numberText, type Reader } from './gradebookWords.ts';

/** The GPA and how it came about, course by course; says of which courses it is. */
export function explainGpa(
  { courses, withoutCredits }: StandingCourses,
  scope: 'own' | 'shared',
  reader: Reader,
): Explanation {
  const words = reader.t.policy.gpa;
  const average = gpaOf(courses);
  const text = (value: Parameters<typeof numberText>[0]): string => numberText(value, reader);
  const missing = withoutCredits === 0 ? [] : [words.withoutCredits({ courses: withoutCredits })];
  const note = [words[scope], ...missing].join(' ');
  if (average === null) return { title: words.title, value: '', lines: [], note: `${words.none} ${note}` };
  const { points, credits, gpa } = average;
  const products = courses.map(({ title, gpa: number, credits: weight }) => ({
    words: title === '' ? reader.t.department.untitled : title,
    numbers: `${text(number)} × ${text(weight)} = ${text(multiplyExact(number, weight))}`,
  }));
  const quotient = { words: words.quotient, numbers: `${text(points)} / ${text(credits)} = ${text(gpa)}` };
  return { title: words.title, value: text(gpa), lines: [...products, quotient], note };
}
