import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../../../src/documents/index.ts';
import { addMooc, editMap, fillRows } from '../../../src/features/moocmap/domain/edits.ts';
import { type CourseMap } from '../../../src/features/moocmap/domain/courseMap.ts';
import { mapOfCourse } from '../../../src/features/moocmap/domain/fill.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type Syllabus } from '../../../src/features/syllabus/domain/types.ts';
import { type Lang } from '../../../src/i18n/index.ts';
import { rootFolder } from '../../../src/paths.ts';

export async function sampleSyllabus(lang: Lang): Promise<Syllabus> {
  const name = `syllabus-sample-${lang}.docx`;
  return parseSyllabus(await readDocument(readFileSync(join(rootFolder, 'samples', name)), name)).syllabus;
}

export function edited(map: CourseMap, part: Parameters<typeof editMap>[1], typed: object): CourseMap {
  const edit = editMap(map, part, typed as Record<string, string>);
  if (edit.kind === 'wrong') throw new Error(JSON.stringify(edit.faults));
  return edit.map;
}

/** A map of model 3 with two online courses, as a teacher fills it in from a syllabus. */
export function filledMap(syllabus: Syllabus, lang: Lang): CourseMap {
  const [outcome] = syllabus.outcomes;
  let map = mapOfCourse('Course', syllabus, lang);
  map = addMooc(addMooc(map, null, []), null, []);
  map = edited(map, 'selection', { studyMode: 'full-time', level: 'bachelor', semester: '5' });
  map = edited(map, 'moocs', {
    'm1:title': 'Data Analysis Basics',
    'm1:url': 'https://moocs.kz/data-analysis',
    'm1:percent': '80',
    'm1:reason': 'Four of five modules are topics of the course; 20 % are about tools that it leaves out.',
    'm2:title': 'Statistics, step by step',
    'm2:url': 'https://open.kaznu.kz/statistics',
    'm2:percent': '62,5',
  });
  map = edited(map, 'outcomes', {
    [`${outcome?.code ?? ''}|m1:percent`]: '90',
    [`${outcome?.code ?? ''}|m1:reason`]: 'Modules 1 and 2',
  });
  map = edited(map, 'model', { model: '3' });
  const lectures = {
    kind: 'lecture',
    from: 1,
    to: 7,
    mooc: 'm1',
    mode: 'asynchronous',
    replaces: true,
  } as const;
  map = fillRows(map, lectures, 'moocs.kz');
  map = fillRows(map, { ...lectures, from: 8, to: 15, mooc: 'm2' }, null);
  const week = map.schedule.find(({ kind, number }) => kind === 'srs' && number === 1)?.week ?? 0;
  return edited(map, `week-${week}`, {
    'srs-1:mooc': 'm1',
    'srs-1:module': '1',
    'srs-1:counts': 'yes',
    'srs-1:tasks': 'Module 1, quiz',
    'srs-1:assessment': 'Test',
    'srs-1:mode': 'asynchronous',
    'srs-1:platform': 'moocs.kz',
    'srs-1:url': 'moocs.kz/data-analysis',
  });
}
