import { type Connection } from 'mongoose';
import { type Sealer } from '../../secrets/sealer.ts';
import { type OutboundPolicy } from '../addresses.ts';
import { type DirectoryReader } from '../directory.ts';
import { type Outbound } from '../http.ts';
import { type Registrations } from '../registrations.ts';
import { type RegistrationStore } from '../registrationStore.ts';
import { type ToolWords } from './toolDescription.ts';

export interface DynamicRegistrationParts {
  readonly connection: Connection;
  readonly store: RegistrationStore;
  readonly directory: DirectoryReader;
  readonly registrations: Registrations;
  readonly outbound: Outbound;
  readonly policy: OutboundPolicy;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly publicUrl: string;
  readonly words: ToolWords;
}
