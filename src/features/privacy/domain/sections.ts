import { gradeSections } from './gradeSections.ts';
import { about, type Section } from './section.ts';

/** An export, part by part, in the order in which it is written. */
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
      {
        collection: 'groupPlaces',
        where: about,
        fields: { course: 'courseId', group: 'name' },
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
    key: 'notices',
    audience: 'everyone',
    sources: [
      {
        collection: 'notices',
        where: about,
        fields: { course: 'courseId', kind: 'kind', what: 'fact', at: 'at', readAt: 'readAt' },
      },
      {
        collection: 'noticeChoices',
        where: ({ personId }) => ({ _id: personId }),
        fields: { notTold: 'off', notMailed: 'mailOff' },
      },
    ],
  },
  ...gradeSections,
  {
    key: 'moocSteps',
    audience: 'everyone',
    sources: [
      {
        collection: 'moocSteps',
        where: about,
        fields: {
          course: 'courseId',
          registeredFor: 'registrations.mooc',
          addresses: 'registrations.address',
          registeredAt: 'registrations.at',
          doneRows: 'done.row',
          doneAt: 'done.at',
        },
      },
    ],
  },
  {
    key: 'moocResults',
    audience: 'everyone',
    sources: [
      {
        collection: 'moocResults',
        where: about,
        fields: {
          course: 'courseId',
          mooc: 'moocKey',
          percent: 'percent',
          threshold: 'threshold',
          completedOn: 'on',
          marks: 'marks',
          file: 'source.file',
          row: 'source.row',
          takenAt: 'at',
        },
      },
    ],
  },
  {
    key: 'certificates',
    audience: 'everyone',
    sources: [
      {
        collection: 'moocCertificates',
        where: about,
        fields: {
          course: 'courseId',
          mooc: 'moocKey',
          handedInAt: 'at',
          fileName: 'file.name',
          fileType: 'file.type',
          fileSize: 'file.size',
          link: 'link',
          validUntil: 'validUntil',
          state: 'state',
          reason: 'decision.reason',
          decidedAt: 'decision.at',
        },
      },
      {
        collection: 'moocIssuedCertificates',
        where: about,
        fields: {
          course: 'courseId',
          mooc: 'moocKey',
          titleKk: 'mooc.titles.kk',
          titleRu: 'mooc.titles.ru',
          titleEn: 'mooc.titles.en',
          platformKk: 'mooc.platforms.kk',
          platformRu: 'mooc.platforms.ru',
          platformEn: 'mooc.platforms.en',
          url: 'mooc.url',
          hours: 'mooc.hours',
          credits: 'mooc.credits',
          name: 'holder',
          institution: 'institution',
          year: 'year',
          number: 'number',
          code: 'code',
          credential: 'credentialId',
          completedOn: 'completedOn',
          issuedAt: 'issuedAt',
          revokedAt: 'revoked.at',
          reason: 'revoked.reason',
        },
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
