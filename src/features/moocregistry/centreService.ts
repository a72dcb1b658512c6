import { createHash, randomBytes } from 'node:crypto';
import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { codeBytes, codeOf, plainCode } from '../approval/index.ts';
import { type CentreMember, type CentreStore } from './centreStore.ts';

/**
 * The people of an institution's MOOC centre. LTI knows no such role, so an administrator appoints them: by a one-time
 * code that a person types after a launch, in whatever role the LMS sent them.
 */
export interface MoocCentre {
  isMember(registrationId: RegistrationId, personId: PersonId): Promise<boolean>;
  members(registrationId: RegistrationId): Promise<CentreMember[]>;
  /** A new code for one person. It is shown once and kept as a digest. */
  makeCode(registrationId: RegistrationId): Promise<string>;
  /** False when the code is unknown here, used or too old. */
  redeem(registrationId: RegistrationId, typed: string, personId: PersonId): Promise<boolean>;
  dismiss(registrationId: RegistrationId, unsafePerson: string): Promise<void>;
}

const codeDays = 14;
const digestOf = (code: string): string => createHash('sha256').update(plainCode(code)).digest('hex');

export function createMoocCentre(store: CentreStore, now: () => Date): MoocCentre {
  return {
    isMember: (registrationId, personId) => store.isMember(registrationId, personId),
    members: registrationId => store.members(registrationId),
    async makeCode(registrationId) {
      const code = codeOf(randomBytes(codeBytes));
      const expiresAt = new Date(now().getTime() + codeDays * 86_400_000);
      await store.addCode(registrationId, { digest: digestOf(code), expiresAt });
      return code;
    },
    redeem: (registrationId, typed, personId) =>
      store.redeem(registrationId, digestOf(typed), personId, now()),
    dismiss: (registrationId, unsafePerson) => store.dismiss(registrationId, unsafePerson),
  };
}
