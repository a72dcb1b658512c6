import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/web/httpServer.ts';

let open: HttpServer | null = null;
afterEach(() => void open?.server.close());

async function listening(http: HttpServer): Promise<string> {
  open = http;
  await new Promise<void>(resolve => http.server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
}

describe('the HTTP server', () => {
  it('gives requests and responses of an application the same shapes, one after the other', async () => {
    const seen: { request: IncomingMessage; response: ServerResponse }[] = [];
    const app = express();
    app.use((request, response) => {
      seen.push({ request, response });
      response.send(`${request.path} ${typeof response.locals}`);
    });
    const http = createHttpServer();
    http.serve(app);
    const url = await listening(http);
    for (let n = 0; n < 4; n += 1) expect(await (await fetch(`${url}/a`)).text()).toBe('/a object');
    const [one, other] = seen.slice(-2);
    if (one === undefined || other === undefined) throw new Error('two requests came');
    expect(haveSameShape(one.request, other.request)).toBe(true);
    expect(haveSameShape(one.response, other.response)).toBe(true);
  });

  it('answers by its first listener until there is an application', async () => {
    const http = createHttpServer((_request, response) => void response.end('starting'));
    const url = await listening(http);
    expect(await (await fetch(url)).text()).toBe('starting');
    http.serve(express().use((_request, response) => void response.send('ready')));
    expect(await (await fetch(url)).text()).toBe('ready');
  });
});

/** Whether V8 holds two objects in one shape ("hidden class"). */
function haveSameShape(one: object, other: object): boolean {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return (runInThisContext('(one, other) => %HaveSameMap(one, other)') as typeof haveSameShape)(one, other);
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
