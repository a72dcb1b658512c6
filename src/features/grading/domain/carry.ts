import { type PersonId } from '../../../kernel/ids.ts';
import { bandsOf, type Grade, type SavedDraft } from './grade.ts';
import { criteriaOf, type Rubric } from './rubric.ts';
import { weightsOf } from './weights.ts';

/** A version of a rubric, and how its criteria follow from those of the version before. */
export interface RubricVersion {
  readonly version: number;
  readonly rubric: Rubric;
  /** For each criterion its place in the version before, null where it is new. Null as a whole: nothing follows. */
  readonly from: readonly (number | null)[] | null;
  /** Null: it came with the syllabus. */
  readonly by: PersonId | null;
  readonly at: Date | null;
}

/**
 * A grade as it stands under a newer version of its rubric: percents go with their criteria, new criteria have none.
 * What is released stays as it was released. The grade itself is written only when somebody saves it.
 * @param newer the versions after the grade's own, in order
 */
export function carryGrade(grade: Grade, newer: readonly RubricVersion[]): Grade {
  return newer.reduce<Grade>(
    (carried, { version, rubric, from }) => ({
      ...carried,
      rubricVersion: version,
      draft: carryDraft(carried.draft, rubric, from),
    }),
    grade,
  );
}

function carryDraft(draft: SavedDraft, rubric: Rubric, from: RubricVersion['from']): SavedDraft {
  const places = from ?? criteriaOf(rubric).map(() => null);
  const moved = (values: readonly (number | null)[]): (number | null)[] =>
    places.map(place => (place === null ? null : (values[place] ?? null)));
  const criteria = moved(draft.criteria);
  const picked = moved(draft.bands).map(place =>
    place !== null && place < rubric.bands.length ? place : null,
  );
  return { ...draft, criteria, bands: bandsOf(rubric, criteria, picked), weights: weightsOf(rubric) };
}
