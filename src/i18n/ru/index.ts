import { type kk } from '../kk/index.ts';
import { type Messages } from '../messages.ts';
import { certificates } from './certificates.ts';
import { connect } from './connect.ts';
import { console } from './console.ts';
import { coursecopy } from './coursecopy.ts';
import { deeplinking } from './deeplinking.ts';
import { department } from './department.ts';
import { documents } from './documents.ts';
import { errors } from './errors.ts';
import { findings } from './findings.ts';
import { form } from './form.ts';
import { gradebook } from './gradebook.ts';
import { grading } from './grading.ts';
import { gradesync } from './gradesync.ts';
import { lti } from './lti.ts';
import { marksimport } from './marksimport.ts';
import { moocresults } from './moocresults.ts';
import { merge } from './merge.ts';
import { moocmap } from './moocmap.ts';
import { mooccentre } from './mooccentre.ts';
import { mooccertificates } from './mooccertificates.ts';
import { moocregistry } from './moocregistry.ts';
import { notices } from './notices.ts';
import { outcomes } from './outcomes.ts';
import { policy } from './policy.ts';
import { privacy } from './privacy.ts';
import { shell } from './shell.ts';
import { statement } from './statement.ts';
import { approval } from './approval.ts';
import { authoring } from './authoring.ts';
import { approvalSteps } from './approvalSteps.ts';
import { calendar } from './calendar.ts';
import { syllabus } from './syllabus.ts';
import { templates } from './templates.ts';
import { term } from './term.ts';
import { review } from './review.ts';
import { roster } from './roster.ts';
import { results } from './results.ts';

export const ru: Messages<typeof kk> = {
  approval,
  authoring,
  approvalSteps,
  calendar,
  certificates,
  connect,
  console,
  coursecopy,
  deeplinking,
  department,
  documents,
  errors,
  findings,
  form,
  gradebook,
  grading,
  gradesync,
  lti,
  marksimport,
  merge,
  moocresults,
  moocmap,
  mooccentre,
  mooccertificates,
  moocregistry,
  notices,
  outcomes,
  policy,
  privacy,
  results,
  review,
  roster,
  shell,
  statement,
  syllabus,
  templates,
  term,
};
