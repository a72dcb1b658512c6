import type { deeplinking as kk } from '../kk/deeplinking.ts';
import { type Messages } from '../messages.ts';

export const deeplinking: Messages<typeof kk> = {
  title: 'What shall be added to the course?',
  leadSeveral: 'Choose one link or several. Each gets a place of its own on the course page.',
  leadOne: 'Choose one link: this place in the LMS takes only one.',
  pagesTitle: 'Pages',
  pages: {
    calendar: 'Course calendar',
    week: 'This week',
    mooc: 'Online courses',
    grading: 'Grading panel',
    results: 'My results',
  },
  hints: {
    calendar: 'All weeks, assignments and controls',
    week: 'The calendar, opened at the current week',
    mooc: 'The integration map: what to do in which online course each week',
    grading: 'Grading by the rubric for teachers, the own result for students',
    results: 'The own grade with comments for students, the class for teachers',
  },
  activitiesTitle: 'Graded activities',
  activitiesText: 'Each gets a column with its maximum points in the LMS gradebook.',
  review: 'Open in Tirek',
  place: 'Add to the course',
  back: 'Back to the LMS',
  goOn: 'Continue in the LMS',
  noSyllabus:
    'No syllabus has been accepted yet, so only pages can be added for now. Open Tirek from the course to upload one.',
  noColumns: 'This place in the LMS takes no grade columns: links are added without them.',
  hasColumn:
    'These activities have a column in the gradebook already. Their links are added without another one:',
  errors: {
    'nothing-chosen': 'Nothing has been chosen. Choose at least one link.',
    'only-one': 'This place in the LMS takes only one link. Choose one.',
  },
  obstacles: {
    'type-not-accepted':
      'This place in the LMS takes no LTI links, so Tirek cannot add anything here. Try adding the link from the course page.',
    'not-teacher': 'Only a teacher of the course can add links to it.',
  },
};
