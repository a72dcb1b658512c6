import { type grading as kk } from '../kk/grading.ts';
import { type Messages } from '../messages.ts';

export const grading: Messages<typeof kk> = {
  labels: {
    excellent: 'Excellent',
    good: 'Good',
    satisfactory: 'Satisfactory',
    unsatisfactory: 'Unsatisfactory',
  },
  statuses: {
    passed: 'Passed',
    fx: 'Exam to be resat',
    failed: 'Course to be repeated',
    'not-admitted': 'Not admitted to the exam',
  },
  reasons: {
    'midterm-below-threshold': 'A midterm control is below the threshold',
    'midterm-mean-below-threshold': 'The mean of the midterm controls is below the threshold',
    'exam-below-threshold': 'The exam is below its threshold',
  },
};
