import { expect, it } from 'vitest';
import { classDifference } from '../../../../src/features/gradesync/domain/classDifference.ts';
import { personId } from '../support/world.ts';

const mate = (number: number, isActive = true, isStudent = true) => ({
  id: personId(number),
  isActive,
  isStudent,
});

it('names who is graded but not a present student, and who is one without a grade', () => {
  const graded = [1, 2, 3, 4].map(personId);
  const classmates = [
    mate(1),
    mate(2, false),
    mate(3, true, false),
    mate(5),
    mate(6, false),
    mate(7, true, false),
  ];
  expect(classDifference(graded, classmates)).toEqual({
    gone: [personId(2), personId(3), personId(4)],
    ungraded: [personId(5)],
  });
});
