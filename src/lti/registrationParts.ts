import { type Sealer } from '../secrets/sealer.ts';
import { type OutboundPolicy } from './addresses.ts';
import { type DirectoryReader } from './directory.ts';
import { type Provider } from './provider.ts';
import { type RegistrationStore } from './registrationStore.ts';

export interface RegistrationParts {
  readonly store: RegistrationStore;
  readonly directory: DirectoryReader;
  readonly provider: Provider;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly production: boolean;
  readonly policy: OutboundPolicy;
}
