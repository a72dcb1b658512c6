import { type approvalSteps as kk } from '../kk/approvalSteps.ts';
import { type Messages } from '../messages.ts';

export const approvalSteps: Messages<typeof kk> = {
  title: 'How documents are approved',
  open: 'Steps of approval',
  lead: 'Who agrees to each kind of document, and in which order.',
  edit: 'Change',
  editOf: p => `Change the steps of approval: ${p.document}`,
  usual: 'The university has settled nothing of its own: the usual steps are taken.',
  saved: 'The steps are saved. Processes that are under way keep those they began with.',
  formLead: 'Write the office in three languages. A step whose names are emptied is removed.',
  step: p => `Step ${p.number}`,
  newStep: 'New step',
  order: 'Order',
  orderWrong: 'Write the order as a number, such as 2.',
  languageMissing: 'The office is needed in all three languages.',
  none: 'Not saved: at least one step is needed.',
  wrong: 'Not saved: correct the marked fields.',
  conflict:
    'Not saved: somebody else has changed the steps meanwhile. Yours stand below; saving again puts them in place of the newest.',
  note: 'Processes that are under way do not change.',
  waiting: {
    title: 'Documents that wait for agreement',
    open: 'Who waits for whom',
    lead: 'Who waits for whose decision, and since when. People decide in the LMS, coming in from the course.',
    byKind: 'Kind of document',
    byAge: 'How long',
    allKinds: 'All documents',
    anyAge: 'All',
    atLeast: p => `${p.days} days or more`,
    none: 'Nobody waits for an agreement',
    columns: {
      course: 'Course',
      document: 'Document',
      by: 'Submitted by',
      waitsFor: 'Waits for',
      since: 'Since',
      days: 'Days',
    },
    more: p => `Not shown: ${p.count}. Use the filter.`,
  },
};
