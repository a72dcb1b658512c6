import {
  DocumentError,
  readDocument,
  readPasted,
  type Pasted,
  type ReadDocument,
} from '../../documents/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId, type SyllabusId } from '../../kernel/ids.ts';
import { type CorrectableSection, type Correction, correctSection } from './domain/corrections.ts';
import { type FieldFault } from './domain/fieldValue.ts';
import {
  checkSyllabus,
  type InstitutionScale,
  type LockedText,
  lockedTextFindings,
  NotASyllabusError,
  parseSyllabus,
} from './domain/index.ts';
import { type Finding } from './domain/finding.ts';
import { mendingOf, staysAfterMending } from './domain/mending.ts';
import { type Syllabus } from './domain/types.ts';
import { type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';

/** What happens in other rooms when a syllabus is accepted; told whether the rubric could be taken over. */
export type Publish = (
  courseId: CourseId,
  accepted: { id: SyllabusId; syllabus: Syllabus; lang: Lang },
) => Promise<{ rubricKept: boolean }>;

export interface SyllabusService {
  /** Reads a file into a draft. The reason of a refusal is a code that the catalogue has words for. */
  upload(actor: Uploader, file: { name: string; bytes: Uint8Array }): Promise<Upload>;
  /** The same for a table copied out of Word or Excel. */
  paste(actor: Uploader, pasted: Pasted, name: string): Promise<Upload>;
  getDraft(courseId: CourseId, unsafeId: string): Promise<SyllabusVersion>;
  /** What contradicts what: found while reading, and by the checks in its present form. */
  findingsOf(version: SyllabusVersion, scale: InstitutionScale): Promise<Finding[]>;
  /** The institution's texts that this version's course may not change, in the language of the version. */
  lockedTextsOf(version: Pick<SyllabusVersion, 'courseId' | 'syllabus'>): Promise<readonly LockedText[]>;
  correct(
    version: SyllabusVersion,
    rev: number,
    section: CorrectableSection,
    values: Readonly<Record<string, string>>,
  ): Promise<CorrectionOutcome>;
  /** Mends the fault that a finding names, where nothing has to be decided; it is looked up among the present ones. */
  mend(
    version: SyllabusVersion,
    rev: number,
    fault: { readonly code: string; readonly path: string },
    scale: InstitutionScale,
  ): Promise<'mended' | 'conflict' | 'gone'>;
  accept(
    version: SyllabusVersion,
    rev: number,
  ): Promise<{ kind: 'accepted'; rubricKept: boolean } | { kind: 'conflict' }>;
  /** Finishes an acceptance whose process ended before the course knew of it; otherwise does nothing. */
  settle(course: { id: CourseId; syllabusId: SyllabusId | null }): Promise<boolean>;
  discard(version: SyllabusVersion): Promise<void>;
  /** A draft that begins as a copy of an accepted version. */
  revise(version: SyllabusVersion, personId: PersonId): Promise<SyllabusId>;
}

interface Uploader {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

export type Upload =
  | { readonly kind: 'draft'; readonly id: SyllabusId }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export type RefusalCode = DocumentError['code'] | 'not-a-syllabus';

export type CorrectionOutcome =
  /** The version as it is now. */
  | { readonly kind: 'saved'; readonly version: SyllabusVersion }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'wrong'; readonly faults: Readonly<Record<string, FieldFault>> };

export function createSyllabusService(parts: {
  store: SyllabusStore;
  publish: Publish;
  /** The institution's locked policy texts; without it there are none. */
  lockedTexts?: (courseId: CourseId, lang: Lang) => Promise<readonly LockedText[]>;
  now: () => Date;
}): SyllabusService {
  const { store, publish, now, lockedTexts = () => Promise.resolve([]) } = parts;
  const publishVersion = ({ courseId, id, syllabus }: SyllabusVersion) =>
    publish(courseId, { id, syllabus, lang: syllabus.language });
  const draftOf = async (actor: Uploader, read: () => Promise<ReadDocument>): Promise<Upload> => {
    try {
      const document = await read();
      const { syllabus, evidence, findings, provenance } = parseSyllabus(document);
      const content = { syllabus, evidence, readingFindings: findings, provenance };
      const fileName = document.fileName.slice(0, 200);
      const id = await store.create(
        { courseId: actor.courseId, content, reading: syllabus, fileName, createdBy: actor.personId },
        now(),
      );
      return { kind: 'draft', id };
    } catch (error) {
      if (error instanceof DocumentError) return { kind: 'refused', code: error.code };
      if (error instanceof NotASyllabusError) return { kind: 'refused', code: 'not-a-syllabus' };
      throw error;
    }
  };
  const lockedTextsOf: SyllabusService['lockedTextsOf'] = ({ courseId, syllabus }) =>
    lockedTexts(courseId, syllabus.language);
  const findingsOf: SyllabusService['findingsOf'] = async (version, scale) => [
    ...version.readingFindings,
    ...checkSyllabus(version.syllabus, version.evidence, scale),
    ...lockedTextFindings(version.syllabus, await lockedTextsOf(version)),
  ];
  return {
    upload: (actor, file) => draftOf(actor, () => readDocument(file.bytes, file.name)),
    paste: (actor, pasted, name) => draftOf(actor, async () => readPasted(pasted, name)),
    async getDraft(courseId, unsafeId) {
      const version = await store.find(courseId, unsafeId);
      if (version?.state !== 'draft') throw new AppError('not-found', { what: 'syllabus draft' });
      return version;
    },
    findingsOf,
    lockedTextsOf,
    async mend(version, rev, fault, scale) {
      const findings = await findingsOf(version, scale);
      const found = findings.find(({ code, path }) => code === fault.code && path === fault.path);
      const mending = found === undefined ? null : mendingOf(found, version.syllabus);
      if (found === undefined || mending === null) return 'gone';
      const { evidence, provenance, readingFindings, syllabus } = version;
      const saved = await store.correct(
        version.courseId,
        version.id,
        rev,
        {
          syllabus: mending(syllabus),
          evidence,
          provenance,
          readingFindings: readingFindings.filter(other => staysAfterMending(other, found)),
        },
        now(),
      );
      return saved ? 'mended' : 'conflict';
    },
    async correct(version, rev, section, values) {
      const locked = (await lockedTextsOf(version)).map(({ kind }) => kind);
      const correction: Correction = correctSection(section, version.syllabus, values, locked);
      if (correction.kind === 'wrong') return correction;
      const { evidence, readingFindings, provenance } = version;
      const updatedAt = now();
      const saved = await store.correct(
        version.courseId,
        version.id,
        rev,
        { syllabus: correction.syllabus, evidence, readingFindings, provenance },
        updatedAt,
      );
      if (!saved) return { kind: 'conflict' };
      const { syllabus } = correction;
      return { kind: 'saved', version: { ...version, syllabus, rev: rev + 1, updatedAt } };
    },
    async accept(version, rev) {
      const number = await store.accept(version.courseId, version.id, rev, now());
      if (number === null) return { kind: 'conflict' };
      const { rubricKept } = await publishVersion(version);
      return { kind: 'accepted', rubricKept };
    },
    async settle(course) {
      const newest = await store.newestAccepted(course.id);
      if (newest === null || newest.id === course.syllabusId) return false;
      await publishVersion(newest);
      return true;
    },
    discard: version => store.discard(version.courseId, version.id, now()),
    async revise(version, personId) {
      const { syllabus, evidence, readingFindings, provenance, courseId, fileName } = version;
      return store.create(
        {
          courseId,
          content: { syllabus, evidence, readingFindings, provenance },
          reading: await store.findReading(courseId, version.id),
          basedOn: version.id,
          fileName,
          createdBy: personId,
        },
        now(),
      );
    },
  };
}
