import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type CertifiedMooc } from './domain/certificate.ts';

/** What other rooms know of institutions, online courses and results. */
export interface CertificatePorts {
  /** Whether somebody belongs to the MOOC centre of an institution. */
  isCentre(registrationId: RegistrationId, personId: PersonId): Promise<boolean>;
  /** The institution's name, as the console has it. */
  nameOfInstitution(registrationId: RegistrationId): Promise<string>;
  /** The online courses of a course's approved integration map. */
  moocsOf(course: {
    readonly id: CourseId;
    readonly registrationId: RegistrationId;
  }): Promise<readonly CertifiedMooc[]>;
  /** Who has completed which of them; percents with a decimal point. */
  completedIn(courseId: CourseId): Promise<
    readonly {
      readonly moocKey: string;
      readonly personId: PersonId;
      readonly percent: string;
      readonly on: IsoDate | null;
    }[]
  >;
}
