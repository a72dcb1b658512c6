import { type outcomes as kk } from '../kk/outcomes.ts';
import { type Messages } from '../messages.ts';

export const outcomes: Messages<typeof kk> = {
  title: 'Coverage of the outcomes',
  lead: 'In which classes each outcome and indicator is taught, and how it is assessed.',
  open: 'Coverage of the outcomes',
  edit: 'Edit the links',
  linksTitle: 'Links with the outcomes',
  linksLead:
    'Write into each row the codes of the outcomes and indicators that it serves, for example: 1.1, 2.3.',
  goal: 'Outcome or indicator',
  taught: 'Taught',
  assessed: 'Assessed',
  state: 'State',
  nowhere: '–',
  neverTaught: 'Never taught',
  neverAssessed: 'Never assessed',
  covered: 'Covered',
  allCovered: 'All outcomes and indicators are taught and assessed.',
  gaps: p => `Never taught: ${p.untaught}, never assessed: ${p.unassessed}. All: ${p.goals}.`,
  inWeek: p => `${p.label} (week ${p.week})`,
  criterion: p => `Question ${p.question}, criterion ${p.criterion}`,
  topic: p => `Exam topic ${p.number}`,
  topics: 'Topics of the exam',
  topicsHint: 'A line a topic. Once saved, it stands in the table below.',
  row: 'Row',
  codes: 'Codes',
  codesOf: p => `Codes: ${p.row}`,
  unknownCodes: p => `There is no such code: ${p.codes}`,
  save: 'Save',
  saved: 'The links are saved.',
  wrong:
    'Not saved: the marked fields have codes that the syllabus does not have. What you typed is still on this page.',
  conflict:
    'Somebody else has changed the links meanwhile. Your values are below: check them and save again.',
  noOutcomes: 'The syllabus names no learning outcomes.',
};
