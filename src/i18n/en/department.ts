import { type department as kk } from '../kk/department.ts';
import { type Messages } from '../messages.ts';

export const department: Messages<typeof kk> = {
  title: 'Report on the syllabi',
  lead: 'The accepted syllabi of all courses of this platform, and what contradicts itself in them.',
  open: 'Report on the syllabi',
  summary: 'Summary',
  courses: 'Courses',
  without: 'Without a syllabus',
  clean: 'Without contradictions',
  errors: 'Errors',
  warnings: 'Warnings',
  finding: 'Finding (an example)',
  inCourses: 'Courses',
  course: 'Course',
  state: 'State',
  untitled: 'A course without a title',
  noSyllabus: 'No syllabus',
  hasErrors: 'Has errors',
  hasWarnings: 'Has warnings',
  isClean: 'No contradictions',
  show: 'Show the findings',
  none: 'No course has been opened from this platform yet.',
  version: p => `Version: ${p.version}`,
  more: p => `More: ${p.count}`,
};
