import { type RegistrationId } from '../kernel/ids.ts';
import { mayUseHttp } from './addresses.ts';
import { type Registration } from './registration.ts';
import { type RegistrationParts } from './registrationParts.ts';
import { createRegistrationChanges, type RegistrationChanges } from './registrationChanges.ts';
import { createRegistrationKeys, type RegistrationKeys } from './registrationKeys.ts';

/** What may be done with registrations. Those returned carry the status that counts: see `withEffectiveStatus`. */
export interface Registrations extends RegistrationReading, RegistrationChanges, RegistrationKeys {}

interface RegistrationReading {
  list(): Promise<Registration[]>;
  find(issuer: string, clientId: string): Promise<Registration | null>;
  findById(id: RegistrationId): Promise<Registration | null>;
  findByIssuer(issuer: string): Promise<readonly Registration[]>;
}

export function createRegistrations(parts: RegistrationParts): Registrations {
  const effective = (one: Registration): Registration => withEffectiveStatus(one, parts);
  return {
    ...createReading(parts, effective),
    ...createRegistrationChanges(parts, effective),
    ...createRegistrationKeys(parts),
  };
}

function createReading(
  { store, directory }: RegistrationParts,
  effective: (one: Registration) => Registration,
): RegistrationReading {
  return {
    list: async () => (await directory.read()).all.map(effective),
    find: async (issuer, clientId) => {
      const found = await store.find(issuer, clientId);
      return found === null ? null : effective(found);
    },
    findById: async id => {
      const found = (await directory.read()).byId.get(id);
      return found === undefined ? null : effective(found);
    },
    findByIssuer: async issuer => ((await directory.read()).byIssuer.get(issuer) ?? []).map(effective),
  };
}

/**
 * In production a registration with http addresses does not work unless the operator allows its hosts: a practice
 * registration that came along with the data must not open a door.
 */
function withEffectiveStatus(registration: Registration, parts: RegistrationParts): Registration {
  if (!parts.production || registration.status === 'disabled') return registration;
  const { issuer, authUrl, tokenUrl, jwksUrl } = registration;
  const plain = [issuer, authUrl, tokenUrl, jwksUrl]
    .map(url => new URL(url))
    .filter(url => url.protocol === 'http:');
  return plain.every(url => mayUseHttp(parts.policy, url))
    ? registration
    : { ...registration, status: 'disabled' };
}
