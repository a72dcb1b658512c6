import { type CourseId } from '../../kernel/ids.ts';
import { keysOfRows } from '../../kernel/rowKeys.ts';
import { type Choices } from './domain/merge/decisions.ts';
import { carriedOver, type Merged, mergeSyllabi } from './domain/merge/merge.ts';
import { type Syllabus } from './domain/types.ts';
import { type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';

export interface MergeParts {
  readonly store: Pick<SyllabusStore, 'findReading' | 'correct'>;
  /** Keys of the calendar's rows for which marks were given. */
  readonly markedRows: (courseId: CourseId) => Promise<ReadonlySet<string>>;
  readonly now: () => Date;
}

export interface MergeService {
  /** What becomes of a draft together with the published version; changes nothing. */
  compare(draft: SyllabusVersion, published: SyllabusVersion, choices: Choices): Promise<Merged>;
  /** Makes the draft what `compare` says. `open`: something is asked that nobody has answered. */
  merge(
    draft: SyllabusVersion,
    rev: number,
    published: SyllabusVersion,
    choices: Choices,
  ): Promise<'merged' | 'open' | 'conflict'>;
  /** Keys of rows with marks that a syllabus does not have: their marks would not be shown any more. */
  lostRows(courseId: CourseId, syllabus: Syllabus): Promise<string[]>;
}

export function createMergeService({ store, markedRows, now }: MergeParts): MergeService {
  const compare: MergeService['compare'] = async (draft, published, choices) => {
    const [read, marked] = await Promise.all([
      store.findReading(published.courseId, published.id),
      markedRows(published.courseId),
    ]);
    const versions = { read, present: published.syllabus, document: draft.syllabus, marked };
    return mergeSyllabi(versions, choices);
  };
  return {
    compare,
    async merge(draft, rev, published, choices) {
      const merged = await compare(draft, published, choices);
      if (merged.decisions.some(({ outcome, choice }) => outcome === 'asked' && choice === null))
        return 'open';
      const { provenance, findings } = carriedOver(merged, {
        provenance: draft.provenance,
        findings: draft.readingFindings,
      });
      const { syllabus } = merged;
      const content = { syllabus, evidence: draft.evidence, readingFindings: findings, provenance };
      const saved = await store.correct(draft.courseId, draft.id, rev, content, now(), published.id);
      return saved ? 'merged' : 'conflict';
    },
    async lostRows(courseId, { calendar }) {
      const keys = new Set(keysOfRows(calendar));
      return [...(await markedRows(courseId))].filter(key => !keys.has(key));
    },
  };
}
