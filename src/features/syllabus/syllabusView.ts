import { type Place } from '../../documents/index.ts';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { exactOfNumber, formatExact, sumExact } from '../../kernel/exact.ts';
import { type CorrectableSection } from './domain/corrections.ts';
import { type Finding } from './domain/finding.ts';
import { findingMessage, type InstitutionScale } from './domain/index.ts';
import { mendingOf } from './domain/mending.ts';
import { type Syllabus } from './domain/types.ts';
import { type Provenance } from './syllabusStore.ts';

export interface FindingView {
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly text: string;
  readonly place: string | null;
  readonly href: string | null;
  /** A button that mends it; null where a person must decide. */
  readonly repair: {
    readonly action: string;
    readonly text: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  } | null;
}

/** The draft that findings are shown of. */
export interface ShownDraft {
  readonly syllabus: Syllabus;
  readonly provenance: Provenance;
  readonly address: string;
  readonly rev: number;
}

/** The findings in the viewer's words, errors first; each leads to the part of the page that it speaks of. */
export function findingViews(
  findings: readonly Finding[],
  draft: ShownDraft,
  t: Catalogue,
  lang: Lang,
): FindingView[] {
  const { provenance } = draft;
  const order = { error: 0, warning: 1, info: 2 };
  return [...findings]
    .sort((a, b) => order[a.severity] - order[b.severity])
    .map(finding => {
      const section = sectionOf(finding.path);
      const names: Readonly<Record<string, string>> = t.syllabus.sections;
      const where = placeText(nearestPlace(finding.path, provenance), t);
      const name = names[section] ?? t.syllabus.sections.course;
      return {
        severity: finding.severity,
        path: finding.path,
        text: findingMessage(finding, lang),
        place: where === null ? name : `${name}, ${where}`,
        href: `#${section in names ? section : 'course'}`,
        repair: mendingOf(finding, draft.syllabus) === null ? null : repairOf(finding, draft, t),
      };
    });
}

function repairOf(
  { code, path }: Finding,
  { address, rev }: ShownDraft,
  t: Catalogue,
): FindingView['repair'] {
  const fields = [
    { name: 'rev', value: String(rev) },
    { name: 'code', value: code },
    { name: 'path', value: path },
  ];
  return { action: `${address}/mend`, text: t.syllabus.mend, fields };
}

const sectionOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? '';

/** Where the value stands, or else the nearest part around it that has a place: `scale[8].label` is in `scale[8]`. */
function nearestPlace(path: string, provenance: Provenance): unknown {
  for (let at = path; at !== ''; at = at.replace(/(\.\w+|\[\d+\]|^\w+)$/, '')) {
    if (provenance[at] !== undefined) return provenance[at];
  }
  return undefined;
}

/** "table 3, row 5, cell 2" in words; null where the reading left no place. */
function placeText(stored: unknown, t: Catalogue): string | null {
  if (typeof stored !== 'object' || stored === null || !('kind' in stored)) return null;
  const place = stored as Place;
  const words = t.syllabus.place;
  switch (place.kind) {
    case 'line':
      return words.line(place);
    case 'paragraph':
      return words.paragraph(place);
    case 'table':
      return words.table(place);
    case 'cell':
      return words.cell(place);
    case 'sheet':
      return words.sheet(place);
    case 'page':
      return words.page(place);
    case 'page-cell':
      return words.pageCell(place);
  }
}

export function countFindings(findings: readonly { severity: Finding['severity'] }[], t: Catalogue): string {
  const count = (severity: Finding['severity']): number =>
    findings.filter(finding => finding.severity === severity).length;
  return t.syllabus.counts({ errors: count('error'), warnings: count('warning'), infos: count('info') });
}

/** A part of the preview; `edit` is the address of its corrections, null where nothing may be corrected. */
const editable = (section: CorrectableSection, base: string | null): string | null =>
  base === null ? null : `${base}/${section}`;

/**
 * Everything that was understood, ready to be printed.
 * @param editBase the draft's address; null for an accepted version, which is only read
 */
