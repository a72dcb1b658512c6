import { type IsoDate } from '../../../kernel/dates.ts';

/** An online course as the registry knows it: what a map takes over, and what its checks compare. */
export interface RegistryMooc {
  readonly id: string;
  readonly title: string;
  readonly platform: string | null;
  readonly url: string | null;
  /** "kk", "ru", "en" …; null: not said. */
  readonly language: string | null;
  readonly hours: number | null;
  readonly credits: number | null;
  readonly modules: readonly RegistryModule[];
  readonly state: 'draft' | 'review' | 'approved' | 'in-use' | 'renewal-due' | 'retired';
}

export interface RegistryModule {
  readonly title: string;
  readonly hours: number | null;
  /** When it runs; null: not said. */
  readonly from: IsoDate | null;
  readonly until: IsoDate | null;
}
