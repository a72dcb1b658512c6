import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import {
  findingMessage,
  NotASyllabusError,
  parseSyllabus,
} from '../../../src/features/syllabus/domain/index.ts';
import { type Finding } from '../../../src/features/syllabus/domain/finding.ts';
import { docxOf, p, tbl } from '../../documents/ooxml.ts';

async function parse(text: string | Uint8Array) {
  return parseSyllabus(await readDocument(typeof text === 'string' ? Buffer.from(text) : text, 'a.txt'));
}

const calendar = (rows: string) => `Апта\tТақырып атауы\tСағат\tБалл\n${rows}`;
const plain = calendar(
  '1\tД 1. Кіріспе\t1\t\n\tСС 1. Талқылау\t2\t50\n2\tД 2. Негіз\t1\t\n\tБӨЖ 1. Эссе\t\t50\n',
);

const faults = (findings: readonly Finding[]) =>
  findings.flatMap(finding =>
    finding.code === 'characters'
      ? [`${finding.params.what} ${finding.path} ${finding.params.examples.join()}`]
      : [],
  );

describe('letters', () => {
  it('of the scale become Latin, with one finding', async () => {
    const scale =
      'Баға\tСандық баламасы\t%\tДәстүрлі баға\nА\t4,0\t90–100\tӨте жақсы\nВ−\t2,67\t70–89\tЖақсы\nС+\t2,33\t50–69\tҚанағаттанарлық\nFХ\t0,5\t25-49\tҚанағаттанарлықсыз\nF\t0\t0-24\t\n';
    const { syllabus, findings } = await parse(`${scale}\n${plain}`);
    expect(syllabus.scale.map(({ letter, gpa, min, label }) => [letter, gpa, min, label])).toEqual([
      ['A', '4.0', 90, 'excellent'],
      ['B-', '2.67', 70, 'good'],
      ['C+', '2.33', 50, 'satisfactory'],
      ['FX', '0.5', 25, 'unsatisfactory'],
      ['F', '0', 0, 'unsatisfactory'],
    ]);
    expect(faults(findings)).toEqual(['grade-letter scale[0].letter А,В−,С+,FХ']);
  });

  it('of old fonts are understood and kept, with a finding', async () => {
    const { syllabus, findings } = await parse(
      plain.replace('Д 1.', 'Дəріс 1.').replace('Негіз', 'Ӛлшем жəне əдіс').replace('БӨЖ', 'БӚЖ'),
    );
    expect(syllabus.language).toBe('kk');
    expect(syllabus.calendar[0]).toMatchObject({ kind: 'lecture', title: 'Кіріспе' });
    expect(syllabus.calendar[2]?.title).toBe('Ӛлшем жəне əдіс');
    expect(syllabus.calendar[3]?.kind).toBe('srs');
    expect(faults(findings)).toEqual(['old-letter calendar[2].title Дəріс,Ӛлшем,жəне,əдіс,БӚЖ']);
  });

  it('of two alphabets in one word are understood and kept, with a finding', async () => {
    const { syllabus, findings } = await parse(
      plain.replace('СС 1.', 'Cеминар 1.').replace('Негіз', 'Heгіз (MOOC-тың)'),
    );
    expect(syllabus.calendar[1]).toMatchObject({ kind: 'seminar', title: 'Талқылау' });
    expect(syllabus.calendar[2]?.title).toBe('Heгіз (MOOC-тың)');
    expect(faults(findings)).toEqual(['mixed-alphabet calendar[2].title Cеминар,Heгіз']);
  });

  it('that look alike label rows too', async () => {
    const { syllabus, findings } = await parse(
      plain.replace('СС 1.', 'CC 1.').replace('Апта', 'Aптa').replace('БӨЖ 1. Эссе', 'PK 1'),
    );
    expect(syllabus.calendar.map(({ kind }) => kind)).toEqual(['lecture', 'seminar', 'lecture', 'midterm']);
    expect(faults(findings)).toHaveLength(1);
  });

  it('of a clean document are no finding', async () => {
    const { findings } = await parse(plain);
    expect(findings).toEqual([]);
  });
});

describe('white space and signs', () => {
  it('of any kind are collapsed, without a finding', async () => {
    const { syllabus, findings } = await parse(
      plain.replace('1\tД 1. Кіріспе', '\u202f1\u00a0\tД\u00a01.\u202f\u2009Кіріспе \u3000 сөз'),
    );
    expect(syllabus.calendar[0]).toMatchObject({ week: 1, kind: 'lecture', number: 1, title: 'Кіріспе сөз' });
    expect(findings).toEqual([]);
  });

  it('that nobody sees are dropped, with a finding', async () => {
    const { syllabus, findings } = await parse(plain.replace('Кіріспе', 'Кі\u00adріс\u200bпе'));
    expect(syllabus.calendar[0]?.title).toBe('Кіріспе');
    expect(faults(findings)).toEqual(['hidden calendar[0].title Кіріспе']);
  });

  it('of symbol fonts are dropped, with a finding', async () => {
    const { syllabus, findings } = await parse(`Пререквизиттер\n\uf0b7 Алгебра\n\uf0b7 Логика\n\n${plain}`);
    expect(syllabus.course.prerequisites).toEqual(['Алгебра', 'Логика']);
    expect(faults(findings)).toEqual(['bullet course.prerequisites[0] Алгебра,Логика']);
  });
});

