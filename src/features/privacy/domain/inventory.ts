import { pseudonymFacts, pseudonymSub, shownPseudonym } from './pseudonym.ts';

/** A filter, or values to write, as the store takes them: paths and plain values. */
export type Fields = Readonly<Record<string, unknown>>;

/** What an erasure does with the documents about a person. Each can be repeated: what is done is not found again. */
export type Erasure =
  | { readonly kind: 'delete' }
  | {
      readonly kind: 'change';
      /** Which of the person's documents are not changed yet. */
      readonly undone: (pseudonym: string) => Fields;
      readonly set: (pseudonym: string) => Fields;
      /** Counted up, so that a try which is under way with the old values writes nothing any more. */
      readonly count?: readonly string[];
    }
  | { readonly kind: 'keep'; readonly why: string };

/** One collection in which people occur. */
export interface Holding {
  readonly collection: string;
  /** Where the id of the person stands whom a document is about; null: the documents are about courses. */
  readonly about: string | null;
  /** Further paths that contain that id. */
  readonly derived?: readonly string[];
  /** Where the ids of those stand who did something. They stay: after an erasure they mean a pseudonym. */
  readonly actors: readonly string[];
  /** Paths that tell who somebody is without our ids. An erasure leaves none of them. */
  readonly identifying: readonly string[];
  /** Paths whose contents no schema describes, and what they hold. */
  readonly contents?: Readonly<Record<string, string>>;
  readonly erasure: Erasure;
}

const graded = {
  about: 'personId',
  derived: ['_id'],
  actors: ['draft.by', 'draft.breach.by', 'released.by', 'released.breach.by'],
  identifying: [],
  contents: {
    draft: 'percents, a comment, who wrote it and when',
    released: 'the result, a comment, who released it and when',
  },
} as const;

/**
 * Everything that is stored about people, collection by collection. Export, erasure, the page and docs/privacy.md
 * follow this table; a test compares it with the models and with the documents of a course in use.
 */
