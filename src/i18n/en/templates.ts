import { type templates as kk } from '../kk/templates.ts';
import { type Messages } from '../messages.ts';

export const templates: Messages<typeof kk> = {
  title: 'Syllabus template',
  lead: 'A new syllabus begins with these texts and weights. Nobody changes a locked text in a course.',
  open: 'Syllabus template',
  texts: 'Texts of the academic policy',
  locked: 'Locked',
  proposed: 'Proposed',
  none: 'No text',
  weights: 'Weights',
  noWeights: 'No weights are set: they follow from the points of the calendar.',
  edit: 'Change',
  versions: 'Versions',
  columns: { version: 'Version', change: 'What was changed', at: 'Saved' },
  version: p => `Version ${p.version}`,
  restored: 'An older version was brought back',
  older: 'This is an older version. New syllabi begin with the newest.',
  restore: 'Bring this version back',
  saved: 'The new version is saved.',
  textLead: 'Write the text in three languages: a syllabus gets the one in its own.',
  lock: 'Lock this text: no course changes it, and a syllabus that is read is checked for it word for word',
  missing: 'A locked text is needed in all three languages.',
  incomplete: 'Not saved: the locked text is not there in every language.',
  conflict:
    'Not saved: somebody else has saved a new version meanwhile. Yours stands below; saving again puts it into the next one.',
  weightsLead: 'The percents must sum to 100. If all are empty, the weights follow from the points.',
  weightsSum: 'Not saved: the percents do not sum to 100.',
  weightsWrong: 'Not saved: correct the marked fields.',
  percent: 'Write a number from 0 to 100.',
  note: 'Accepted syllabi do not change: the report on the syllabi shows where they differ.',
};
