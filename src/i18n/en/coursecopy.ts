import type { coursecopy as kk } from '../kk/coursecopy.ts';
import { type Messages } from '../messages.ts';

export const coursecopy: Messages<typeof kk> = {
  title: 'This course was copied from another one',
  lead: 'You can take the content of the older course over, or start empty.',
  takeTitle: 'Take the content over',
  origin: 'Older course',
  takeText:
    'The accepted syllabus with its calendar, weights and rubric is copied into this course. All weeks and deadlines are counted from the first day of the new term.',
  startHint: 'Shifted from the date of the older course. Change it if need be.',
  take: 'Take the content over',
  never:
    'Grades, comments and students are never copied. Copied columns of the LMS gradebook are used again, not made twice.',
  emptyTitle: 'Start empty',
  emptyText:
    'Nothing is taken from the older course; you upload a new syllabus. Until one is accepted, you can change your mind.',
  empty: 'Start empty',
  nothing: {
    title: 'There is nothing to take over',
    text: 'This course was not copied from another one, the older course had no syllabus, or this course has one of its own.',
    goOn: 'Go to the calendar',
  },
};
