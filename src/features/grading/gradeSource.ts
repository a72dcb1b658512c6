import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type GradeSource, type WantedScore } from '../gradesync/index.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type AssessmentService } from './assessmentService.ts';
import { type AssessmentStore } from './assessmentStore.ts';
import { finalControl, type Grade, type Released } from './domain/grade.ts';
import { type InstitutionPolicy } from './domain/policy.ts';
import { labelText } from './gradeWords.ts';
import { type GradeStore } from './gradeStore.ts';

/** Released grades as the queue to the LMS asks for them. */
export function createGradeSource(parts: {
  readonly grades: GradeStore;
  readonly assessments: AssessmentStore;
  readonly policyVersion: AssessmentService['policyVersion'];
}): GradeSource {
  const { grades, assessments, policyVersion } = parts;

  /** By the versions that the grades were released by. */
  async function policiesOf(
    courseId: CourseId,
    found: readonly Grade[],
  ): Promise<ReadonlyMap<number, InstitutionPolicy>> {
    const versions = new Set(found.flatMap(({ released }) => released?.policyVersion ?? []));
    return new Map(
      await Promise.all(
        [...versions].map(async version => [version, await policyVersion(courseId, version)] as const),
      ),
    );
  }

  const wantedMany: Required<GradeSource>['wantedMany'] = async (courseId, columnKey, personIds) => {
    const [found, assessment] = await Promise.all([
      grades.list(courseId, columnKey, personIds),
      assessments.find(courseId, columnKey),
    ]);
    const lang = assessment?.lang ?? 'kk';
    const policies = await policiesOf(courseId, found);
    return new Map(
      found.flatMap(({ personId, released }) =>
        released === null
          ? []
          : [[personId, wantedScore(released, lang, policies.get(released.policyVersion) ?? null)]],
      ),
    );
  };
  return {
    columns: (_courseId, lang) =>
      Promise.resolve([
        { key: finalControl, kind: 'total', title: catalogueOf(lang).gradesync.columns.final, maximum: 100 },
      ]),
    released: async (courseId, columnKey) =>
      (await grades.list(courseId, columnKey)).flatMap(({ personId, released }) =>
        released === null ? [] : [personId],
      ),
    wanted: async (courseId, columnKey, personId) =>
      (await wantedMany(courseId, columnKey, [personId])).get(personId) ?? null,
    wantedMany,
    async unqueued(limit) {
      return (await grades.unqueued(limit)).flatMap(({ courseId, assessment, personId, released }) =>
        released === null ? [] : [{ courseId, columnKey: assessment, personId, rev: released.rev }],
      );
    },
    markQueued: done =>
      grades.markQueued(
        done.map(({ courseId, columnKey, personId, rev }) => ({
          courseId,
          assessment: columnKey,
          personId,
          releasedRev: rev,
        })),
      ),
  };
}

const wantedScore = (released: Released, lang: Lang, policy: InstitutionPolicy | null): WantedScore => ({
  rev: released.rev,
  // The number that the student sees, of 100.
  score: String(released.total),
  maximum: 100,
  comment: gradebookComment(released, lang, policy),
});

/** What stands beside the number in the LMS, in the language of the course: "72 – C+ (2,33), Жақсы", then the comment. */
function gradebookComment(
  { total, letter, gpa, label, comment }: Released,
  lang: Lang,
  policy: InstitutionPolicy | null,
): string {
  const word = labelText(policy, label, { t: catalogueOf(lang), lang });
  const result = `${total} – ${letter} (${gpa.replace('.', decimalMark(lang))}), ${word}`;
  return comment === '' ? result : `${result}\n\n${comment}`;
}
