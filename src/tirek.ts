import { type Express } from 'express';
import { createApp } from './app.ts';
import { type Config } from './config.ts';
import { copySyllabusBy } from './copySyllabus.ts';
import { createApprovalRoom } from './features/approval/index.ts';
import { authoringRoutes, rowRoutes } from './features/authoring/index.ts';
import { buildCalendar, calendarRoutes, createFeedService, feedRoutes } from './features/calendar/index.ts';
import { type Connect, createConnect } from './features/connect/index.ts';
import { type Course, createCourseStore, type CourseStore } from './features/course/index.ts';
import { createCourseCopying, withFormerLineItems } from './features/coursecopy/index.ts';
import { createDeepLinking } from './features/deeplinking/index.ts';
import { createDepartment } from './features/department/index.ts';
import { homeRoutes } from './features/home/index.ts';
import { createGradebook } from './features/gradebook/index.ts';
import { createGrading, finalControl } from './features/grading/index.ts';
import {
  chipOf,
  createGradeSync,
  createSyncStores,
  type GradeSync,
  lineItemKey,
} from './features/gradesync/index.ts';
import { createLinkStore, outcomesRoutes } from './features/outcomes/index.ts';
import { createPrivacyPages } from './features/privacy/index.ts';
import { createStatements } from './features/statement/index.ts';
import { createRosterStore, rosterRoutes, syncRoster, syncStaleRoster } from './features/roster/index.ts';
import { reviewRoutes } from './features/review/index.ts';
import {
  createSyllabusService,
  createSyllabusStore,
  formRoutes,
  syllabusRoutes,
} from './features/syllabus/index.ts';
import { createTermRoom } from './features/term/index.ts';
import { catalogueOf } from './i18n/index.ts';
import { type RegistrationId } from './kernel/ids.ts';
import { enterBy } from './launchEntry.ts';
import { listMembersOf } from './lmsMembers.ts';
import { createLti, type Lti, type ObservedServiceCall } from './lti/index.ts';
import { type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { migrations } from './migrations.ts';
import { navigation } from './navigation.ts';
import { version } from './paths.ts';
import { checkSecretKey } from './secretKeyCheck.ts';
import { createSealer } from './secrets/sealer.ts';
import { ensureIndexes, migrate, type Store } from './store/index.ts';
import { browserCookie } from './web/browserCookie.ts';
import { type Route } from './web/route.ts';
import { createSessionStore } from './web/sessionStore.ts';
import { healthRoutes, type SystemStatus } from './web/system/healthRoutes.ts';
import { metricsRoutes } from './web/system/metricsRoutes.ts';

export interface TirekParts {
  readonly config: Config;
  readonly store: Store;
  readonly secretKey: string;
  readonly log: Log;
  readonly now: () => Date;
}

/** The whole tool, without sockets and signals. */
export interface Tirek {
  readonly app: Express;
  readonly lti: Lti;
  readonly connect: Connect;
  readonly routes: readonly Route[];
  /** Registers a platform that the tool started itself, so that nobody has to approve it. */
  trustPlatform(platform: TrustedPlatform): Promise<void>;
  start(): void;
  /** From now on `/readyz` says so; what is under way goes on. */
  drain(): void;
  stop(): Promise<void>;
  closeStore(): Promise<void>;
}

export interface TrustedPlatform {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
}

/**
 * Puts the rooms together on one store.
 * @throws NewerDataError, WrongSecretKeyError
 */
export async function createTirek(parts: TirekParts): Promise<Tirek> {
  const { config, store, log, now } = parts;
  const { connection } = store;
  const sealer = createSealer(parts.secretKey);
  const metrics = createMetrics();
  // Grading and grade sync need each other: one queues what it releases, the other asks for the score at the last moment.
  const gradeSync: { current?: GradeSync } = {};
  const observeCall = (call: ObservedServiceCall): void => {
    metrics.observeCall(call);
    gradeSync.current?.countCall(call);
  };
  const lti = createLti({ connection, sealer, log, now, config, version, observeCall });
  const courses = createCourseStore(connection);
  const { publicUrl } = config;
  const roster = createRosterStore(connection);
  const sessions = createSessionStore(connection);
  const syllabi = createSyllabusStore(connection);
  const listMembers = listMembersOf(lti, courses);
  const grading = createGrading({
    connection,
    roster,
    courses,
    now,
    log,
    findOutcomes: async courseId => {
      const course = await courses.find(courseId);
      const outcomes = course === null ? [] : ((await publishedSyllabus(course))?.outcomes ?? []);
      return outcomes.flatMap(({ code, indicators }) => [code, ...indicators.map(one => one.code)]);
    },
    enqueue: async (courseId, columnKey, personIds) =>
      gradeSync.current?.enqueue(courseId, columnKey, personIds),
    syncStates: async (courseId, personIds, lang) => {
      const standings = await gradeSync.current?.standingsOf(courseId, finalControl, personIds);
      const t = catalogueOf(lang);
      return new Map([...(standings ?? [])].map(([id, { standing }]) => [id, chipOf(standing, t)]));
    },
  });
  const gradebook = createGradebook({
    connection,
    courses,
    roster,
    grading,
    now,
    publishedSyllabus: course => publishedSyllabus(course),
  });
  const statements = createStatements({
    connection,
    courses,
    roster,
    now,
    log,
    classResults: courseId => gradebook.classResults(courseId),
    enqueue: async (courseId, columnKey, personIds) =>
      gradeSync.current?.enqueue(courseId, columnKey, personIds),
  });
  const sync = createGradeSync({
    stores: createSyncStores(connection),
    courses,
    roster,
    gradebook: withFormerLineItems(lti.ags, id => courses.find(id)),
    source: statements.addTo(grading.gradeSource),
    log,
    async refreshRoster(id) {
      const course = await courses.find(id);
      if (course !== null) await syncStaleRoster({ store: roster, listMembers, now }, course);
    },
  });
  gradeSync.current = sync;
  const queues = sync.queues;
  const department = createDepartment({ courses, syllabi, scaleOf: id => grading.scaleOf(id) });
  const connect = createConnect({
    connection,
    lti,
    courses,
    sealer,
    publicUrl,
    now,
    log,
    queues,
    department,
  });
  const feeds = createFeedService({
    connection,
    courses,
    publishedSyllabus: course => publishedSyllabus(course),
    daysOf: (courseId, t, lang) => term.daysOf(courseId, t, lang),
    isMember: async (courseId, personId) => (await roster.findMember(courseId, personId))?.active === true,
    publicUrl,
    now,
  });

  await migrate(connection, migrations);
  await checkSecretKey(connection, sealer);

  const findRosterCourse = async (id: Parameters<CourseStore['find']>[0]) => {
    const course = await courses.find(id);
    return course === null
      ? null
      : { ...course, hasMemberService: course.services.nrpsUrl !== null, timeZone: course.term.timeZone };
  };
  const publishedSyllabus = async ({ id, syllabusId }: Course) =>
    syllabusId === null ? null : ((await syllabi.find(id, syllabusId))?.syllabus ?? null);
  const findCalendar = async (course: Course) => {
    const syllabus = await publishedSyllabus(course);
    return syllabus === null ? null : buildCalendar(syllabus.calendar);
  };
  const term = createTermRoom({ connection, courses, findCalendar });
  const deepLinking = createDeepLinking({
    connection,
    courses,
    publicUrl,
    now,
    findCalendar,
    gradebook: lti.ags,
    lineItemKey: (courseId, key) => lineItemKey({ courseId, key }),
    proofOf: text => sealer.sign('link', text),
    sign: (request, items) => lti.provider.deepLinkingMessage(request, items),
  });
  const review = {
    courses,
    roster,
    gradebook: lti.ags,
    syncRoster: (course: Course) => syncRoster({ store: roster, listMembers, now }, course),
    panelTag: `tirek:${finalControl}`,
  };
  const findRegistration = (id: RegistrationId) => lti.registrations.findById(id);
  const privacy = createPrivacyPages({ connection, sealer, courses, findRegistration, now });
  const syllabusService = createSyllabusService({
    store: syllabi,
    now,
    publish: async (courseId, { id, syllabus, lang }) => {
      const adopted = await grading.adoptRubric(courseId, { rubric: syllabus.rubric, lang });
      await courses.setSyllabus(courseId, id, lang);
      return adopted;
    },
  });
  const approval = createApprovalRoom({
    connection,
    courses,
    roster,
    syllabi,
    syllabus: syllabusService,
    scaleOf: id => grading.scaleOf(id),
    now,
  });
  const copySyllabus = copySyllabusBy(syllabi, syllabusService, now);
  const copying = createCourseCopying({
    connection,
    courses,
    copySyllabus,
    copyTerm: (from, to, startOn) => term.copyPlan(from, to, startOn),
    notifications: lti.notifications,
    log,
    now,
  });
  const { noteLink } = sync;
  const entering = { courses, roster, sessions, now, log, listMembers, noteLink };
  let draining = false;
  const status = (): SystemStatus => (draining ? 'draining' : store.healthy() ? 'ok' : 'store-away');

  const routes: Route[] = [
    ...healthRoutes({ store: store.kind, status }),
    ...metricsRoutes(metrics.registry, config.metricsToken),
    ...connect.routes,
    ...lti.routes(enterBy({ ...entering, deepLinking, copying, review, routes: () => routes }), {
      record: outcome => {
        metrics.countLaunch(outcome);
        connect.recordLaunchOutcome(outcome);
      },
      administrate: connect.administrate,
      outsideCourse: (...given) => privacy.outsideCourse(...given),
      takeNotice: (...given) => copying.takeNotice(...given),
    }),
    ...homeRoutes({ courses, roster, sessions }),
    ...syllabusRoutes({
      courses,
      store: syllabi,
      service: syllabusService,
      scaleOf: id => grading.scaleOf(id),
    }),
    ...formRoutes({ courses, store: syllabi, signaturesOf: approval.signaturesOf, now }),
    ...calendarRoutes({
      courses,
      now,
      publishedSyllabus,
      daysOf: (courseId, t, lang) => term.daysOf(courseId, t, lang),
    }),
    ...feedRoutes(feeds, courses),
    ...term.routes,
    ...authoringRoutes({ courses, syllabi, publishedSyllabus, scaleOf: id => grading.scaleOf(id), now }),
    ...rowRoutes({ syllabi, now }),
    ...outcomesRoutes({ courses, store: createLinkStore(connection), publishedSyllabus }),
    ...approval.routes,
    ...deepLinking.routes,
    ...reviewRoutes(),
    ...copying.routes,
    ...gradebook.routes,
    ...statements.routes,
    ...grading.routes,
    ...sync.routes,
    ...rosterRoutes({ store: roster, findCourse: findRosterCourse, listMembers, now }),
    ...privacy.routes,
  ];

  // Now every room has made its models.
  await ensureIndexes(connection);
  const app = createApp(
    {
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      log,
      observeRequest: metrics.observeRequest,
      sealer,
      cookie: browserCookie(config.publicUrl),
      sessions,
      now,
      findCourse: id => courses.find(id),
      nav: navigation,
    },
    routes,
  );
  return {
    app,
    lti,
    connect,
    routes,
    async trustPlatform({ deploymentId, ...values }) {
      await lti.registrations.add({ ...values, tokenAudience: null }, [deploymentId]);
    },
    start: () => {
      sync.worker.start();
      grading.releaseLoop.start();
    },
    drain: () => {
      draining = true;
    },
    stop: async () => {
      await grading.releaseLoop.stop();
      await sync.worker.stop();
      await connect.stop();
      await lti.close();
    },
    closeStore: () => store.close(),
  };
}
