import { type plots as kk } from '../kk/plots.ts';
import { type Messages } from '../messages.ts';

export const plots: Messages<typeof kk> = {
  distribution: 'Distribution of results',
  distributionLead: 'A bar opens the list of the works behind it.',
  bin: p => `Results ${p.range}: ${p.count}. Open the list`,
  severity: 'Severity of graders',
  severityLead:
    'By how many percents a grader’s mean differs from the mean of the others: to the left stricter, to the right milder.',
  severityNone: 'A comparison needs at least five works each of two graders.',
  severityOf: p => `${p.name}: differs from the others by ${p.difference} percent`,
  difference: 'Difference, %',
  drift: 'Drift over time',
  driftLead:
    'The mean of works in the order in which they were judged; the dashed line is the grader’s own mean.',
  driftOf: p => `${p.name}, means in order: ${p.means}`,
  ownMean: p => `mean ${p.mean}`,
  table: p => `As a table: ${p.name}`,
  works: 'In order',
  when: 'Time',
  look: 'Look again',
  outliers: 'Works worth another look',
  outliersLead: 'Their result is far from what their grader gives. That does not make it wrong.',
  graderMean: 'Grader’s mean',
  shown: p => `Shown: ${p.what}`,
  results: p => `results ${p.from}–${p.to}`,
  judgedBy: p => `judged by ${p.name}`,
  between: p => `${p.since} – ${p.until}`,
  all: 'Show all',
};
