import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface SeenScore {
  readonly worker: string;
  readonly key: string;
  readonly stamp: number;
  readonly rev: number;
  /** Order of arrival and of ending. */
  readonly begunAt: number;
  endedAt: number | null;
  /** Refused for its token alone: the same score comes again with another. */
  isUnauthorized: boolean;
  isStored: boolean;
}

interface StoredGrade {
  readonly score: number | null;
  readonly comment: string;
  readonly stamp: number;
}

interface ScoreBody {
  readonly userId: string;
  readonly timestamp: string;
  readonly scoreGiven?: number;
  readonly comment?: string;
}

type Fault =
  | '429'
  | '429-date'
  | '500'
  | '502'
  | '503'
  | 'reset'
  | 'reset-after'
  | 'hang'
  | 'truncated'
  | 'html'
  | '401';
const faults: readonly Fault[] = [
  '429',
  '429-date',
  '500',
  '502',
  '503',
  'reset',
  'reset-after',
  'hang',
  'truncated',
  'html',
  '401',
];

/** An LMS over HTTP with Moodle's rules, that breaks in every way at the seed's will and logs what it was sent. */
export class SimulatedPlatform {
  url = '';
  /** The share of calls that go wrong. */
  faultRate = 0;
  /** Users whom the LMS takes no grade for at the moment. */
  readonly strangers = new Set<string>();
  readonly locked = new Set<string>();
  /** Courses that are closed at the moment: 403 to everything. */
  readonly closed = new Set<string>();
  readonly seen: SeenScore[] = [];
  readonly grades = new Map<string, StoredGrade>();
  readonly columns: { id: string; course: string; body: Record<string, unknown> }[] = [];
  readonly struck = new Map<Fault, number>();
  columnsMade = 0;
  lost = 0;
  private token = 1;
  private moments = 0;
  private faultsMade = 0;
  private readonly random: () => number;
  private readonly now: () => Date;
  private readonly server: Server;

