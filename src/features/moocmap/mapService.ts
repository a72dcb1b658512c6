import { DocumentError, readDocument } from '../../documents/index.ts';
import { type Lang } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { datesOfWeek, keyRows } from '../calendar/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { parseMap, type Syllabus } from '../syllabus/index.ts';
import { checkMap, hasErrors, usualWeeks } from './domain/checks/checkMap.ts';
import { type MapSurroundings } from './domain/checks/surroundings.ts';
import { type CourseMap } from './domain/courseMap.ts';
import { addMooc, editMap, type EditablePart, type MapFaults, type Typed } from './domain/edits.ts';
import { followCalendar, mapOfCourse } from './domain/fill.ts';
import { type MapFinding } from './domain/findings.ts';
import { mapOfForm } from './domain/formMap.ts';
import { type PublishedMap, publishedMapOf } from './domain/published.ts';
import { type RegistryMooc } from './domain/registryMooc.ts';
import { type MapId, type MapStore, type MapVersion } from './mapStore.ts';

/** What a map asks of the institution's registry of online courses. */
export interface MoocCatalogue {
  /** Null for an id that the institution does not have. A retired course is found. */
  find(registrationId: RegistrationId, id: string, lang: Lang): Promise<RegistryMooc | null>;
  /** Courses that are offered now, the best match first. */
  search(registrationId: RegistrationId, text: string, lang: Lang): Promise<readonly RegistryMooc[]>;
}

export interface MapServiceParts {
  readonly store: MapStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly publishedSyllabus: (course: Pick<Course, 'id' | 'syllabusId'>) => Promise<Syllabus | null>;
  /** Mondays of weeks in which nothing is taught. */
  readonly freeWeeksOf: (course: Course) => Promise<readonly string[]>;
  readonly catalogue: MoocCatalogue;
  /** An approved map uses an online course of the registry. */
  readonly noteUse: (registrationId: RegistrationId, id: string, by: PersonId) => Promise<void>;
  readonly now: () => Date;
}

