import { type Fields } from './inventory.ts';

/** Who reads an export: the person, or the institution's operator. */
export type Audience = 'person' | 'operator';

/** Whose documents are looked for. */
export interface Subject {
  readonly personId: string;
  /** The courses in which the person is or was: nobody acts in another one. */
  readonly courseIds: readonly string[];
}

/** A version of a grade brings either a draft or a release, and has the `rev` of what it brings. */
export type VersionPart = 'draft' | 'released';

/** Which documents of a collection belong to a section, and what of them is written, by its name in the export. */
export interface Source {
  readonly collection: string;
  readonly where: (subject: Subject) => Fields;
  /** Only the versions of a grade that brought this part; the others carry it on from an earlier one. */
  readonly brought?: VersionPart;
  readonly sort?: Readonly<Record<string, 1>>;
  /** Paths that are written; what is not named here never leaves the store, so nobody else's data do. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same in every line. */
  readonly says?: Fields;
}

export type SectionKey =
  | 'identity'
  | 'memberships'
  | 'sessions'
  | 'results'
  | 'releases'
  | 'drafts'
  | 'marks'
  | 'statements'
  | 'moocSteps'
  | 'moocResults'
  | 'certificates'
  | 'appeals'
  | 'deliveries'
  | 'gradingActs'
  | 'notices'
  | 'syllabi';

/** One part of an export. */
export interface Section {
  readonly key: SectionKey;
  /** A grader's unreleased work is shown to nobody but the operator. */
  readonly audience: 'everyone' | 'operator';
  readonly sources: readonly Source[];
}

/** A path of a document, or undefined; through a list, the values of all its parts. */
export function valueAt(document: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>(stepInto, document);
}

function stepInto(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map(one => stepInto(one, key));
  return typeof value === 'object' && value !== null ? (value as Fields)[key] : undefined;
}

/** Documents that name the person. */
export const about = ({ personId }: Subject): Fields => ({ personId });
