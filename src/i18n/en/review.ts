import type { review as kk } from '../kk/review.ts';
import { type Messages } from '../messages.ts';

export const review: Messages<typeof kk> = {
  missing: {
    student: {
      title: 'This student was not found in the course',
      text: 'The person that the LMS named is not among the students that Tirek knows. They may have been enrolled just now, or not have the role of a student. Try reading the list of members again on the “Class” page.',
    },
    column: {
      title: 'This column is not filled by Tirek',
      text: 'The grade in this column of the LMS gradebook did not come from Tirek’s grading panel, so there is no work behind it to show.',
    },
  },
  openPanel: 'Open this student in the panel',
  openList: 'Open the grading list',
};
