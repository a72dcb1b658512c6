import { type CourseCopyingParts } from './features/coursecopy/index.ts';
import { type createSyllabusService, type SyllabusStore } from './features/syllabus/index.ts';
import { AppError } from './kernel/errors.ts';

/** An accepted syllabus of one course as the first version of another, with all that follows an acceptance there. */
export function copySyllabusBy(
  store: SyllabusStore,
  service: Pick<ReturnType<typeof createSyllabusService>, 'getDraft' | 'accept'>,
  now: () => Date,
): CourseCopyingParts['copySyllabus'] {
  return async ({ from, syllabusId, to, personId }) => {
    const version = await store.find(from, syllabusId);
    if (version === null) throw new AppError('conflict', { what: 'the older syllabus is gone' });
    const { syllabus, evidence, readingFindings, provenance, fileName } = version;
    const content = { syllabus, evidence, readingFindings, provenance };
    // Kept, so that a newer document can be merged into the copy as into the older course.
    const reading = await store.findReading(from, syllabusId);
    const id = await store.create({ courseId: to, content, reading, fileName, createdBy: personId }, now());
    const draft = await service.getDraft(to, id);
    const accepted = await service.accept(draft, draft.rev);
    if (accepted.kind === 'conflict')
      throw new AppError('conflict', { what: 'another syllabus was accepted' });
  };
}