  constructor(random: () => number, now: () => Date) {
    this.random = random;
    this.now = now;
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** A teacher deletes the column; its grades go with it. */
  deleteColumn(course: string): void {
    const index = this.columns.findIndex(column => column.course === course);
    const [gone] = index < 0 ? [] : this.columns.splice(index, 1);
    for (const key of this.grades.keys())
      if (gone !== undefined && key.startsWith(gone.id)) this.grades.delete(key);
  }

  /** The LMS forgets a grade (a backup that was put back). */
  loseGrade(course: string, userId: string): void {
    const column = this.columns.find(one => one.course === course);
    if (this.grades.delete(`${column?.id} ${userId}`)) this.lost += 1;
  }

  gradeOf(course: string, userId: string): StoredGrade | undefined {
    const column = this.columns.find(one => one.course === course);
    return this.grades.get(`${column?.id} ${userId}`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '', this.url);
    const score = url.pathname.endsWith('/scores') ? this.note(request, response, url, body) : null;
    // One kind after the other, so that every run meets them all.
    const fault = this.random() < this.faultRate ? faults[this.faultsMade++ % faults.length] : undefined;
    if (fault !== undefined) this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
    await new Promise(resolve => setTimeout(resolve, 2 + this.random() * 6));
    if (this.isBroken(fault, response)) return;
    const authorized = request.headers.authorization === `Bearer token-${this.token}`;
    if (score !== null) score.isUnauthorized = !authorized;
    const [status, text] =
      url.pathname === '/token'
        ? this.grant()
        : authorized
          ? this.work(request.method ?? '', url, body, score)
          : ([401, '[]'] as const);
    if (fault === 'reset-after') return void response.destroy();
    const spoilt = status === 200 && text !== '' && (fault === 'truncated' || fault === 'html');
    const shown = !spoilt ? text : fault === 'html' ? '<html>Error</html>' : text.slice(0, text.length / 2);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(shown);
  }

  private note(request: IncomingMessage, response: ServerResponse, url: URL, body: string): SeenScore {
    const { userId, timestamp, comment = '' } = JSON.parse(body) as ScoreBody;
    const seen: SeenScore = {
      worker: request.headers['user-agent'] ?? '',
      key: `${columnOf(url)} ${userId}`,
      stamp: Math.floor(Date.parse(timestamp) / 1000),
      rev: Number(comment.replace('rev ', '')),
      begunAt: this.moments++,
      endedAt: null,
      isUnauthorized: false,
      isStored: false,
    };
    this.seen.push(seen);
    response.once('close', () => {
      seen.endedAt = this.moments++;
    });
    return seen;
  }

  /** Faults that come before any work. */
  private isBroken(fault: Fault | undefined, response: ServerResponse): boolean {
    switch (fault) {
      case '429':
        response.writeHead(429, { 'Retry-After': String(1 + Math.floor(this.random() * 4)) }).end();
        return true;
      case '429-date': {
        const until = new Date(this.now().getTime() + 3_000).toUTCString();
        response.writeHead(429, { 'Retry-After': until }).end();
        return true;
      }
      case '500':
      case '502':
      case '503':
        response.writeHead(Number(fault)).end('<html>Fault</html>');
        return true;
      case 'reset':
        response.destroy();
        return true;
      case 'hang':
        return true;
      case '401':
        this.token += 1;
        return false;
      default:
        return false;
    }
  }

  private grant(): readonly [number, string] {
    return [
      200,
      JSON.stringify({ access_token: `token-${this.token}`, token_type: 'Bearer', expires_in: 3600 }),
    ];
  }

  private work(method: string, url: URL, body: string, score: SeenScore | null): readonly [number, string] {
    const course = url.pathname.split('/')[1] ?? '';
    if (this.closed.has(course)) return [403, '[]'];
    if (url.pathname.endsWith('/lineitems')) return this.lineItems(method, course, body);
    const column = columnOf(url);
    if (!this.columns.some(one => one.id === column)) return [404, '{}'];
    if (url.pathname.endsWith('/results')) return this.results(column, url.searchParams.get('user_id'));
    return this.storeScore(column, JSON.parse(body) as ScoreBody, score);
  }

  private lineItems(method: string, course: string, body: string): readonly [number, string] {
    if (method === 'GET') {
      const own = this.columns.filter(column => column.course === course);
      return [200, JSON.stringify(own.map(column => this.shown(column)))];
    }
    const column = {
      id: `/${course}/lineitems/${++this.columnsMade}/lineitem`,
      course,
      body: JSON.parse(body) as Record<string, unknown>,
    };
    this.columns.push(column);
    return [201, JSON.stringify(this.shown(column))];
  }

  private shown(column: { id: string; body: Record<string, unknown> }): Record<string, unknown> {
    return { ...column.body, id: `${this.url}${column.id}?type_id=1` };
  }

  private results(column: string, wanted: string | null): readonly [number, string] {
    const results = [...this.grades].flatMap(([key, { score, comment }]) => {
      const [item, userId = ''] = key.split(' ');
      if (item !== column || (wanted !== null && userId !== wanted)) return [];
      const value = score === null ? {} : { resultScore: score, resultMaximum: 100 };
      return [{ id: 'result', userId, comment, ...value }];
    });
    return [200, JSON.stringify(results)];
  }

  private storeScore(column: string, body: ScoreBody, seen: SeenScore | null): readonly [number, string] {
    if (this.strangers.has(body.userId)) return [400, '[]'];
    if (this.locked.has(body.userId)) return [500, '[]'];
    const key = `${column} ${body.userId}`;
    const stamp = Math.floor(Date.parse(body.timestamp) / 1000);
    if ((this.grades.get(key)?.stamp ?? 0) >= stamp) return [409, '[]'];
    this.grades.set(key, { score: body.scoreGiven ?? null, comment: body.comment ?? '', stamp });
    if (seen !== null) seen.isStored = true;
    return [200, ''];
  }
}

const columnOf = (url: URL): string => url.pathname.replace(/\/(scores|results)$/, '');
