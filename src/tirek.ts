import { type Express } from 'express';
import { createApp } from './app.ts';
import { type Connect, createConnect } from './features/connect/index.ts';
import { type CourseStore } from './features/course/index.ts';
import { createDepartment } from './features/department/index.ts';
import { type GradeSync } from './features/gradesync/index.ts';
import { homeRoutes } from './features/home/index.ts';
import { createPrivacyPages } from './features/privacy/index.ts';
import { rosterRoutes } from './features/roster/index.ts';
import { type RegistrationId } from './kernel/ids.ts';
import { type Lti } from './lti/index.ts';
import { migrations } from './migrations.ts';
import { navigation } from './navigation.ts';
import { createCertificateRoom } from './rooms/certificates.ts';
import { createFileRooms } from './rooms/files.ts';
import { createGround, type Ground, type TirekParts } from './rooms/ground.ts';
import { createLinkRooms } from './rooms/links.ts';
import { createMarkRooms, type MarkRooms } from './rooms/marks.ts';
import { createMoocRooms, type MoocRooms } from './rooms/moocs.ts';
import { createNewsRoom } from './rooms/news.ts';
import { createPaperRooms, type PaperRooms } from './rooms/papers.ts';
import { checkSecretKey } from './secretKeyCheck.ts';
import { ensureIndexes, migrate } from './store/index.ts';
import { browserCookie } from './web/browserCookie.ts';
import { type Route } from './web/route.ts';
import { healthRoutes, type SystemStatus } from './web/system/healthRoutes.ts';
import { metricsRoutes } from './web/system/metricsRoutes.ts';

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
  const gradeSync: { current?: GradeSync } = {};
  const ground = createGround(parts, call => gradeSync.current?.countCall(call));
  const { config, store, log, now, connection, sealer, metrics, lti, courses, roster, sessions } = ground;
  await migrate(connection, migrations);
  await checkSecretKey(connection, sealer);

  const later: { marks?: MarkRooms; papers?: PaperRooms; moocs?: MoocRooms } = {};
  const news = createNewsRoom(ground, {
    marksOf: () => later.marks,
    papersOf: () => later.papers,
    moocsOf: () => later.moocs,
  });
  const marks = (later.marks = createMarkRooms(ground, {
    syncOf: () => gradeSync.current,
    lateOf: async courseId => (await later.papers?.term.lateOf(courseId)) ?? [],
    freeWeeksOf: async courseId => (await later.papers?.term.freeWeeksOf(courseId)) ?? [],
    tell: news.tell,
  }));
  const { grading, sync } = marks;
  gradeSync.current = sync;
  const moocs = (later.moocs = createMoocRooms(ground, {
    usesOf: async id => (await later.papers?.maps.usesOf(id)) ?? null,
  }));
  const papers = (later.papers = createPaperRooms(ground, marks, moocs.registry, news.tell));
  const links = createLinkRooms(ground, marks, papers);
  const files = createFileRooms(ground, marks, papers, papers.maps);
  const certificates = createCertificateRoom(ground, papers.maps, moocs.registry, files);
  const connect = createConnect({
    ...ground,
    queues: sync.queues,
    department: createDepartment({
      ...ground,
      scaleOf: id => grading.scaleOf(id),
      lockedTexts: (id, lang) => papers.templates.lockedTexts(id, lang),
    }),
    institutionPages: [
      marks.policy.pages,
      marks.gradebook.pages,
      ...papers.institutionPages,
      moocs.registry.institutionPages,
    ],
  });
  const findRegistration = (id: RegistrationId) => lti.registrations.findById(id);
  const privacy = createPrivacyPages({ ...ground, findRegistration });
  let draining = false;
  const status = (): SystemStatus => (draining ? 'draining' : store.healthy() ? 'ok' : 'store-away');

  const routes: Route[] = [
    ...healthRoutes({ store: store.kind, status }),
    ...metricsRoutes(metrics.registry, config.metricsToken),
    ...connect.routes,
    ...lti.routes(
      links.enterBy(() => routes),
      {
        record: outcome => {
          metrics.countLaunch(outcome);
          connect.recordLaunchOutcome(outcome);
        },
        administrate: connect.administrate,
        outsideCourse: (...given) => privacy.outsideCourse(...given),
        takeNotice: links.takeNotice,
        countNotice: metrics.countNotice,
      },
    ),
    ...news.routes,
    ...homeRoutes({ courses, roster, sessions }),
    ...papers.routes,
    ...links.routes,
    ...marks.gradebook.routes,
    ...marks.policy.routes,
    ...files.routes,
    ...certificates,
    ...moocs.registry.routes,
    ...marks.statements.routes,
    ...grading.routes,
    ...sync.routes,
    ...classRoutes(ground),
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
      countNews: ({ actor }) => news.countUnread(actor.courseId, actor.personId),
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
      news.loop.start();
      moocs.registry.warmUp.start();
      if (config.moocLinkCheck) moocs.registry.linkJob.loop.start();
    },
    drain: () => {
      draining = true;
    },
    stop: async () => {
      await files.stop();
      await moocs.registry.warmUp.stop();
      await moocs.registry.linkJob.loop.stop();
      await news.loop.stop();
      news.close();
      await grading.releaseLoop.stop();
      await sync.worker.stop();
      await connect.stop();
      await lti.close();
    },
    closeStore: () => store.close(),
  };
}

function classRoutes({ courses, roster, listMembers, log, now }: Ground): Route[] {
  const findCourse = async (id: Parameters<CourseStore['find']>[0]) => {
    const course = await courses.find(id);
    return course === null
      ? null
      : { ...course, hasMemberService: course.services.nrpsUrl !== null, timeZone: course.term.timeZone };
  };
  return rosterRoutes({ store: roster, findCourse, listMembers, log, now });
}