export const inventory: readonly Holding[] = [
  {
    collection: 'people',
    about: '_id',
    actors: [],
    identifying: ['sub', 'name', 'givenName', 'familyName', 'email', 'sourcedId'],
    erasure: {
      kind: 'change',
      undone: pseudonym => ({ sub: { $ne: pseudonymSub(pseudonym) } }),
      set: pseudonymFacts,
    },
  },
  {
    collection: 'sessions',
    about: 'personId',
    actors: [],
    identifying: ['browser'],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'calendarAddresses',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: [],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'notices',
    about: 'personId',
    actors: [],
    identifying: [],
    contents: { fact: 'what was told: a work and its deadline, that there is a result; never a mark' },
    erasure: { kind: 'delete' },
  },
  { collection: 'noticeChoices', about: '_id', actors: [], identifying: [], erasure: { kind: 'delete' } },
  {
    collection: 'noticeDigests',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: [],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'outbox',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: ['userId'],
    contents: {
      sent: 'the result that the LMS has, with its comment',
      maybe: 'results that the LMS may have',
      lms: 'the result that stood in the LMS',
      history: 'when which result was sent, and what the LMS answered',
    },
    erasure: {
      kind: 'change',
      undone: () => ({ userId: { $ne: '' } }),
      set: () => ({
        userId: '',
        state: 'none',
        reason: null,
        nextAt: null,
        force: false,
        sent: null,
        maybe: [],
        lms: null,
      }),
      count: ['version', 'wishes'],
    },
  },
  {
    collection: 'grades',
    ...graded,
    // The result stays; what the queue to the LMS has not seen yet, it shall not see any more.
    erasure: { kind: 'change', undone: () => ({ queued: false }), set: () => ({ queued: true }) },
  },
  {
    collection: 'gradeEvents',
    ...graded,
    erasure: { kind: 'keep', why: 'an appeal must see who changed which grade, and from what to what' },
  },
  {
    collection: 'gradebookRows',
    about: 'personId',
    derived: ['_id'],
    actors: ['last.by'],
    identifying: [],
    contents: { last: 'the newest change: which mark, from what to what, who made it, when and how' },
    erasure: { kind: 'keep', why: 'marks are what a statement is computed from' },
  },
  {
    collection: 'gradebookEvents',
    about: 'personId',
    derived: ['_id'],
    actors: ['by'],
    identifying: [],
    contents: { changes: 'marks, from what to what' },
    erasure: { kind: 'keep', why: 'an appeal must see who changed which mark, and from what to what' },
  },
  {
    collection: 'studentStatuses',
    about: 'personId',
    derived: ['_id'],
    actors: ['deciders'],
    identifying: [],
    contents: { said: 'which status was given or taken back, why and when' },
    erasure: { kind: 'keep', why: 'it stands in the place of a grade, and says why' },
  },
  {
    collection: 'policyChanges',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: [],
    contents: { changes: 'numbers that another version of the policy changed, from what to what' },
    erasure: { kind: 'keep', why: 'an appeal must see why a number is another one than before' },
  },
  {
    collection: 'markReopenings',
    about: null,
    actors: ['askedBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'it says why closed marks were opened again' },
  },
  {
    collection: 'marksImports',
    about: null,
    actors: ['by', 'outcome.conflicts.person'],
    identifying: [],
    contents: {
      table: 'the rows of a teacher’s file until it is taken over, a week at most',
      choices: 'whom rows of the file are about, as somebody decided',
      preview: 'which marks the file would change, for as long',
      outcome: 'how many marks were written, and which were not',
    },
    erasure: { kind: 'keep', why: 'the rows are gone within a week; the marks have a history of their own' },
  },
  {
    collection: 'moocResults',
    about: 'personId',
    derived: ['_id'],
    actors: ['by'],
    identifying: [],
    erasure: { kind: 'keep', why: 'marks of counted rows follow from it' },
  },
  {
    collection: 'moocCertificates',
    about: 'personId',
    actors: ['decision.by'],
    identifying: ['file.name', 'link'],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'moocCertificateFiles',
    about: 'personId',
    actors: [],
    identifying: ['bytes'],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'moocIssuedCertificates',
    about: 'personId',
    actors: ['issuedBy', 'revoked.by'],
    identifying: ['holder'],
    erasure: {
      kind: 'change',
      undone: pseudonym => ({ holder: { $ne: shownPseudonym(pseudonym) } }),
      set: pseudonym => ({ holder: shownPseudonym(pseudonym) }),
    },
  },
  {
    collection: 'moocResultFiles',
    about: null,
    actors: ['by', 'outcome.conflicts.person', 'outcome.left.person', 'outcome.notTaken.person'],
    identifying: [],
    contents: {
      content: 'the rows of a platform’s file about the class until it is taken over, a week at most',
      choices: 'whom rows of the file are about, as somebody decided',
      preview: 'results, and the marks that would follow, for as long as the rows',
      outcome: 'which results were taken over, and which were not',
    },
    erasure: { kind: 'keep', why: 'the rows are gone within a week; the results have their own place' },
  },
  {
    collection: 'statements',
    about: null,
    actors: ['madeBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'a statement is the university’s document; it says who made it' },
  },
  {
    collection: 'statementLines',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: [],
    erasure: { kind: 'keep', why: 'a statement stays whole; the person is named by the pseudonym' },
  },
  {
    collection: 'members',
    about: 'personId',
    actors: [],
    identifying: [],
    erasure: {
      kind: 'change',
      undone: () => ({ $or: [{ active: true }, { lastLaunchAt: { $ne: null } }] }),
      set: () => ({ active: false, lastLaunchAt: null }),
    },
  },
  {
    collection: 'syllabi',
    about: null,
    actors: ['createdBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'the syllabus is the course’s document' },
  },
  {
    collection: 'moocMaps',
    about: null,
    actors: ['createdBy', 'updatedBy'],
    identifying: [],
    contents: { fileName: 'the name of the form that was uploaded' },
    erasure: { kind: 'keep', why: 'the integration map is the course’s document' },
  },
  {
    collection: 'moocSteps',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: ['registrations.address'],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'approvals',
    about: null,
    actors: ['events.by', 'comments.by', 'grants.person'],
    identifying: [],
    erasure: { kind: 'keep', why: 'who agreed to a document is part of the document' },
  },
  {
    collection: 'moocs',
    about: null,
    actors: ['createdBy', 'events.by', 'reviews.by'],
    identifying: [],
    contents: {
      owner: 'the name of who answers for an online course, as a person wrote it',
      platformName: 'the name of a platform',
    },
    erasure: { kind: 'keep', why: 'an online course is the institution’s; its history says who decided' },
  },
  {
    collection: 'moocImports',
    about: null,
    actors: ['by'],
    identifying: [],
    erasure: { kind: 'keep', why: 'a file of online courses that somebody looks at is gone after a day' },
  },
  {
    collection: 'moocCentres',
    about: null,
    actors: ['members.person'],
    identifying: [],
    erasure: { kind: 'keep', why: 'who was appointed is told of by the history of online courses' },
  },
  {
    collection: 'assessments',
    about: null,
    actors: [
      'editedBy',
      'settings.releaseBy',
      'settings.secondMarker',
      'settings.thirdMarker',
      'settings.taught',
    ],
    identifying: [],
    contents: { settings: 'who marks a second time, who taught, who ordered a release at a set time' },
    erasure: { kind: 'keep', why: 'the rubric is the course’s; it says who edited it' },
  },
  {
    collection: 'appeals',
    about: 'personId',
    actors: ['steps.by'],
    identifying: [],
    contents: { steps: 'what the student asked, what was answered, when and by whom' },
    erasure: { kind: 'keep', why: 'a decision on an appeal belongs to the grade' },
  },
  {
    collection: 'studentWorks',
    about: 'personId',
    derived: ['_id'],
    actors: ['by'],
    identifying: [],
    erasure: { kind: 'keep', why: 'an appeal must see what was graded' },
  },
  {
    collection: 'groupPlaces',
    about: 'personId',
    derived: ['_id'],
    actors: [],
    identifying: [],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'commentBank',
    about: null,
    actors: ['writtenBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'a shared comment is the course’s; it says who wrote it' },
  },
  {
    collection: 'gradingPresence',
    about: 'personId',
    derived: [],
    actors: ['_id', 'grader'],
    identifying: [],
    erasure: { kind: 'delete' },
  },
  {
    collection: 'rubricVersions',
    about: null,
    actors: ['editedBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'results are shown by the rubric that they were released by' },
  },
  {
    collection: 'rubricLibrary',
    about: null,
    actors: ['savedBy'],
    identifying: [],
    erasure: { kind: 'keep', why: 'a rubric is the institution’s; it says who shared it' },
  },
  {
    collection: 'erasures',
    about: 'personId',
    actors: [],
    identifying: [],
    erasure: {
      kind: 'keep',
      why: 'it says that the erasure was done; the id is taken out when it is complete',
    },
  },
];

/** Collections without people, and what they hold instead. */
export const impersonal: Readonly<Record<string, string>> = {
  approvalSteps: 'who agrees to an institution’s documents: offices, in which order',
  badge_keys: 'the key pair that signs badges, and the public halves of those that have signed before',
  console_links: 'digests of links that open the administrator’s console once',
  console_sessions:
    'open consoles: a digest of a cookie and the platform, without anybody’s name or id; eight hours',
  copied_contexts: 'which course of an LMS was copied from which; a year',
  course_links: 'which link of an LMS belongs to which course',
  courses: 'courses, their terms and the addresses of their services in the LMS',
  deep_linking_requests: 'what an open dialog of an LMS waits for; a day',
  gradebookChecks: 'when a course was compared with its LMS, and how many grades differed',
  calendarLedgers: 'what the calendar feeds of a course have told, and when it changed',
  gradebookChoices: 'which columns a course sends to its LMS',
  gradebookColumns: 'columns of gradebooks',
  gradebookSettings: 'what students of a course see of their marks',
  gradebookLinks: 'which link of the LMS was placed for what is graded',
  gradebookPauses: 'until when an LMS asked to be left alone',
  gradebookStops: 'platforms to which the administrator lets nothing be sent',
  gradebookTallies: 'how many calls to a platform there were in an hour, and how many failed; three days',
  launch_log:
    'counts of launches and refusals of a platform, the last ones with role and reason, without anybody’s id',
  leases: 'which process works on what',
  lti_invitations: 'invitations to connect a platform, named after the platform',
  lti_key_sets: 'announced public keys',
  lti_keys: 'key pairs of registrations',
  lti_registrations: 'platforms and their addresses',
  lti_registry: 'how many changes of platforms there were',
  lti_used_states: 'random numbers of used logins',
  marksImportColumns: 'what the columns of a course’s files are',
  moocResultReadings: 'how the last file of an online course was read',
  meta: 'the version of the data, and a sealed word of our own',
  moocRegistries: 'how many online courses an institution has registered, and which changed last',
  noticeRuns: 'when the nightly look at deadlines is due',
  outcomeLinks: 'which classes and criteria of a course serve which learning outcome',
  platform_checks: 'what a self-check of a platform found',
  policies: 'grading policies of institutions',
  policyMoves:
    'courses that were moved to another version of the policy, and why; by a scope, without a person',
  rosters: 'when the list of members of a course was read',
  syllabusTemplates: 'what an institution gives every new syllabus: texts and weights',
  terms: 'holidays, deadlines and the late policy of a course',
};

const known: ReadonlySet<string> = new Set([
  ...inventory.map(({ collection }) => collection),
  ...Object.keys(impersonal),
]);

/** Collections that the inventory does not know: data of a newer program, or of somebody else. */
export const unknownCollections = (names: readonly string[]): string[] =>
  names.filter(name => !known.has(name) && !name.startsWith('system.')).sort();
