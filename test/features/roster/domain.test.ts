import { describe, expect, it } from 'vitest';
import { compareNames, displayName } from '../../../src/features/roster/domain/displayName.ts';
import { effectiveRole } from '../../../src/features/roster/domain/effectiveRole.ts';

describe('who is graded', () => {
  it('never takes a teacher for a student, whatever the list of members says', () => {
    // Moodle lists a non-editing teacher as Learner.
    expect(effectiveRole({ launched: 'instructor', listed: 'learner' })).toBe('instructor');
    expect(effectiveRole({ launched: 'assistant', listed: 'learner' })).toBe('assistant');
    // A teacher who tries the student's view launches as Learner.
    expect(effectiveRole({ launched: 'learner', listed: 'instructor' })).toBe('instructor');
  });

  it('takes what is known when only one side has spoken', () => {
    expect(effectiveRole({ launched: null, listed: 'learner' })).toBe('learner');
    expect(effectiveRole({ launched: 'learner', listed: null })).toBe('learner');
    expect(effectiveRole({ launched: null, listed: null })).toBe('guest');
    // A launch without a role says nothing.
    expect(effectiveRole({ launched: 'guest', listed: 'learner' })).toBe('learner');
    expect(effectiveRole({ launched: 'guest', listed: null })).toBe('guest');
  });
});

describe('names', () => {
  const nobody = { name: null, givenName: null, familyName: null, sourcedId: null };
  const nameless = ({ number }: { number: number }): string => `Студент ${number}`;

  it('put the family name first and fall back to the sourced id, then to a number', () => {
    const full = { ...nobody, name: 'Әсел Қуанышқызы', givenName: 'Әсел', familyName: 'Қуанышқызы' };
    expect(displayName(full, 4, nameless)).toBe('Қуанышқызы Әсел');
    expect(displayName({ ...nobody, name: 'Әсел' }, 4, nameless)).toBe('Әсел');
    expect(displayName({ ...nobody, sourcedId: 'ID-4' }, 4, nameless)).toBe('ID-4');
    expect(displayName(nobody, 4, nameless)).toBe('Студент 4');
  });

  it('stand in the order of the Kazakh alphabet', () => {
    const names = [
      'Ықылас',
      'Үміт',
      'Ұлан',
      'Өмір',
      'Нұрлан',
      'Қанат',
      'Ғалым',
      'Әсел',
      'Асан',
      'Іңкәр',
      'Оралбай',
      'Гүлнұр',
    ];
    expect([...names].sort(compareNames('kk'))).toEqual([
      'Асан',
      'Әсел',
      'Гүлнұр',
      'Ғалым',
      'Қанат',
      'Нұрлан',
      'Оралбай',
      'Өмір',
      'Ұлан',
      'Үміт',
      'Ықылас',
      'Іңкәр',
    ]);
  });
});
