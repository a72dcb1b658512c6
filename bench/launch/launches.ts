import { Client, Pool, type Dispatcher } from 'undici';
import { type PracticeLms } from '../../src/practice-lms/index.ts';
import { type Tool } from './tools.ts';

/** Who is launched: somebody of the practice LMS, or a stranger by claims of one's own. */
export interface Launcher {
  readonly personId: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What a number of launches took. Times of the platform (signing) are in none of these figures. */
export interface Round {
  readonly launches: number;
  /** Processor time of the tool's process in milliseconds. */
  readonly loginCpu: number;
  readonly launchCpu: number;
  readonly pageCpu: number;
  /** How long each person waited for the tool in all, in milliseconds. */
  readonly latencies: readonly number[];
}

/** One person's way in. */
interface Entry {
  readonly launcher: Launcher;
  readonly cookies: Map<string, string>;
  state: string;
  token: string;
  location: string;
  ms: number;
}

const target = 'https://purl.imsglobal.org/spec/lti/claim/target_link_uri';

/**
 * Launches everybody with the given concurrency, in three waves: all logins, all launches, all pages. Between the
 * first two the platform signs, while the tool rests.
 */
export async function launchAll(
  tool: Tool,
  lms: PracticeLms,
  launchers: readonly Launcher[],
  concurrency: number,
): Promise<Round> {
  const pool = new Pool(tool.origin, { connections: concurrency });
  const entries = launchers.map(newEntry);
  const wave = async (work: (entry: Entry) => Promise<void>): Promise<number> => {
    const before = await tool.cpu();
    await eachOf(entries, concurrency, entry => timed(entry, () => work(entry)));
    return (await tool.cpu()) - before;
  };
  try {
    const nonces = new Map<Entry, string>();
    const loginCpu = await wave(async entry => void nonces.set(entry, await login(pool, tool, lms, entry)));
    for (const entry of entries) entry.token = await sign(lms, tool, entry, nonces.get(entry) ?? '');
    const launchCpu = await wave(entry => postLaunch(pool, tool, entry));
    const pageCpu = await wave(entry => openPage(pool, tool, entry));
    return {
      launches: entries.length,
      loginCpu,
      launchCpu,
      pageCpu,
      latencies: entries.map(entry => entry.ms),
    };
  } finally {
    await pool.close();
  }
}

/** One person's launch on a connection of its own; resolves to how long the tool took, in milliseconds. */
export async function launchAlone(tool: Tool, lms: PracticeLms, launcher: Launcher): Promise<number> {
  const client = new Client(tool.origin);
  const entry = newEntry(launcher);
  try {
    let nonce = '';
    await timed(entry, async () => void (nonce = await login(client, tool, lms, entry)));
    entry.token = await sign(lms, tool, entry, nonce);
    await timed(entry, () => postLaunch(client, tool, entry));
    await timed(entry, () => openPage(client, tool, entry));
    return entry.ms;
  } finally {
    await client.close();
  }
}

const newEntry = (launcher: Launcher): Entry => ({
  launcher,
  cookies: new Map(),
  state: '',
  token: '',
  location: '',
  ms: 0,
});

async function timed(entry: Entry, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  entry.ms += performance.now() - begun;
}

async function login(to: Dispatcher, tool: Tool, lms: PracticeLms, entry: Entry): Promise<string> {
  const form = new URLSearchParams({
    iss: lms.registration.issuer,
    target_link_uri: tool.launchUrl,
    login_hint: entry.launcher.personId,
    lti_message_hint: JSON.stringify({ cmid: 3, launchid: `ltilaunch3_${entry.launcher.personId}` }),
    client_id: lms.registration.clientId,
    lti_deployment_id: lms.registration.deploymentId,
  });
  const asked = await send(to, tool, entry, 'POST', tool.loginPath, form);
  const request = new URL(asked.location, tool.origin).searchParams;
  entry.state = request.get('state') ?? '';
  return request.get('nonce') ?? '';
}

const sign = (lms: PracticeLms, tool: Tool, { launcher }: Entry, nonce: string): Promise<string> =>
  lms.signLaunch({
    personId: launcher.personId,
    nonce,
    claims: { ...launcher.claims, [target]: tool.launchUrl },
  });

async function postLaunch(to: Dispatcher, tool: Tool, entry: Entry): Promise<void> {
  const form = new URLSearchParams({ id_token: entry.token, state: entry.state });
  entry.location = (await send(to, tool, entry, 'POST', new URL(tool.launchUrl).pathname, form)).location;
}

/** Follows the launch's redirect, however many there are, to the page. */
async function openPage(to: Dispatcher, tool: Tool, entry: Entry): Promise<void> {
  while (entry.location !== '') {
    const { pathname, search } = new URL(entry.location, tool.origin);
    entry.location = (await send(to, tool, entry, 'GET', pathname + search)).location;
  }
}

async function send(
  to: Dispatcher,
  tool: Tool,
  { cookies }: Entry,
  method: 'GET' | 'POST',
  path: string,
  form?: URLSearchParams,
): Promise<{ location: string }> {
  const answer = await to.request({
    origin: tool.origin,
    path,
    method,
    headers: {
      accept: 'text/html',
      'accept-language': 'kk',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: form?.toString() ?? null,
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400) {
    throw new Error(`${tool.name} answered ${answer.statusCode} to ${method} ${path}: ${text.slice(0, 300)}`);
  }
  for (const header of [answer.headers['set-cookie'] ?? []].flat()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return { location: String(answer.headers['location'] ?? '') };
}

async function eachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
