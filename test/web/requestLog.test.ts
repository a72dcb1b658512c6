import { type AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { describeError, silentLog } from '../../src/log.ts';
import { createHttpServer } from '../../src/web/httpServer.ts';
import { requestLog } from '../../src/web/requestLog.ts';

it('the log has a line of a request whose other side hung up, and says so', async () => {
  const lines: Record<string, unknown>[] = [];
  const app = express();
  app.use(requestLog({ ...silentLog, info: fields => void lines.push(fields) }));
  app.get('/slow', (_request, response) => {
    response.locals.route = '/slow';
    response.write('the beginning');
  });
  const { server, serve } = createHttpServer();
  serve(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const controller = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slow`;
  await fetch(url, { signal: controller.signal });
  controller.abort();
  await expect.poll(() => lines).toEqual([expect.objectContaining({ route: '/slow', aborted: true })]);
  server.close();
});

it('an error in the log does not hold the values that MongoDB found twice', () => {
  const error = new Error('E11000 duplicate key error index: a_1 dup key: { sub: "person-7", at: { x: 1 } }');
  const text = JSON.stringify(describeError(new Error('not saved', { cause: error })));
  expect(text).toContain('E11000 duplicate key error index: a_1 dup key: {…}');
  expect(text).not.toContain('person-7');
});
