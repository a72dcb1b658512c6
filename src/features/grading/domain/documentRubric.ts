import { type Rubric as DocumentRubric } from '../../syllabus/index.ts';
import { type Label, type Scale } from './policy.ts';
import { type Rubric } from './rubric.ts';

/**
 * The rubric of a syllabus as graders use it. What the document leaves blank stays blank; only a band without a word of
 * its own takes the label that the institution's scale gives to its upper end. Whether one can grade by it is for
 * `rubricProblems` to say.
 */
export function rubricOfDocument(document: DocumentRubric, scale: Scale): Rubric {
  return {
    title: document.title ?? '',
    bands: document.bands.map(({ min, max, label }) => ({ min, max, label: label ?? labelAt(max, scale) })),
    questions: document.questions.map(({ number, criteria }) => ({
      number,
      criteria: criteria.map(criterion => ({
        number: criterion.number,
        text: criterion.text,
        descriptors: criterion.descriptors.map(text => text ?? ''),
      })),
    })),
  };
}

function labelAt(percent: number, scale: Scale): Label {
  return scale.find(row => row.min <= percent && percent <= row.max)?.label ?? 'unsatisfactory';
}

/** Whether marks given by one rubric mean the same in the other. */
export function isSameRubric(one: Rubric | null, other: Rubric | null): boolean {
  const essence = (rubric: Rubric | null): string => JSON.stringify([rubric?.bands, rubric?.questions]);
  return essence(one) === essence(other);
}