interface Author {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

export type MapUpload =
  | { readonly kind: 'draft'; readonly id: MapId }
  | { readonly kind: 'refused'; readonly code: DocumentError['code'] | 'not-a-map' };

export type MapSaving =
  | { readonly kind: 'saved' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'wrong'; readonly faults: MapFaults };

export interface MapService {
  /** A draft that goes on from the published map, or is filled from the course. */
  begin(author: Author): Promise<MapId>;
  /** Reads a filled form into a draft. */
  upload(author: Author, file: { name: string; bytes: Uint8Array }): Promise<MapUpload>;
  getDraft(courseId: CourseId, unsafeId: string): Promise<MapVersion>;
  /** A draft without errors. @throws AppError `conflict` */
  getSubmittable(courseId: CourseId, unsafeId: string): Promise<MapVersion>;
  edit(draft: MapVersion, rev: number, part: EditablePart, typed: Typed, by: PersonId): Promise<MapSaving>;
  /** Any other change; nothing is saved when somebody else was first. */
  change(
    draft: MapVersion,
    rev: number,
    by: PersonId,
    change: (map: CourseMap) => CourseMap,
  ): Promise<MapSaving>;
  addMooc(draft: MapVersion, rev: number, by: PersonId, registryId: string | null): Promise<MapSaving>;
  followCalendar(draft: MapVersion, rev: number, by: PersonId): Promise<MapSaving>;
  /** The platform of an online course as the registry names it; null for one that was entered by hand. */
  platformOf(draft: MapVersion, key: string): Promise<string | null>;
  accept(version: MapVersion, rev: number): Promise<number | null>;
  discard(draft: MapVersion): Promise<void>;
  findingsOf(version: Pick<MapVersion, 'courseId' | 'map'>): Promise<MapFinding[]>;
  /** Codes and texts of the course's learning outcomes. */
  outcomesOf(courseId: CourseId): Promise<Syllabus['outcomes']>;
  findPublishedMap(courseId: CourseId): Promise<PublishedMap | null>;
}

export function createMapService(parts: MapServiceParts): MapService {
  const { store, now } = parts;
  const getCourse = async (id: CourseId): Promise<Course> => {
    const course = await parts.courses.find(id);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    return course;
  };
  const getDraft: MapService['getDraft'] = async (courseId, unsafeId) => {
    const version = await store.find(courseId, unsafeId);
    if (version?.state !== 'draft') throw new AppError('not-found', { what: 'draft of an integration map' });
    return version;
  };
  const change: MapService['change'] = async (draft, rev, by, make) => {
    // Made from the revision that its author has seen, or not at all.
    const saved = draft.rev === rev && (await store.change(draft, rev, make(draft.map), by, now()));
    return { kind: saved ? 'saved' : 'conflict' };
  };
  const findingsOf: MapService['findingsOf'] = async ({ courseId, map }) =>
    checkMap(map, await surroundingsOf(parts, await getCourse(courseId), map));
  return {
    async begin({ courseId, personId }) {
      const [course, published] = await Promise.all([getCourse(courseId), store.newestAccepted(courseId)]);
      const map =
        published?.map ?? mapOfCourse(course.title, await parts.publishedSyllabus(course), course.lang);
      const content = { map, readingFindings: [] };
      return store.create({ courseId, content, fileName: '', createdBy: personId }, now());
    },
    async upload({ courseId, personId }, file) {
      try {
        const parsed = parseMap(await readDocument(file.bytes, file.name));
        if (parsed === null) return { kind: 'refused', code: 'not-a-map' };
        const before = await store.newestAccepted(courseId);
        const map = mapOfForm(parsed, before?.map.selection.department ?? null);
        const content = { map, readingFindings: parsed.findings };
        const fileName = file.name.slice(0, 200);
        const id = await store.create({ courseId, content, fileName, createdBy: personId }, now());
        return { kind: 'draft', id };
      } catch (error) {
        if (error instanceof DocumentError) return { kind: 'refused', code: error.code };
        throw error;
      }
    },
    getDraft,
    async getSubmittable(courseId, unsafeId) {
      const draft = await getDraft(courseId, unsafeId);
      if (hasErrors(await findingsOf(draft)))
        throw new AppError('conflict', { what: 'integration map with errors' });
      return draft;
    },
    async edit(draft, rev, part, typed, by) {
      const edited = editMap(draft.map, part, typed);
      return edited.kind === 'wrong' ? edited : change(draft, rev, by, () => edited.map);
    },
    change,
    async addMooc(draft, rev, by, registryId) {
      const { registrationId, lang } = await getCourse(draft.courseId);
      const known = registryId === null ? null : await parts.catalogue.find(registrationId, registryId, lang);
      if (registryId !== null && known === null) throw new AppError('not-found', { what: 'online course' });
      const keys = await store.usedKeys(draft.courseId);
      return change(draft, rev, by, map => addMooc(map, known, keys));
    },
    async followCalendar(draft, rev, by) {
      const syllabus = await parts.publishedSyllabus(await getCourse(draft.courseId));
      if (syllabus === null) throw new AppError('conflict', { what: 'no accepted syllabus' });
      return change(draft, rev, by, map => followCalendar(map, syllabus.calendar));
    },
    async platformOf({ courseId, map }, key) {
      const id = map.moocs.find(mooc => mooc.key === key)?.registryId ?? null;
      if (id === null) return null;
      const { registrationId, lang } = await getCourse(courseId);
      return (await parts.catalogue.find(registrationId, id, lang))?.platform ?? null;
    },
    async accept(version, rev) {
      const number = await store.accept(version, rev, now());
      if (number === null) return null;
      const { registrationId } = await getCourse(version.courseId);
      for (const { registryId } of version.map.moocs)
        if (registryId !== null) await parts.noteUse(registrationId, registryId, version.createdBy);
      return number;
    },
    discard: draft => store.discard(draft, now()),
    findingsOf,
    outcomesOf: async courseId => (await parts.publishedSyllabus(await getCourse(courseId)))?.outcomes ?? [],
    async findPublishedMap(courseId) {
      const published = await store.newestAccepted(courseId);
      return published === null ? null : publishedMapOf(published.map);
    },
  };
}

async function surroundingsOf(
  { publishedSyllabus, freeWeeksOf, catalogue }: MapServiceParts,
  course: Course,
  { moocs }: CourseMap,
): Promise<MapSurroundings> {
  const [syllabus, freeWeeks] = await Promise.all([publishedSyllabus(course), freeWeeksOf(course)]);
  const ids = moocs.flatMap(({ registryId }) => (registryId === null ? [] : [registryId]));
  const known = await Promise.all(ids.map(id => catalogue.find(course.registrationId, id, course.lang)));
  const weeks = syllabus?.calendar.flatMap(({ week }) => (week === null ? [] : [week])) ?? [];
  const { startOn } = course.term;
  return {
    calendar: syllabus === null ? null : keyRows(syllabus.calendar),
    credits: syllabus?.course.credits ?? null,
    outcomes: syllabus?.outcomes.map(({ code }) => code) ?? [],
    lastWeek: weeks.length === 0 ? usualWeeks : Math.max(...weeks),
    daysOfWeek: week => (startOn === null ? null : datesOfWeek(startOn, week, freeWeeks)),
    registry: new Map(known.flatMap(mooc => (mooc === null ? [] : [[mooc.id, mooc] as const]))),
  };
}
