import { keysOfRows } from '../../../kernel/rowKeys.ts';
import { type CorrectableSection } from './corrections.ts';
import { type Syllabus } from './types.ts';

/**
 * What the places of a section's values hang on: while it is the same, a path leads to the same row. Short, because it goes to
 * the browser and back with every value (FNV-1a, 32 bits).
 */
export function shapeOf(section: CorrectableSection, syllabus: Syllabus): string {
  const text = rowNames(section, syllabus).join('\n');
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

function rowNames(section: CorrectableSection, { calendar, outcomes, weights, rubric }: Syllabus): string[] {
  switch (section) {
    case 'course':
    case 'policies':
      return [section];
    case 'calendar':
      return keysOfRows(calendar);
    case 'outcomes':
      return outcomes.flatMap(({ code, indicators }) => [code, ...indicators.map(one => one.code)]);
    case 'weights':
      return weights.map(({ kind, text }) => `${kind} ${text}`);
    case 'rubric':
      return (rubric?.questions ?? []).flatMap(({ number, criteria }) =>
        criteria.map(one => `${number}.${one.number}`),
      );
  }
}
