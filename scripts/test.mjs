// `npm test`: everything that proves the project. The last line on stdout is "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = name => join(root, 'node_modules/.bin', name);

/** Each counts as one case. They run two at a time: the project is proved on two cores. */
const checks = [
  { name: 'lint', command: [bin('oxlint'), '--max-warnings', '0'] },
  // The native compiler, several times as fast; the one named `typescript` lends its parser to depcruise and knip.
  { name: 'types', command: [join(root, 'node_modules/typescript-native/bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  {
    name: 'import directions',
    command: [bin('depcruise'), 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  },
  { name: 'unused code', command: [bin('knip'), '--no-progress'] },
  { name: 'licences', command: [process.execPath, 'scripts/licences.mjs'] },
];

function run(command, options = {}) {
  return new Promise(resolve => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    child.stdout?.on('data', text => (output += text));
    child.stderr?.on('data', text => (output += text));
    child.on('error', error => resolve({ code: 1, output: String(error) }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

async function runChecks() {
  let failed = 0;
  const queue = [...checks];
  const worker = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const startedAt = Date.now();
      const { code, output } = await run(check.command);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${check.name} (${seconds} s)`);
      if (code !== 0) {
        failed += 1;
        console.log(output);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: checks.length - failed, failed };
}

function hasBrowser() {
  if (process.env.CHROMIUM_PATH) return existsSync(process.env.CHROMIUM_PATH);
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome'].some(name =>
    folders.some(folder => existsSync(join(folder, name))),
  );
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-test-'));
  const report = join(folder, 'report.json');
  const filters = process.argv.slice(2);
  const { code } = await run(
    [bin('vitest'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const brokenFiles = result.testResults.filter(
      file => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    // A runner that fails although every case passed (an unhandled error) is a failure too.
    const unexplained = code !== 0 && result.numFailedTests === 0 && brokenFiles === 0 ? 1 : 0;
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + brokenFiles + unexplained,
      skipped: result.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const statics = process.argv.length > 2 ? { passed: 0, failed: 0 } : await runChecks();
const tests = await runTests();
let failed = statics.failed + tests.failed;
if (!hasBrowser()) {
  if (process.env.CI === 'true') failed += 1;
  console.log(
    process.env.CI === 'true'
      ? 'FAILED: no Chromium for the browser tests (CHROMIUM_PATH, or chromium on PATH)'
      : 'skipped: browser tests, because no Chromium was found (CHROMIUM_PATH, or chromium on PATH)',
  );
}
if (!process.env.TIREK_CORPUS)
  console.log('skipped: tests over further documents, because TIREK_CORPUS is not set');
if (tests.skipped > 0) console.log(`skipped: ${tests.skipped} cases`);
console.log(`${statics.passed + tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
