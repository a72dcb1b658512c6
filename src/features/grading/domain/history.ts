import { type PersonId } from '../../../kernel/ids.ts';
import { carryGrade, type RubricVersion } from './carry.ts';
import { type Grade, type Via } from './grade.ts';

/** One thing that a version of a grade changed. `from` is null where nothing stood before. */
export type GradeChange =
  | {
      readonly field: 'criterion';
      readonly index: number;
      readonly from: number | null;
      readonly to: number | null;
    }
  | { readonly field: 'rubric'; readonly from: number; readonly to: number }
  | { readonly field: 'breach'; readonly lifted: boolean; readonly text: string }
  | { readonly field: 'comment'; readonly from: string; readonly to: string }
  | { readonly field: 'released'; readonly from: number | null; readonly to: number };

/** Who did what to a grade, and when. */
export interface GradeEvent {
  readonly rev: number;
  readonly by: PersonId;
  readonly at: Date;
  /** Where a draft came from; null for what is no draft. */
  readonly via: Via | null;
  /** By whose criteria the places of the changes count. */
  readonly rubricVersion: number;
  readonly changes: readonly GradeChange[];
}

/**
 * The history of one grade from its versions in the order of `rev`, the present one last. Versions follow each other
 * without a gap, so what each changed is what differs from the one before.
 */
export function eventsOf(versions: readonly Grade[], rubrics: readonly RubricVersion[] = []): GradeEvent[] {
  return versions.map((version, index) => {
    const before = carriedTo(version.rubricVersion, versions[index - 1] ?? null, rubrics);
    const { rev, rubricVersion, draft, released } = version;
    const breach = draft.breach ?? null;
    const writer = released?.rev === rev ? released : breach?.rev === rev ? breach : draft;
    const { by, at } = writer;
    const via = writer === draft ? (draft.via ?? 'panel') : null;
    const earlier = versions[index - 1]?.rubricVersion ?? rubricVersion;
    const rubric: GradeChange[] =
      earlier === rubricVersion ? [] : [{ field: 'rubric', from: earlier, to: rubricVersion }];
    return { rev, by, at, via, rubricVersion, changes: [...rubric, ...changesBetween(before, version)] };
  });
}

/** The version before as it stood under the rubric of the one after, so that each criterion is compared with itself. */
function carriedTo(to: number, grade: Grade | null, rubrics: readonly RubricVersion[]): Grade | null {
  if (grade === null || grade.rubricVersion === to) return grade;
  return carryGrade(
    grade,
    rubrics.filter(({ version }) => version > grade.rubricVersion && version <= to),
  );
}

function changesBetween(before: Grade | null, after: Grade): GradeChange[] {
  const changes: GradeChange[] = after.draft.criteria.flatMap((to, index) => {
    const from = before?.draft.criteria[index] ?? null;
    return from === to ? [] : [{ field: 'criterion' as const, index, from, to }];
  });
  const comment = { from: before?.draft.comment ?? '', to: after.draft.comment };
  if (comment.from !== comment.to) changes.push({ field: 'comment', ...comment });
  const breach = after.draft.breach ?? null;
  if (breach !== null && breach.rev !== before?.draft.breach?.rev)
    changes.push({ field: 'breach', lifted: breach.cap === null, text: breach.text });
  if (after.released !== null && after.released.rev !== before?.released?.rev) {
    changes.push({ field: 'released', from: before?.released?.total ?? null, to: after.released.total });
  }
  return changes;
}
