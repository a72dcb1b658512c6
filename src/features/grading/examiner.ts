import { AppError } from '../../kernel/errors.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type UsableAssessment } from './assessmentService.ts';

/** Where the policy says so, whoever taught the students does not examine them. Throws forbidden. */
export function refuseOwnTeacher({ settings }: Pick<UsableAssessment, 'settings'>, personId: PersonId): void {
  if (settings.taught.includes(personId))
    throw new AppError('forbidden', { what: 'an examiner who taught the students' });
}
