import { createApprovalRoom } from '../features/approval/index.ts';
import { authoringRoutes, rowRoutes } from '../features/authoring/index.ts';
import { calendarRoutes, createFeedService, feedRoutes } from '../features/calendar/index.ts';
import { type InstitutionPages } from '../features/connect/index.ts';
import { type MoocMaps } from '../features/moocmap/index.ts';
import { type MoocRegistry } from '../features/moocregistry/index.ts';
import { type AwaitedDecision, type NoticeTeller } from '../features/notices/index.ts';
import { createLinkStore, outcomesRoutes } from '../features/outcomes/index.ts';
import {
  createSyllabusService,
  formRoutes,
  type SyllabusService,
  syllabusRoutes,
} from '../features/syllabus/index.ts';
import { createTemplates, type Templates } from '../features/templates/index.ts';
import { createTermRoom, type TermRoom } from '../features/term/index.ts';
import { type CourseId } from '../kernel/ids.ts';
import { type Route } from '../web/route.ts';
import { type Ground } from './ground.ts';
import { createMapRoom } from './maps.ts';
import { type MarkRooms } from './marks.ts';

/** The rooms of a course's papers: the syllabus, its calendar, and how it is agreed upon. */
export interface PaperRooms {
  readonly term: TermRoom;
  readonly syllabus: SyllabusService;
  readonly templates: Templates;
  readonly maps: MoocMaps;
  /** What the console shows and changes of an institution's papers. */
  readonly institutionPages: readonly InstitutionPages[];
  /** Who was asked to decide in a course and has not. */
  readonly awaitedDecisions: (courseId: CourseId, now: Date) => Promise<readonly AwaitedDecision[]>;
  readonly routes: readonly Route[];
}

export function createPaperRooms(
  ground: Ground,
  { grading, gradebook }: MarkRooms,
  registry: Pick<MoocRegistry, 'reading' | 'noteUse'>,
  tell: NoticeTeller,
): PaperRooms {
  const { connection, courses, roster, syllabi, now, publicUrl, publishedSyllabus, findCalendar } = ground;
  const scaleOf: MarkRooms['grading']['scaleOf'] = id => grading.scaleOf(id);
  const term = createTermRoom({
    ...{ connection, courses, findCalendar },
    onChanged: (courseId, by) => tell.calendarChanged(courseId, by),
  });
  const daysOf: TermRoom['daysOf'] = (courseId, t, lang) => term.daysOf(courseId, t, lang);
  const templates = createTemplates(ground);
  const syllabus = createSyllabusService({
    store: syllabi,
    now,
    lockedTexts: (courseId, lang) => templates.lockedTexts(courseId, lang),
    publish: async (courseId, accepted) => {
      const { rubric } = accepted.syllabus;
      const adopted = await grading.adoptRubric(courseId, { rubric, lang: accepted.lang });
      await courses.setSyllabus(courseId, accepted.id, accepted.lang);
      const by = (await syllabi.find(courseId, accepted.id))?.createdBy ?? null;
      await tell.syllabusPublished(courseId, accepted.id, by);
      return adopted;
    },
  });
  const markedRows = async (courseId: CourseId): Promise<ReadonlySet<string>> => {
    const rows = (await gradebook.loadClass(courseId))?.rows ?? [];
    const isGiven = ([, mark]: [string, string]): boolean => mark !== '';
    const keys = rows.flatMap(({ marks }) => Object.entries(marks).filter(isGiven));
    return new Set([
      ...keys.map(([key]) => key),
      ...(rows.some(({ exam }) => exam !== null) ? ['final'] : []),
    ]);
  };
  const maps = createMapRoom(ground, { daysOf }, registry);
  const approval = createApprovalRoom({
    connection,
    courses,
    roster,
    syllabi,
    syllabus,
    scaleOf,
    now,
    documents: [maps.document],
    onEnded: async ({ id, courseId, state, events }) => {
      const [first] = events;
      if (first === undefined || (state !== 'returned' && state !== 'approved')) return;
      const moved = { approvalId: id, event: state, turn: events.length, personId: first.by };
      await tell.approvalMoved(courseId, moved);
    },
  });
  const feeds = createFeedService({
    connection,
    courses,
    publishedSyllabus,
    daysOf,
    isMember: async (courseId, personId) => (await roster.findMember(courseId, personId))?.active === true,
    publicUrl,
    now,
  });
  return {
    term,
    syllabus,
    templates,
    maps,
    institutionPages: [templates.pages, approval.pages],
    awaitedDecisions: async (courseId, at) =>
      (await approval.awaitedIn(courseId, at)).map(awaited => ({ courseId, ...awaited })),
    routes: [
      ...syllabusRoutes({
        ...{ courses, store: syllabi, service: syllabus, scaleOf, markedRows, now },
        needsApproval: approval.isRequired,
      }),
      ...formRoutes({ courses, store: syllabi, signaturesOf: approval.signaturesOf, now }),
      ...calendarRoutes({ courses, now, publishedSyllabus, daysOf }),
      ...feedRoutes(feeds, courses),
      ...term.routes,
      ...authoringRoutes({
        courses,
        syllabi,
        publishedSyllabus,
        scaleOf,
        templateOf: id => templates.ofCourse(id),
        now,
      }),
      ...rowRoutes({ syllabi, now }),
      ...outcomesRoutes({ courses, store: createLinkStore(connection), publishedSyllabus }),
      ...approval.routes,
      ...maps.routes(approval),
    ],
  };
}