export function contentView(
  syllabus: Syllabus,
  scale: InstitutionScale,
  t: Catalogue,
  lang: Lang,
  editBase: string | null,
) {
  const number = (value: number | null): string =>
    value === null ? '' : formatExact(exactOfNumber(value), { mark: decimalMark(lang), digits: 4 });
  const { course } = syllabus;
  const words = t.syllabus;
  const documentLang = syllabus.language;
  const text = (term: string, value: string | null) => ({
    term,
    value: value ?? words.notFoundInDocument,
    lang: value === null ? lang : documentLang,
  });
  return {
    documentLang,
    edit: {
      course: editable('course', editBase),
      outcomes: editable('outcomes', editBase),
      policies: editable('policies', editBase),
      weights: editable('weights', editBase),
      calendar: editable('calendar', editBase),
      rubric: editable('rubric', editBase),
    },
    courseFacts: [
      text(words.course.title, course.title),
      text(words.course.code, course.code),
      {
        term: words.course.credits,
        value: course.credits === null ? words.notFoundInDocument : number(course.credits),
        lang,
      },
      text(words.course.aim, course.aim),
      text(words.course.prerequisites, joined(course.prerequisites)),
      text(words.course.postrequisites, joined(course.postrequisites)),
    ],
    outcomes: syllabus.outcomes.map(outcome => ({
      code: words.outcome({ code: outcome.code }),
      text: outcome.text,
      indicators: outcome.indicators.map(indicator => ({
        code: words.indicator({ code: indicator.code }),
        text: indicator.text,
      })),
    })),
    policies: syllabus.policies.map(policy => ({ title: words.policyKinds[policy.kind], text: policy.text })),
    scale: scaleRows(syllabus, scale, t),
    weights: {
      rows: syllabus.weights.map(weight => ({
        kind: words.weightKinds[weight.kind],
        text: weight.text,
        percent: number(weight.percent),
      })),
      sum: formatExact(sumExact(syllabus.weights.map(weight => exactOfNumber(weight.percent))), {
        mark: decimalMark(lang),
        digits: 4,
      }),
    },
    calendar: syllabus.calendar.map((row, index) => ({
      id: `row-${index}`,
      week: row.week === null ? '' : String(row.week),
      kind: row.kind,
      chip: row.number === null ? t.calendar.kinds[row.kind] : `${t.calendar.kinds[row.kind]} ${row.number}`,
      title: row.title,
      hours: number(row.hours),
      points: number(row.maxPoints),
    })),
    rubric: syllabus.rubric === null ? null : rubricView(syllabus.rubric, t, lang),
  };
}

function rubricView(rubric: NonNullable<Syllabus['rubric']>, t: Catalogue, lang: Lang) {
  const words = t.syllabus.rubric;
  const tones = ['excellent', 'good', 'satisfactory', 'weak', 'unsatisfactory'] as const;
  return {
    facts: [
      { term: words.title, value: rubric.title ?? t.syllabus.notFoundInDocument, lang },
      ...(rubric.form === null ? [] : [{ term: words.form, value: rubric.form, lang }]),
      ...(rubric.platform === null ? [] : [{ term: words.platform, value: rubric.platform, lang }]),
    ],
    questions: rubric.questions.map(question => ({
      title: words.question({ number: question.number }),
      criteria: question.criteria.map(criterion => ({
        id: `criterion-${question.number}-${criterion.number}`,
        number: String(criterion.number),
        title: criterion.text,
        legend: words.bands,
        bands: rubric.bands.map((band, index) => ({
          value: String(index),
          range: `${band.min}–${band.max}`,
          label: band.label === null ? '' : t.grading.labels[band.label],
          tone:
            band.label === 'unsatisfactory' && index < rubric.bands.length - 1
              ? 'weak'
              : (band.label ?? tones[index] ?? 'unsatisfactory'),
          text: criterion.descriptors[index] ?? '',
          chosen: false,
        })),
      })),
    })),
  };
}

/** The document's scale beside the institution's, a row a letter; what differs says so in words. */
function scaleRows(syllabus: Syllabus, scale: InstitutionScale, t: Catalogue) {
  const letters = [...new Set([...scale.map(row => row.letter), ...syllabus.scale.map(row => row.letter)])];
  return letters.map(letter => {
    const own = scale.find(row => row.letter === letter);
    const documents = syllabus.scale.find(row => row.letter === letter);
    const same =
      own !== undefined &&
      documents !== undefined &&
      own.min === documents.min &&
      own.max === documents.max &&
      own.label === documents.label &&
      own.gpa === documents.gpa;
    return {
      letter,
      institution:
        own === undefined
          ? t.syllabus.scale.absent
          : `${own.min}–${own.max} · ${own.gpa} · ${t.grading.labels[own.label]}`,
      document:
        documents === undefined
          ? t.syllabus.scale.absent
          : [
              `${documents.min ?? '?'}–${documents.max ?? '?'}`,
              documents.gpa ?? '?',
              documents.labelText ?? '?',
            ].join(' · '),
      differs: !same,
    };
  });
}

const joined = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join('; '));
