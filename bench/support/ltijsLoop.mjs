// The plain way to post grades with ltijs: its own storage, one `submitScore` after the other. In a process of its own,
// because ltijs is one object a process and the tool's own comes with the tool's storage.
// Messages: { count } → { seconds, cpuSeconds }.
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';

process.noDeprecation = true;
const [, , storeUri, platform] = process.argv;
const { Provider: ltijs } = await import('ltijs');
ltijs.setup(randomBytes(32).toString('base64'), { url: storeUri }, { cors: false });
await ltijs.deploy({ serverless: true, silent: true });
const clientId = 'bench';
await ltijs.registerPlatform({
  name: 'Bench',
  url: platform,
  clientId,
  authenticationEndpoint: `${platform}/auth`,
  accesstokenEndpoint: `${platform}/ltijs/token`,
  authConfig: { method: 'JWK_SET', key: `${platform}/keys` },
});
const idToken = { iss: platform, clientId, user: 'nobody' };
let round = 0;

process.on('message', async ({ count }) => {
  const column = `${platform}/ltijs/${++round}/lineitem`;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (let i = 0; i < count; i++) {
    await ltijs.Grade.submitScore(idToken, column, {
      userId: String(i),
      scoreGiven: 50 + (i % 50),
      scoreMaximum: 100,
      comment: 'C+ (2,33), Жақсы',
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
    });
  }
  const { user, system } = process.cpuUsage(cpu);
  process.send({ seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
