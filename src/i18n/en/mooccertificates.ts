import { type Messages } from '../messages.ts';
import { type mooccertificates as kk } from '../kk/mooccertificates.ts';

export const mooccertificates: Messages<typeof kk> = {
  title: 'Issue MOOC certificates',
  lead: 'Certificates are issued to learners who completed a MOOC. An issued certificate never changes; it can only be revoked, with a reason.',
  closedTitle: 'This page belongs to the MOOC centre',
  closed: 'Only the people of the university’s MOOC centre issue certificates.',
  candidates: 'May be issued a certificate',
  emptyTitle: 'Nobody to issue a certificate to',
  empty:
    'Learners who completed a MOOC of the approved integration map and have no certificate yet appear here.',
  nameless: 'The LMS has told no name',
  result: 'Result',
  issued: 'Issued certificates',
  states: { holds: 'valid', revoked: 'revoked' },
  pdf: { kk: 'PDF in Kazakh', ru: 'PDF in Russian', en: 'PDF in English' },
  badge: {
    kk: 'Open Badge in Kazakh',
    ru: 'Open Badge in Russian',
    en: 'Open Badge in English',
    criteria:
      'The learner has completed the online course (MOOC). The university’s MOOC centre has confirmed it.',
    revoked: 'The Open Badge file is not given out: the certificate was revoked.',
  },
  facts: {
    institution: 'Issued by',
    holder: 'Holder',
    mooc: 'Online course',
    platform: 'Platform',
    hours: 'Academic hours',
    credits: 'Credits',
    completedOn: 'Completed on',
    number: 'Number',
    issuedOn: 'Issued on',
    code: 'Verification code',
  },
  notices: {
    issued: 'The certificates were issued.',
    nothing: 'No certificate was issued: nobody was chosen, or those who were have one already.',
    revoked: 'The certificate was revoked.',
    conflict: 'This certificate was revoked before.',
  },
  preview: {
    open: 'Look at the chosen ones',
    title: 'Certificates to be issued',
    lead: 'Check what they say: an issued certificate never changes.',
    count: (p: { count: number }) => `Certificates: ${p.count}.`,
    issue: 'Issue the certificates',
  },
  revoke: {
    open: 'Revoke',
    title: (p: { number: string }) => `Revoke certificate No. ${p.number}?`,
    text: 'The verification page shows the reason. This cannot be undone.',
    reason: 'Reason',
    confirm: 'Revoke',
  },
  own: {
    title: 'Certificates issued to me',
    lead: 'Certificates that the university’s MOOC centre has issued to you.',
    emptyTitle: 'No certificate yet',
    empty:
      'When you have completed a MOOC and the university’s MOOC centre issues a certificate, it appears here.',
    share: 'Code to verify the certificate:',
  },
  paper: {
    heading: 'CERTIFICATE',
    number: (p: { number: string }) => `No. ${p.number}`,
    title: (p: { number: string }) => `CERTIFICATE No. ${p.number}`,
    text: 'This is to certify that the learner named below has completed the online course (MOOC).',
    verifyAt: 'Verify this certificate at',
    footer: (p: { number: string; code: string }) =>
      `Certificate No. ${p.number}. Verification code: ${p.code}`,
    fileName: (p: { number: string }) => `certificate-${p.number}`,
  },
  verify: {
    title: 'Verify a certificate',
    lead: 'Enter the verification code of the certificate: the page shows whether it is genuine and still valid.',
    unknown: 'There is no certificate with this code. Check that you typed it correctly.',
    genuine: 'This certificate was issued and is valid.',
    revoked: (p: { on: string; reason: string }) =>
      `This certificate was revoked. Date: ${p.on}. Reason: ${p.reason}`,
    revokedShort: 'REVOKED',
    open: 'Verification page',
  },
};
