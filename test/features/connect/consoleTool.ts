import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.ts';
import { type Connect, createConnect } from '../../../src/features/connect/index.ts';
import { createCourseStore, type CourseStore } from '../../../src/features/course/index.ts';
import { type Log } from '../../../src/log.ts';
import { type Queues } from '../../../src/features/gradesync/index.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { browserCookie } from '../../../src/web/browserCookie.ts';
import { publicUrl, startTestTool, type TestTool } from '../../lti/support/testTool.ts';

/** The console over HTTP, beside the LTI tool of the tests. */
export interface ConsoleTool {
  readonly tool: TestTool;
  readonly connect: Connect;
  readonly courses: CourseStore;
  readonly url: string;
  readonly publicUrl: string;
  stop(): Promise<void>;
}

/** @param queues the queues of grades, asked for when a page of them is opened */
export async function startConsoleTool(queues?: () => Queues | undefined): Promise<ConsoleTool> {
  const tool = await startTestTool();
  const { lti, sealer, sessions } = tool;
  const { connection } = tool.store;
  const now = (): Date => tool.now();
  const toLog = (level: string) => (fields: Record<string, unknown>, event: string) =>
    void tool.log.push({ level, fields, event });
  const log: Log = { info: toLog('info'), warn: toLog('warn'), error: toLog('error') };
  const courses = createCourseStore(connection);
  const connect = createConnect({
    connection,
    lti,
    courses,
    sealer,
    publicUrl,
    now,
    log,
    ...(queues === undefined ? {} : { queues: later(queues) }),
  });
  await ensureIndexes(connection);
  const cookie = browserCookie(publicUrl);
  const parts = { publicUrl, trustProxy: 0, log, sealer, cookie, sessions, now, nav: () => [] };
  const hooks = { record: connect.recordLaunchOutcome, administrate: connect.administrate };
  const routes = [...connect.routes, ...lti.routes(async () => ({ redirectTo: '/course' }), hooks)];
  const server = createServer(createApp({ ...parts, findCourse: () => Promise.resolve(null) }, routes));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    tool,
    connect,
    courses,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicUrl,
    async stop() {
      await connect.stop();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await tool.stop();
    },
  };
}

/** Queues that come into being after the console. */
function later(queues: () => Queues | undefined): Queues {
  const now = (): Queues => {
    const found = queues();
    if (found === undefined) throw new Error('no queues yet');
    return found;
  };
  return { report: ids => now().report(ids), stop: id => now().stop(id), resume: id => now().resume(id) };
}
