import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradeCommand } from '../../src/cli/grade.ts';
import { Sink } from './gradeHarness.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tirek-grade-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the streams of tirek grade', () => {
  const line = Buffer.from('{"id":1,"criteria":[50]}\n'.repeat(1000));

  it('are read no faster than the reader of the output takes it', async () => {
    let produced = 0;
    function* source() {
      while (produced < 50) {
        produced++;
        yield line;
      }
    }
    let release: (() => void) | null = null;
    let isHeld = true;
    let written = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        written += chunk.toString().split('\n').length - 1;
        if (isHeld) release = done;
        else done();
      },
    });
    const stdin = Readable.from(source(), { highWaterMark: 1 });
    const command = gradeCommand([], { stdin, stdout: slow, stderr: new Sink() });
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    expect(written).toBe(1000);
    expect(produced).toBeLessThan(10);
    isHeld = false;
    (release as (() => void) | null)?.();
    expect(await command).toBe(0);
    expect(written).toBe(50_000);
  });

  it('report an input that breaks off', async () => {
    const stdin = new Readable({ read: () => void stdin.destroy(new Error('EIO: broken disk')) });
    const io = { stdin, stdout: new Sink(), stderr: new Sink() };
    expect(await gradeCommand([], io)).toBe(1);
    expect(io.stderr.text).toBe('tirek grade: EIO: broken disk\n');
  });

  it('report an output that fails, unless its reader has gone', async () => {
    const failing = (code: string) =>
      new Writable({
        write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: no`), { code })),
      });
    const full = { stdin: Readable.from([line]), stdout: failing('ENOSPC'), stderr: new Sink() };
    expect(await gradeCommand([], full)).toBe(1);
    expect(full.stderr.text).toBe('tirek grade: ENOSPC: no\n');
    const gone = { stdin: Readable.from([line]), stdout: failing('EPIPE'), stderr: new Sink() };
    expect(await gradeCommand([], gone)).toBe(0);
    expect(gone.stderr.text).toBe('');
  });

  it('end quietly when a real pipe is closed after one line', async () => {
    const main = join(folder, 'main.mjs');
    const command = new URL('../../src/cli/grade.ts', import.meta.url).pathname;
    await build({
      stdin: {
        contents: `import { gradeCommand } from ${JSON.stringify(command)}; process.exitCode = await gradeCommand([], process);`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: main,
    });
    const child = spawn(process.execPath, [main], { stdio: 'pipe' });
    let err = '';
    child.stderr.on('data', chunk => (err += String(chunk)));
    // The child closes its end while we are still writing.
    child.stdin.on('error', () => undefined);
    Readable.from(Array.from({ length: 400 }, () => line)).pipe(child.stdin);
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise(resolve => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
