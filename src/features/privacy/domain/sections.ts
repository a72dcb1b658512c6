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
  | 'appeals'
  | 'deliveries'
  | 'gradingActs'
  | 'syllabi';

/** One part of an export. */
export interface Section {
  readonly key: SectionKey;
  /** A grader's unreleased work is shown to nobody but the operator. */
  readonly audience: 'everyone' | 'operator';
  readonly sources: readonly Source[];
}

/** A path of a document, or undefined. */
export function valueAt(document: Fields, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Fields)[key] : undefined),
      document,
    );
}

const about = ({ personId }: Subject): Fields => ({ personId });
const place = { course: 'courseId', assessment: 'assessment' } as const;
const released = {
  ...place,
  percents: 'released.criteria',
  total: 'released.total',
  letter: 'released.letter',
  gpa: 'released.gpa',
  label: 'released.label',
  comment: 'released.comment',
  policyVersion: 'released.policyVersion',
  releasedAt: 'released.at',
} as const;
const draft = {
  ...place,
  rubricVersion: 'rubricVersion',
  percents: 'draft.criteria',
  bands: 'draft.bands',
  comment: 'draft.comment',
  writtenAt: 'draft.at',
} as const;

/** Every version of the person's grades that brought a draft or a release, the replaced ones first. */
const versions = (brought: VersionPart, fields: Source['fields']): Source[] =>
  ['gradeEvents', 'grades'].map(collection => ({
    collection,
    // The courses are named for the index.
    where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, personId }),
    brought,
    sort: { courseId: 1, assessment: 1, rev: 1 },
    fields,
  }));

/** What somebody did as a grader: which step, where and when; not whose grade it was, which is that person's data. */
const acts = (collection: string, part: VersionPart): Source => ({
  collection,
  where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, [`${part}.by`]: personId }),
  brought: part,
  fields: { ...place, at: `${part}.at` },
  says: { act: part === 'draft' ? 'draft-saved' : 'result-released' },
});

/** A row of the gradebook, and each change of it before the newest. */
const gradebookMarks: readonly Source[] = [
  {
    collection: 'gradebookEvents',
    where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, personId }),
    sort: { courseId: 1, rev: 1 },
    fields: { course: 'courseId', changes: 'changes', via: 'via', at: 'at' },
  },
  {
    collection: 'gradebookRows',
    where: about,
    fields: {
      course: 'courseId',
      marks: 'marks',
      changes: 'last.changes',
      via: 'last.via',
      at: 'last.at',
    },
  },
];

export const sections: readonly Section[] = [
  {
    key: 'identity',
    audience: 'everyone',
    sources: [
      {
        collection: 'people',
        where: ({ personId }) => ({ _id: personId }),
        fields: {
          userId: 'sub',
          name: 'name',
          givenName: 'givenName',
          familyName: 'familyName',
          email: 'email',
          sourcedId: 'sourcedId',
          language: 'lang',
        },
      },
    ],
  },
  {
    key: 'memberships',
    audience: 'everyone',
    sources: [
      {
        collection: 'members',
        where: about,
        fields: {
          course: 'courseId',
          number: 'number',
          roleAtLaunch: 'launched',
          roleInList: 'listed',
          active: 'active',
          lastLaunchAt: 'lastLaunchAt',
        },
      },
    ],
  },
  {
    key: 'sessions',
    audience: 'everyone',
    sources: [
      {
        collection: 'sessions',
        where: about,
        fields: { course: 'courseId', role: 'role', language: 'lang', expiresAt: 'expiresAt' },
      },
    ],
  },
  {
    key: 'results',
    audience: 'everyone',
    sources: [
      {
        collection: 'grades',
        where: subject => ({ ...about(subject), released: { $ne: null } }),
        fields: released,
      },
    ],
  },
  {
    key: 'releases',
    audience: 'everyone',
    sources: versions('released', released),
  },
  {
    key: 'drafts',
    audience: 'operator',
    sources: versions('draft', draft),
  },
  {
    key: 'marks',
    audience: 'operator',
    sources: gradebookMarks,
  },
  {
    key: 'statements',
    audience: 'everyone',
    sources: [
      {
        collection: 'statementLines',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, personId }),
        sort: { courseId: 1, number: 1 },
        fields: {
          course: 'courseId',
          number: 'number',
          kind: 'kind',
          rk1: 'rk1',
          rk2: 'rk2',
          exam: 'exam',
          total: 'total',
          letter: 'letter',
          gpa: 'gpa',
          label: 'label',
          status: 'status',
        },
      },
    ],
  },
  {
    key: 'appeals',
    audience: 'everyone',
    sources: [
      {
        collection: 'appeals',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, personId }),
        fields: {
          ...place,
          state: 'state',
          writtenAt: 'steps.0.at',
          reason: 'steps.0.text',
          // An answer comes with or without a second look before it.
          secondStep: 'steps.1.text',
          thirdStep: 'steps.2.text',
        },
      },
    ],
  },
  {
    key: 'deliveries',
    audience: 'everyone',
    sources: [
      {
        collection: 'outbox',
        where: about,
        fields: {
          course: 'courseId',
          column: 'columnId',
          state: 'state',
          reason: 'reason',
          wishedAt: 'wishedAt',
          sentScore: 'sent.score',
          sentMaximum: 'sent.maximum',
          sentComment: 'sent.comment',
          sentAt: 'sent.at',
          scoreInLms: 'lms.score',
          history: 'history',
        },
      },
    ],
  },
  {
    key: 'gradingActs',
    audience: 'everyone',
    sources: [
      acts('grades', 'draft'),
      acts('gradeEvents', 'draft'),
      acts('grades', 'released'),
      acts('gradeEvents', 'released'),
      {
        collection: 'gradebookRows',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, 'last.by': personId }),
        fields: { course: 'courseId', at: 'last.at' },
        says: { act: 'marks-saved' },
      },
      {
        collection: 'gradebookEvents',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, by: personId }),
        fields: { course: 'courseId', at: 'at' },
        says: { act: 'marks-saved' },
      },
      {
        collection: 'statements',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, madeBy: personId }),
        fields: { course: 'courseId', at: 'madeAt' },
        says: { act: 'statement-made' },
      },
    ],
  },
  {
    key: 'syllabi',
    audience: 'everyone',
    sources: [
      {
        collection: 'syllabi',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, createdBy: personId }),
        fields: {
          course: 'courseId',
          fileName: 'fileName',
          state: 'state',
          version: 'version',
          changedAt: 'updatedAt',
        },
      },
    ],
  },
];

