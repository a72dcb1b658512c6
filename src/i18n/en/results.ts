import { type results as kk } from '../kk/results.ts';
import { type Messages } from '../messages.ts';

export const results: Messages<typeof kk> = {
  title: 'My results',
  lead: 'Final control',
  notYetTitle: 'The result is not released yet',
  notYet: 'When the teacher releases the grade, it appears here with its criteria and the comment.',
  result: 'Result',
  releasedAt: p => `Released: ${p.at}`,
  breach: p =>
    `A breach of conduct in the exam is recorded, so the result is at most ${p.cap}. Protocol: “${p.text}”.`,
  comment: "The teacher's comment",
  criteria: 'By criterion',
  yours: 'Your level',
  percent: p => `${p.percent} %`,
  distribution: 'Distribution in the class',
  distributionOf: p => `Released results: ${p.count}.`,
  how: 'How it was computed',
  steps: {
    given: 'Percent of each criterion',
    sum: 'Sum of the percents',
    mean: p => `Sum divided by the number of criteria (${p.count})`,
    capped: 'The limit after a breach of conduct',
    weighted: 'Each percent times its weight, summed',
    byWeights: 'The sum divided by the sum of the weights',
    round: {
      'half-up': 'Rounded to a whole number: half a point goes up',
      'half-even': 'Rounded to a whole number: half a point goes to the even number',
      'half-down': 'Rounded to a whole number: half a point goes down',
      down: 'Rounded down to a whole number',
    },
    scale: p => `On the scale ${p.min}–${p.max} points`,
  },
};
