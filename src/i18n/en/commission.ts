import { type commission as kk } from '../kk/commission.ts';
import { type Messages } from '../messages.ts';

export const commission: Messages<typeof kk> = {
  heading: 'Marks of the commission',
  lead: p => `Two markers may differ by at most ${p.limit} percent.`,
  leadThird: 'Works on which two markers differ too much. Their marks are shown once yours are complete.',
  rule: 'Within the limit the mean of both stands, criterion by criterion. Beyond it the third marker grades, and the mean of the third and of whoever is nearer stands; where both are equally near, the higher one counts.',
  third: 'Third marker',
  thirdHint: 'Grades only the works beyond the limit, without seeing the first marks.',
  thirdFault: 'A third marker needs a limit, and is somebody else than the second marker.',
  limit: 'Greatest difference, percent',
  limitHint: 'If it is blank, the two markers agree by talking.',
  limitFault: 'Write a whole number from 0 to 100.',
  limitAlone: 'A limit needs a second marker.',
  noThird:
    'Some works need a third marker, but nobody is appointed. Choose somebody in the settings of grading.',
  youAreThird:
    'You are the third marker: the works beyond the limit stand on the page “Agreement”. You do not see the first marks.',
  settle: p => `Take over the commission’s result: ${p.count}`,
  settledNow: p => `The commission’s result was taken over for so many works: ${p.count}.`,
  states: {
    settled: 'The commission’s result stands',
    'first-and-second': 'Mean of both',
    'third-and-first': 'Mean of the third and the first',
    'third-and-second': 'Mean of the third and the second',
    'third-needed': 'Needs the third marker',
  },
};