describe('words cut at the end of a line', () => {
  const cut = (text: string, more = '') =>
    docxOf(
      p(more) +
        tbl([
          ['Week', 'Topic', 'Hours'],
          ['1', text, '1'],
          ['2', 'Lecture 2. B', '1'],
          ['3', 'Lecture 3. C', '1'],
        ]),
    );
  const title = async (file: Uint8Array) => {
    const { syllabus, findings } = await parse(file);
    return [syllabus.calendar[0]?.title, ...faults(findings)];
  };

  it('are joined, with a finding', async () => {
    expect(await title(cut('Lecture 1. Techno-\nlogies'))).toEqual([
      'Technologies',
      'line-hyphen calendar[0].title Technologies',
    ]);
  });

  it('keep a hyphen that is theirs', async () => {
    expect(await title(cut('Lecture 1. Case-\nmanagement', 'A case-management course'))).toEqual([
      'Case-management',
      'line-hyphen calendar[0].title Case-management',
    ]);
  });
});

describe('terms', () => {
  it('for a module may be misspelt: it is read as one, with a finding', async () => {
    const { syllabus, findings } = await parse(plain.replace('1\tД 1.', 'Модель 1 - Бастау\n1\tД 1.'));
    expect(syllabus.calendar[0]?.module).toEqual({ number: 1, title: 'Бастау' });
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['term-module calendar[0].module']);
  });

  it.each([
    ['БӨЖ', 'СӨЖ', 1],
    ['БӨЖ', 'ОБӨЖ', 0],
    ['СРО', 'СРСП', 1],
    ['СРС', 'СРСП', 0],
    ['IWS', 'SRSP', 1],
    ['IWS', 'IWST', 0],
    ['MOOC', 'ЖАОК', 1],
    ['MOOC', 'МООС', 0],
  ])('%s beside %s give %i findings', async (one, other, count) => {
    const { findings } = await parse(`${one} ${other}\n\n${plain.replace('БӨЖ 1.', 'СС 2.')}`);
    expect(findings.filter(({ code }) => code === 'term-mixed')).toHaveLength(count);
  });
});

describe('what is not understood', () => {
  it('stays as a row of no known kind, or a blank number, and is told about', async () => {
    const { syllabus, findings } = await parse(
      plain.replace('СС 1. Талқылау\t2\t50', 'Экскурсия\tекі\t10–50'),
    );
    expect(syllabus.calendar[1]).toMatchObject({
      kind: 'other',
      title: 'Экскурсия',
      hours: null,
      maxPoints: null,
    });
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'value-unread calendar[1].hours',
      'value-unread calendar[1].maxPoints',
      'row-unknown calendar[1]',
    ]);
  });

  it('is a week that stands twice where each stands once', async () => {
    const weeks = [1, 2, 3, 4, 5, 5, 6]
      .map((week, index) => `${week}\tД ${index + 1}. Тақырып\t1\t`)
      .join('\n');
    const { findings } = await parse(calendar(weeks));
    expect(findings.map(({ code, params }) => [code, params])).toEqual([
      ['week-order', { problem: 'repeated', week: 5 }],
    ]);
  });

  it('refuses a document that is no syllabus', async () => {
    for (const text of [
      'Құрметті әріптестер! Жиналыс дүйсенбіде.',
      'Week\tTopic\tHours\n1\tSales grow\t2\n',
      '# README\n\n| Week | Topic |\n|---|---|\n',
    ]) {
      await expect(parse(text)).rejects.toThrow(NotASyllabusError);
    }
  });
});

describe('contacts', () => {
  it.each([
    ['Лектор: Ахметова Д.К.\nE-mail: ______', 1],
    ['Телефон:', 1],
    ['Лектор\tАхметова Д.К.\ne-mail\t', 1],
    ['Лектор\tАхметова Д.К.\ne-mail\tlecturer@example.edu', 0],
    ['Телефон: 8 727 000 00 00', 0],
    ['Лектор\te-mail\tтелефон\nАхметова\ta@example.edu\t', 0],
  ])('%j is a blank one %i times', async (front, count) => {
    const { findings } = await parse(`${front}\n\n${plain}`);
    expect(findings.filter(({ code }) => code === 'contact-blank')).toHaveLength(count);
  });
});

describe('the encoding', () => {
  it('that was recognised by letters is a finding', async () => {
    const { syllabus, findings } = await parse(iconv.encode(plain, 'rk1048'));
    expect(syllabus.calendar[0]?.title).toBe('Кіріспе');
    expect(findings.map(finding => findingMessage(finding, 'en'))).toEqual([
      expect.stringContaining('KZ-1048'),
    ]);
  });
});

describe('places', () => {
  it('say where each value stands: the line of a text, the cell of a table', async () => {
    const text = await parse(plain);
    expect(text.provenance['calendar[1]']).toEqual({ kind: 'line', line: 3 });
    const word = await parse(
      docxOf(
        p('Syllabus') +
          tbl([
            ['Week', 'Topic', 'Hours'],
            ['1', 'L 1. A', '1'],
            ['2', 'L 2. B', '2'],
            ['3', 'L 3. C', '1'],
          ]),
      ),
    );
    expect(word.provenance['calendar[1].hours']).toEqual({ kind: 'cell', table: 1, row: 3, cell: 3 });
    expect(word.provenance['calendar[1].title']).toEqual({ kind: 'cell', table: 1, row: 3, cell: 2 });
  });
});
