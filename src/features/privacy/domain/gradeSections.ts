import { about, type Section, type Source, type VersionPart } from './section.ts';

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

/** Everything about grades: the own ones, and what somebody did as a grader. */
export const gradeSections: readonly Section[] = [
  {
    key: 'results',
    audience: 'everyone',
    sources: [
      {
        collection: 'grades',
        where: subject => ({ ...about(subject), released: { $ne: null } }),
        fields: released,
      },
      {
        collection: 'studentWorks',
        where: about,
        fields: { course: 'courseId', ticket: 'ticket', workUrl: 'url', answers: 'answers', at: 'at' },
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
    sources: [
      ...gradebookMarks,
      {
        collection: 'studentStatuses',
        where: about,
        fields: {
          course: 'courseId',
          status: 'code',
          decisions: 'said',
        },
      },
      {
        collection: 'policyChanges',
        where: ({ personId, courseIds }) => ({ courseId: { $in: courseIds }, personId }),
        sort: { courseId: 1, at: 1 },
        fields: { course: 'courseId', fromPolicy: 'from', toPolicy: 'to', changes: 'changes', at: 'at' },
      },
    ],
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
          rk3: 'rk3',
          rk4: 'rk4',
          exam: 'exam',
          examBefore: 'before',
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
];
