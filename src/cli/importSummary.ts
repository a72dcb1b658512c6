import {
  type PrintedFinding,
  type PrintedMap,
  type PrintedSyllabus,
} from '../features/syllabus/domain/index.ts';
import { rowKinds } from '../features/syllabus/domain/types.ts';
import { catalogueOf, type Lang } from '../i18n/index.ts';
import { decimalMark } from '../kernel/dates.ts';

/** What was understood of a syllabus, for a person at a terminal: a screen of counts, then the findings. */
export function syllabusSummary(printed: PrintedSyllabus, lang: Lang): string {
  const t = catalogueOf(lang).documents.import;
  const { course, outcomes, policies, scale, weights, rubric, findings } = printed;
  const number = (value: number) => String(value).replace('.', decimalMark(lang));
  const orNone = (value: number | string | null) =>
    value === null ? t.none : typeof value === 'number' ? number(value) : value;
  const indicators = outcomes.reduce((count, outcome) => count + outcome.indicators.length, 0);
  const list = weights.map(weight => `${weight.text} – ${number(weight.percent)} %`).join('; ');
  const lines = [
    `${t.syllabus}: ${course.title ?? t.untitled}`,
    t.course({ credits: orNone(course.credits), code: orNone(course.code) }),
    t.outcomes({ outcomes: outcomes.length, indicators }),
    t.policies({ count: policies.length }),
    t.scale({ count: scale.length }),
    t.weights({ list: list === '' ? t.none : list }),
    ...calendarLines(printed, lang, orNone),
    ...(rubric === null
      ? []
      : [
          t.rubric({
            questions: rubric.questions.length,
            criteria: rubric.questions.reduce((count, question) => count + question.criteria.length, 0),
            bands: rubric.bands.length,
          }),
        ]),
    ...findingLines(findings, lang),
  ];
  return `${lines.join('\n')}\n`;
}

/** What was understood of an integration map. */
export function mapSummary(printed: PrintedMap, lang: Lang): string {
  const t = catalogueOf(lang).documents.import;
  const { selection, match, model, schedule, approvals, findings } = printed;
  const moocs = selection.moocs.map(({ title, url }) => title ?? url ?? t.none).join('; ');
  const lines = [
    `${t.map}: ${selection.course ?? t.untitled}`,
    t.moocs({
      list: moocs === '' ? t.none : moocs,
      match: match.map(({ percent }) => `${percent} %`).join(', '),
    }),
    t.model({ model: model === null ? t.none : String(model) }),
    t.schedule({ rows: schedule.length, approvals: approvals.length }),
    ...findingLines(findings, lang),
  ];
  return `${lines.join('\n')}\n`;
}

function findingLines(findings: readonly PrintedFinding[], lang: Lang): string[] {
  const t = catalogueOf(lang).documents.import;
  return [
    '',
    t.findings({ count: findings.length }),
    ...findings.map(({ severity, path, message }) => `  [${t.severities[severity]}] ${path}: ${message}`),
  ];
}

function calendarLines(
  { calendar }: PrintedSyllabus,
  lang: Lang,
  orNone: (value: number | null) => string,
): string[] {
  const t = catalogueOf(lang).documents.import;
  const weeks = new Set(calendar.flatMap(({ week }) => (week === null ? [] : [week]))).size;
  const sum = (values: readonly (number | null)[]) =>
    values.every(value => value === null)
      ? null
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const kinds = rowKinds.flatMap(kind => {
    const rows = calendar.filter(row => row.kind === kind);
    if (rows.length === 0) return [];
    const hours = orNone(sum(rows.map(row => row.hours)));
    const points = orNone(sum(rows.map(row => row.maxPoints)));
    return [`  ${t.kind({ kind: t.kinds[kind], count: rows.length, hours, points })}`];
  });
  return [t.calendar({ rows: calendar.length, weeks }), ...kinds];
}
