import { afterAll, beforeAll, expect } from 'vitest';
import { type Answer, codeOf, launch, type LaunchChanges } from '../lti/support/browser.ts';
import { startStubPlatform, type StubPlatform } from '../lti/support/stubPlatform.ts';
import { register, startTestTool, type TestTool } from '../lti/support/testTool.ts';
import { type LtiRefusal } from '../../src/lti/refusal.ts';

/** A tool and a platform that know each other, for the tests of one file. */
export interface Pair {
  tool: TestTool;
  platform: StubPlatform;
}

export function startedPair(config: Parameters<typeof startTestTool>[0] = {}): Pair {
  const pair = {} as Pair;
  beforeAll(async () => {
    pair.tool = await startTestTool(config);
    pair.platform = await startStubPlatform();
    await register(pair.tool, { issuer: pair.platform.url, clientId: 'client' });
  });
  afterAll(async () => {
    await pair.tool.stop();
    await pair.platform.stop();
  });
  return pair;
}

/** A refusal is a page with its code and a 4xx, a line in the log, and never a session. */
export async function expectRefused(pair: Pair, changes: LaunchChanges, code: LtiRefusal): Promise<void> {
  const before = await pair.tool.sessionCount();
  const entered = pair.tool.entered.length;
  const answer = await launch(pair.tool, pair.platform, changes);
  checkRefusal(pair, answer, code);
  expect(await pair.tool.sessionCount()).toBe(before);
  expect(pair.tool.entered).toHaveLength(entered);
}

/** The log says which value was wrong, what it was and what was expected. */
const text: unknown = expect.stringMatching(/./);

export function checkRefusal(pair: Pair, answer: Answer, code: LtiRefusal): void {
  expect(codeOf(answer)).toBe(code);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.location).toBeNull();
  expect(pair.tool.log.at(-1)).toMatchObject({ event: 'request' });
  expect(pair.tool.log.findLast(line => line.event === 'lti-refused')).toMatchObject({
    fields: { code, value: text, found: text, expected: text },
  });
}

/** An accepted launch leads into its course, and its session opens with the browser's cookie alone. */
export async function expectAccepted(pair: Pair, changes: LaunchChanges = {}) {
  const before = await pair.tool.sessionCount();
  const answer = await launch(pair.tool, pair.platform, changes);
  expect([answer.status, codeOf(answer)]).toEqual([303, null]);
  expect(answer.location).toMatch(/^\/l\/[0-9a-f]{24}\/$/);
  expect(await pair.tool.sessionCount()).toBe(before + 1);
  const entered = pair.tool.entered.at(-1);
  if (entered === undefined) throw new Error('nobody entered');
  return entered;
}