/** Paths of documents about a person that no export shows, and why. A test finds a path that is in neither list. */
export const withheld: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  calendarAddresses: {
    _id: 'our key of the course and the person',
    courseId: 'the page of the calendar shows it; it is nothing but a door to the course’s calendar',
    personId: 'our key',
    digest: 'a digest of a secret',
    lang: 'the language of the person, which the identity has',
    createdAt: 'the page of the calendar shows it; it is nothing but a door to the course’s calendar',
  },
  people: { _id: 'our own number', registrationId: 'the platform stands at the head of the export' },
  members: { _id: 'our own number', personId: 'the same person', seenInSync: 'a mark of the last reading' },
  sessions: {
    _id: 'whoever knows it holds half a key',
    browser: 'a digest of the other half',
    personId: 'the same person',
    registrationId: 'the platform stands at the head of the export',
    frameAncestors: 'addresses of the LMS',
    'storage.target': 'a name in the LMS',
    'storage.origin': 'an address of the LMS',
    forgetAt: 'a week after the end',
  },
  grades: {
    _id: 'our own number',
    personId: 'the same person',
    rev: 'a count of versions',
    queued: 'a mark of the queue',
  },
  gradeEvents: { _id: 'our own number', personId: 'the same person', rev: 'a count of versions' },
  gradebookRows: {
    _id: 'our own number',
    personId: 'the same person',
    rev: 'a count of versions',
    write: 'a random name of a write',
  },
  statementLines: {
    _id: 'our own number',
    personId: 'the same person',
    statementId: 'our own number',
    place: 'the order of the list, which tells of others',
  },
  gradebookEvents: {
    _id: 'our own number',
    personId: 'the same person',
    rev: 'a count of versions',
    by: 'who graded is not said to whom it is about',
  },
  outbox: {
    _id: 'our own number',
    personId: 'the same person',
    userId: 'stands under identity',
    wishes: 'a count of the queue',
    version: 'a count of the queue',
    failures: 'a count of the queue',
    nextAt: 'a mark of the queue',
    lastStamp: 'a mark of the queue',
    force: 'a mark of the queue',
    maybe: 'scores of a try without an answer; the history has each',
    askedRev: 'a mark of the queue',
    keptRev: 'a mark of the queue',
    restoredRev: 'a mark of the queue',
  },
  appeals: {
    _id: 'our own number',
    personId: 'the same person',
    releasedRev: 'a count of versions',
    'steps.by': 'who answered is not said to whom it is about',
  },
  gradingPresence: {
    _id: 'our own number',
    personId: 'the same person',
    courseId: 'gone after a minute',
    assessment: 'gone after a minute',
    grader: 'who grades is not said to whom it is about',
    until: 'gone after a minute',
  },
  erasures: {
    _id: 'a keyed digest of the erased person’s id',
    personId: 'only while an erasure is under way, when there is nothing to export any more',
    pseudonym: 'only while an erasure is under way',
    startedAt: 'as above',
    erasedAt: 'as above',
  },
};
