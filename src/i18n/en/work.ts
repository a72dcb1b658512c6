import { type work as kk } from '../kk/work.ts';
import { type Messages } from '../messages.ts';

export const work: Messages<typeof kk> = {
  title: 'The student’s work',
  ticket: 'Ticket',
  ticketNumber: 'Ticket number',
  url: 'Link to the work',
  urlHint: 'An address that begins with https://: a file, a video or a page of the LMS.',
  answers: 'Answers',
  answersHint: 'Write or paste the text here. The student does not see it, only graders do.',
  edit: 'Put down the work',
};
