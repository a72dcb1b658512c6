import { type merge as kk } from '../kk/merge.ts';
import { type Messages } from '../messages.ts';

export const merge: Messages<typeof kk> = {
  title: 'Compare the new document',
  lead: p =>
    `File: ${p.file}. Published version: ${p.version}. What only the document changed is taken over, what was corrected by hand stays, and what both changed you choose.`,
  counts: p =>
    `Taken from the document: ${p.taken}, kept: ${p.kept}, to be chosen: ${p.asked}, held for the marks: ${p.held}`,
  outcomes: {
    taken: 'Taken from the document',
    kept: 'Kept',
    asked: 'Choose',
    held: 'Held for the marks',
  },
  reasons: {
    marks: 'Marks were given for this row, so the row and its number stay.',
    'points-of-marks': 'The marks of this row were given out of these points.',
    'number-taken': 'A row with marks has this number, so the new row was given a free one.',
    'not-in-document': 'The new document does not have this part.',
  },
  read: 'Last document',
  present: 'Present version',
  document: 'New document',
  with: 'has the row',
  without: 'does not have the row',
  order: 'Order of the rows',
  all: 'One answer to every question:',
  missing: 'Choose one of the two values.',
  open: 'Not merged: answer the marked questions.',
  conflict:
    'One of the versions has changed in the meantime. Your answers are kept: look at the differences again and send them once more.',
  note: 'This makes a draft: you check it and accept it.',
  apply: 'Merge',
  whole: 'Take the document as it is',
  merged: 'The document was merged with the present version. Check it and accept it.',
  notCompared:
    'This document has not been compared with the published syllabus yet: corrections made by hand are not in it.',
  compare: 'Compare',
  lost: p =>
    `This version does not have rows for which marks were given: ${p.rows}. The marks are not deleted, but the gradebook will not show them.`,
};
