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
    list: {
      title: 'The LMS has not given its list of students yet',
      text: 'The student that the LMS named has not come into Tirek yet, and the LMS did not send the list of the course’s members in time. Nothing has happened to the grades. Open the work from the LMS gradebook once more in a minute.',
    },
  },
  openPanel: 'Open this student in the panel',
  openList: 'Open the grading list',
};
