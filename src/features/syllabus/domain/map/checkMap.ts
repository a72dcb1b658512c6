import { finding, type Finding } from '../finding.ts';
import { type IntegrationMap } from './types.ts';

const hoursPerCredit = 30;

/** What a filled map leaves open or gets wrong: matches without a course, hours that do not fit. */
export function checkMap({ selection, match, schedule }: IntegrationMap): Finding[] {
  const count = Math.max(1, selection.moocs.length);
  const findings: Finding[] = [];
  if (match.length !== count) {
    findings.push(
      finding('map-match', 'match', {
        problem: 'count',
        moocs: selection.moocs.length,
        percents: match.length,
      }),
    );
  }
  for (const [index, { percent }] of match.entries()) {
    if (percent > 100)
      findings.push(
        finding('map-match', `match[${index}]`, { problem: 'over', moocs: 1, percents: percent }, 'error'),
      );
  }
  const [hours, credits] = (selection.workload?.match(/\d+(?:[.,]\d+)?/gu) ?? []).map(number =>
    Number(number.replace(',', '.')),
  );
  if (
    hours !== undefined &&
    credits !== undefined &&
    Math.max(hours, credits) !== hoursPerCredit * Math.min(hours, credits)
  ) {
    findings.push(
      finding('map-hours', 'selection.workload', { workload: selection.workload ?? '', blank: 0 }),
    );
  }
  const blank = schedule.filter(
    ({ kind, hours: own }) =>
      (kind === 'lecture' || kind === 'practical' || kind === 'seminar' || kind === 'lab') && own === null,
  );
  if (blank.length > 0)
    findings.push(
      finding('map-hours', 'schedule', { workload: selection.workload ?? '', blank: blank.length }),
    );
  return findings;
}
