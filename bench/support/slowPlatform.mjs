// An LMS's gradebook in a process of its own, so that its work is not counted as ours: every answer takes as long as the
// first argument says (milliseconds). Prints its address; GET /figures tells what it saw and starts counting
// afresh, except tokens, which are all that the tool ever asked for.
import { createServer } from 'node:http';

const latencyMs = Number(process.argv[2] ?? 20);
const fresh = () => ({ scores: 0, results: 0, mostAtOnce: 0, twiceAtOnce: 0, falling: 0 });
let figures = fresh();
let tokens = 0;
let columns = [];
const underWay = new Map();
const lastStamp = new Map();
let scoresAtOnce = 0;

const scopes = ['lineitem', 'lineitem.readonly', 'result.readonly', 'score']
  .map(name => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`)
  .join(' ');

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const url = new URL(request.url, 'http://x');
  if (url.pathname === '/figures') return send(response, { ...figures, tokens }, () => (figures = fresh()));
  const ended = begin(request.method, url, body);
  setTimeout(() => {
    ended();
    send(response, answerTo(request.method, url, body));
  }, latencyMs);
});

function begin(method, url, body) {
  if (!url.pathname.endsWith('/scores')) return () => undefined;
  const score = JSON.parse(body);
  const key = `${url.pathname} ${score.userId}`;
  const stamp = Date.parse(score.timestamp);
  figures.scores += 1;
  scoresAtOnce += 1;
  figures.mostAtOnce = Math.max(figures.mostAtOnce, scoresAtOnce);
  if (underWay.get(key)) figures.twiceAtOnce += 1;
  if (stamp <= (lastStamp.get(key) ?? 0)) figures.falling += 1;
  underWay.set(key, true);
  lastStamp.set(key, stamp);
  return () => {
    scoresAtOnce -= 1;
    underWay.delete(key);
  };
}

function answerTo(method, url, body) {
  if (url.pathname.endsWith('/token')) {
    if (!url.pathname.startsWith('/ltijs/')) tokens += 1;
    return { access_token: 'token', token_type: 'Bearer', expires_in: 3600, scope: scopes };
  }
  if (url.pathname.endsWith('/lineitems') && method === 'GET') {
    return columns.filter(column => column.course === url.pathname);
  }
  if (url.pathname.endsWith('/lineitems')) {
    const id = `${origin}${url.pathname.replace(/lineitems$/, '')}item/${columns.length + 1}/lineitem`;
    const column = { ...JSON.parse(body), id, course: url.pathname };
    columns.push(column);
    return column;
  }
  if (url.pathname.endsWith('/results')) {
    figures.results += 1;
    return [];
  }
  return null;
}

function send(response, value, then = () => undefined) {
  if (value === null) response.writeHead(200).end();
  else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  then();
}

server.keepAliveTimeout = 60_000;
let origin = '';
server.listen(0, '127.0.0.1', () => {
  origin = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(`${origin}\n`);
});
process.on('disconnect', () => process.exit(0));
