import { describe, expect, it } from 'vitest';
import { grade, results } from './gradeHarness.ts';

async function errorOf(line: string): Promise<unknown> {
  const [result] = await results(line);
  return result?.['error'];
}

describe('a line that tirek grade cannot read', () => {
  it('is named at its place, and the others are computed', async () => {
    const good = '{"id":1,"criteria":[50]}';
    const { code, out, err } = await grade([
      Buffer.from(`${good}\n\n{"id":"x","rk1":null,"rk2":1,"exam":1}\nnope\n${good}\n`),
    ]);
    expect(out.split('\n').map(line => (line === '' ? null : (JSON.parse(line) as unknown)))).toEqual([
      { id: 1, total: 50, letter: 'D', gpa: '1.0', label: 'satisfactory', status: 'passed' },
      { line: 3, id: 'x', error: 'rk1 must be a number from 0 to 100, not null' },
      { line: 4, error: 'not JSON: unexpected "n" at column 1' },
      { id: 1, total: 50, letter: 'D', gpa: '1.0', label: 'satisfactory', status: 'passed' },
      null,
    ]);
    expect(err).toBe('2 of 4 lines could not be read\n');
    expect(code).toBe(1);
  });

  it.each([
    'null',
    '"н/я"',
    '""',
    '" 70"',
    '"1e1"',
    '"+5"',
    '"70%"',
    '101',
    '100.00000000000000000001',
    '-1',
    '"-0,1"',
    'true',
    '[70]',
    '{}',
    '1e1001',
    '1e-1001',
  ])('has a mark that is %s', async mark => {
    expect(await errorOf(`{"id":1,"rk1":50,"rk2":${mark},"exam":50}`)).toMatch(
      /^rk2 must be a number from 0 to 100, not /,
    );
  });

  it.each([
    ['[]', 'criteria must be a list of at least one percent, not []'],
    ['70', 'criteria must be a list of at least one percent, not 70'],
    ['null', 'criteria must be a list of at least one percent, not null'],
    ['[70,69.5]', 'criteria[1] must be a whole percent, not 69.5'],
    ['[70,"69,5"]', 'criteria[1] must be a whole percent, not "69,5"'],
    ['[null]', 'criteria[0] must be a number from 0 to 100, not null'],
    ['[101]', 'criteria[0] must be a number from 0 to 100, not 101'],
    ['[[70]]', 'criteria[0] must be a number from 0 to 100, not a list'],
  ])('has criteria %s', async (criteria, error) => {
    expect(await errorOf(`{"id":1,"criteria":${criteria}}`)).toBe(error);
  });

  it.each([
    ['{"id":1,"rk1":1,"rk2":1}', 'exam is missing'],
    ['{"id":1}', 'rk1 is missing'],
    ['{"rk1":1,"rk2":1,"exam":1}', 'id is missing'],
    ['{"id":null,"criteria":[1]}', 'id must be a number or a string that is not blank, not null'],
    ['{"id":" ","criteria":[1]}', 'id must be a number or a string that is not blank, not " "'],
    ['{"id":1,"rk1":1,"rk2":1,"exam":1,"criteria":[1]}', 'criteria and rk1 cannot stand in one line'],
    ['{"id":1,"rk1":1,"rk2":1,"exam":1,"Exam":1}', 'unknown key "Exam"'],
    ['{"id":1,"rk1":1,"rk1":2,"rk2":1,"exam":1}', 'not JSON: key "rk1" stands twice at column 17'],
    ['[1,2,3]', 'not a JSON object'],
    ['{"id":1,"criteria":[1]} {}', 'not JSON: unexpected "{" at column 25'],
    ['{"id":1,"criteria":[1]', 'not JSON: unexpected end at column 23'],
    ['{"id":1,"criteria":[01]}', 'not JSON: unexpected "1" at column 22'],
    ['\u00a0', 'not JSON: unexpected "\u00a0" at column 1'],
  ])('is %s', async (line, error) => {
    expect(await errorOf(line)).toBe(error);
  });
});
