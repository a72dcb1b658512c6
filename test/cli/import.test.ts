import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCommand } from '../../src/cli/import.ts';
import { syllabusSchema } from '../../src/features/syllabus/domain/types.ts';
import { pdfOf } from '../documents/pdf.ts';
import { docxOf, p } from '../documents/ooxml.ts';

const sample = new URL('../../samples/syllabus-sample-kk.', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tirek-import-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await importCommand(args, { stdout: text => out.push(text), stderr: text => err.push(text) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('tirek import', () => {
  it.each(['txt', 'docx'])('prints one JSON object of the contract for a .%s', async extension => {
    const { code, stdout, stderr } = await run(sample + extension, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { findings, ...syllabus } = JSON.parse(stdout) as { findings: unknown[] };
    expect(syllabusSchema.parse(syllabus)).toEqual(syllabus);
    expect(Object.keys(syllabus)).toEqual([
      'kind',
      'language',
      'course',
      'outcomes',
      'policies',
      'scale',
      'weights',
      'calendar',
      'rubric',
    ]);
    expect(findings[0]).toEqual({
      code: expect.any(String) as string,
      severity: expect.stringMatching(/^(error|warning|info)$/) as string,
      path: expect.any(String) as string,
      message: expect.any(String) as string,
    });
  });

  it('understands the same of the text and of the Word document', async () => {
    expect((await run(`${sample}docx`, '--json')).stdout).toBe((await run(`${sample}txt`, '--json')).stdout);
  });

  it("writes findings in the document's language, or as asked", async () => {
    const messages = async (...args: string[]) =>
      (
        JSON.parse((await run(`${sample}txt`, '--json', ...args)).stdout) as {
          findings: { message: string }[];
        }
      ).findings
        .map(finding => finding.message)
        .join('\n');
    expect(await messages()).toContain('Шкалада');
    expect(await messages('--lang', 'ru')).toContain('В шкале');
    expect(await messages('--lang=en')).toContain('The scale');
  });

  it('prints a summary and the findings for a person', async () => {
    const { code, stdout } = await run(`${sample}docx`, '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout).toContain('Syllabus: Деректерді талдау негіздері');
    expect(stdout).toContain('Lecture: 15 (hours: 15, points: none)');
    expect(stdout).toContain('[warning] scale[8].label:');
  });

  it('exits with 1, an empty stdout and one line for what it cannot take', async () => {
    const large = file('large.docx', '');
    truncateSync(large, 50 * 1024 * 1024);
    const refused = [
      ['--lang', 'en', join(folder, 'absent.docx'), 'not found'],
      ['--lang', 'en', file('note.txt', 'Buy bread on the way home.\n'), 'no syllabus'],
      [
        '--lang',
        'en',
        file('letter.docx', docxOf(p('Dear colleagues, the meeting is on Monday.'))),
        'no syllabus',
      ],
      ['--lang', 'ru', file('old.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'старый формат Word'],
      ['--lang', 'kk', file('scan.pdf', pdfOf([])), 'PDF'],
      ['--lang', 'en', large, '25 MB'],
      ['--lang', 'en', folder, 'not found'],
    ];
    for (const [option = '', lang = '', path = '', reason = ''] of refused) {
      const { code, stdout, stderr } = await run(option, lang, path, '--json');
      expect({ path, code, stdout }).toEqual({ path, code: 1, stdout: '' });
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toContain(reason);
    }
  });

  it('exits with 2 for wrong usage', async () => {
    for (const args of [
      [],
      ['a.txt', 'b.txt'],
      ['--yaml', 'a.txt'],
      ['a.txt', '--lang', 'de'],
      ['a.txt', '--lang'],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(stderr).toContain('tirek import --help');
    }
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('tirek import FILE [--json] [--lang kk|ru|en]');
  });
});
