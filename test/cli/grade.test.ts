import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationalPolicy } from '../../src/features/grading/domain/policy.ts';
import { grade, results } from './gradeHarness.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tirek-grade-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(policy: unknown): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, typeof policy === 'string' ? policy : JSON.stringify(policy));
  return file;
}

describe('tirek grade', () => {
  it('grades a course and a rubric in the form of the contract', async () => {
    const lines = '{"id":"a","rk1":70,"rk2":80,"exam":90}\n{"id":7,"criteria":[100,75,60,45,100,49]}\n';
    expect(await grade(lines)).toEqual({
      code: 0,
      out:
        '{"id":"a","total":81,"letter":"B","gpa":"3.0","label":"good","status":"passed"}\n' +
        '{"id":7,"total":72,"letter":"C+","gpa":"2.33","label":"good","status":"passed"}\n',
      err: '',
    });
  });

  it('agrees with 3·(RK1 + RK2) + 4·E in tenths on all 20,301 pairs', async () => {
    const lines: string[] = [];
    const expected: number[] = [];
    for (let sum = 0; sum <= 200; sum++) {
      for (let exam = 0; exam <= 100; exam++) {
        lines.push(
          JSON.stringify({
            id: `${sum}-${exam}`,
            rk1: Math.min(sum, 100),
            rk2: Math.max(0, sum - 100),
            exam,
          }),
        );
        expected.push(Math.floor((3 * sum + 4 * exam + 5) / 10));
      }
    }
    const graded = await results(lines.join('\n'));
    expect(graded).toHaveLength(20_301);
    expect(graded.map(({ total }) => total)).toEqual(expected);
  });

  it('takes marks as the decimals that are written, as numbers or strings, with a point or a comma', async () => {
    const marks = [
      '49.499999999999999999',
      '"49.499999999999999999"',
      '"49,499999999999999999"',
      '494999999999999999.99e-16',
    ];
    const lines = marks.map((mark, id) => `{"id":${id},"rk1":${mark},"rk2":${mark},"exam":${mark}}`);
    const totals = (await results(lines.join('\n'))).map(({ total }) => total);
    expect(totals).toEqual([49, 49, 49, 49]);
    expect(await results('{"id":1,"rk1":49.5,"rk2":"49,5","exam":"49.50"}')).toMatchObject([{ total: 50 }]);
  });

  it('takes whole criteria in any notation', async () => {
    expect(await results('{"id":1,"criteria":[70,70.0,"70","70,00",7e1]}')).toMatchObject([{ total: 70 }]);
  });

  it('gives every id back as it was', async () => {
    const ids = ['12345678901234567890', '1.0', '"Әлия \\"Ә\\" 😀"', '"\\ud800"', '-0'];
    const { out } = await grade(ids.map(id => `{"id":${id},"criteria":[50]}`).join('\n'));
    expect(
      out
        .split('\n')
        .slice(0, -1)
        .map(line => line.slice(6, line.indexOf(',"total"'))),
    ).toEqual(ids);
  });

  it('skips blank lines, a byte order mark and carriage returns, and has nothing to say about nothing', async () => {
    const line = '{"id":1,"criteria":[50]}';
    const { out } = await grade(line);
    expect(await grade(`\uFEFF\r\n\r\n  \t\r\n${line}\r\n\n`)).toEqual({ code: 0, out, err: '' });
    for (const nothing of ['', '\n\n', '\uFEFF'])
      expect(await grade(nothing)).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('the policy of tirek grade', () => {
  it('is the national one, printed in the form that --policy takes', async () => {
    const { code, out } = await grade('', '--print-policy');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(nationalPolicy);
    const line = '{"id":1,"rk1":"69,5","rk2":70,"exam":71}';
    expect(await grade(line, '--policy', policyFile(`\uFEFF${out}`))).toEqual(await grade(line));
  });

  it('decides scale, formula, rounding and thresholds', async () => {
    const policy = {
      ...nationalPolicy,
      formula: { midterms: 50, exam: 50 },
      rounding: { mode: 'down', roundControls: false },
      thresholds: { eachMidterm: 50, meanMidterm: null, exam: 50 },
    };
    const lines = [
      '{"id":1,"rk1":79.9,"rk2":79.9,"exam":79.9}',
      '{"id":2,"rk1":49.9,"rk2":90,"exam":90}',
      '{"id":3,"rk1":90,"rk2":90,"exam":30}',
    ];
    expect(await results(lines.join('\n'), '--policy', policyFile(policy))).toEqual([
      { id: 1, total: 79, letter: 'B-', gpa: '2.67', label: 'good', status: 'passed' },
      {
        id: 2,
        total: 79,
        letter: 'B-',
        gpa: '2.67',
        label: 'good',
        status: 'not-admitted',
        reason: 'midterm-below-threshold',
      },
      {
        id: 3,
        total: 60,
        letter: 'C-',
        gpa: '1.67',
        label: 'satisfactory',
        status: 'fx',
        reason: 'exam-below-threshold',
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { ...nationalPolicy, extra: 1 }, 'policy: Unrecognized key: "extra"'],
    [
      'a gap in the scale',
      { ...nationalPolicy, scale: nationalPolicy.scale.slice(1) },
      'scale: 95 to 100 is in no row',
    ],
    ['no JSON', '{"scale": ', 'is not JSON: unexpected end at column 11'],
    ['a key twice', '{"scale": [], "scale": []}', 'key "scale" stands twice'],
  ])('is refused in one line when it has %s', async (_, policy, problem) => {
    const { code, out, err } = await grade('{"id":1,"criteria":[50]}', '--policy', policyFile(policy));
    expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 });
    expect(err).toContain(problem);
  });

  it('is refused when its file cannot be read', async () => {
    const { code, err } = await grade('', '--policy', join(folder, 'none.json'));
    expect(code).toBe(1);
    expect(err).toMatch(/^tirek grade: ENOENT.*none\.json'\n$/);
  });
});

describe('the usage of tirek grade', () => {
  it.each([
    ['--polcy', 'x'],
    ['--policy'],
    ['lines.jsonl'],
    ['--policy', 'a', '--policy', 'b'],
    ['--help=1'],
  ])('is wrong with %s %s', async (...args) => {
    const { code, out, err } = await grade('', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^tirek grade: .+\n$/);
  });

  it('is printed on demand', async () => {
    const { code, out } = await grade('', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: tirek grade/);
  });
});
