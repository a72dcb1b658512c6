import { type findings as kk } from '../kk/findings.ts';
import { type Messages } from '../messages.ts';

const range = ({ min, max }: { min: number; max: number }): string => `${min}–${max}`;
const labels = {
  excellent: '“Excellent”',
  good: '“Good”',
  satisfactory: '“Satisfactory”',
  unsatisfactory: '“Unsatisfactory”',
};
const kinds = {
  lecture: 'Lecture',
  seminar: 'Seminar',
  practical: 'Practical class',
  lab: 'Laboratory class',
  srsp: 'SRSP',
  srs: 'SRS',
  midterm: 'Midterm control',
  final: 'Final control',
  consultation: 'Consultation',
  other: 'Other',
};
const works = {
  practice: 'practical classes',
  independent: 'independent work',
  project: 'project',
  exam: 'exam',
  other: 'other',
};
type ScaleSide = {
  min: number | null;
  max: number | null;
  gpa: string | null;
  label: keyof typeof labels | null;
};
const side = (row: ScaleSide | null): string =>
  row === null
    ? 'none'
    : [
        row.min === null || row.max === null ? null : `${range({ min: row.min, max: row.max })}%`,
        row.gpa,
        row.label === null ? null : labels[row.label],
      ]
        .filter(part => part != null)
        .join(', ');

const policies = {
  attendance: '“Attendance and deadlines”',
  integrity: '“Academic integrity”',
  inclusion: '“Inclusion”',
  mooc: '“MOOC integration”',
  science: '“Science and education”',
  general: '“General rules”',
};

export const findings: Messages<typeof kk> = {
  'period-points': p =>
    `The points of the period before midterm control ${p.period} must sum to ${p.expected}, but the calendar gives ${p.sum}. Check the points of its classes and independent work.`,
  'weights-sum': p => `The assessment weights must sum to 100%, but the document gives ${p.sum}%.`,
  'weights-shares': p =>
    `The calendar's points do not match the stated weights: ${p.shares
      .map(({ kind, weight, share }) => `${works[kind]} – weight ${weight}%, by points ${share}%`)
      .join('; ')}. Bring weights or points into agreement.`,
  'weight-without-row': p =>
    `“${p.text}” weighs ${p.percent}%, but no row of the calendar belongs to it. Add a row to the calendar or redistribute the weight.`,
  'scale-overlap': p => `In the scale the ranges of ${p.letter} and ${p.other} overlap: ${range(p)}%.`,
  'scale-gap': p => `In the scale no grade covers ${range(p)}%.`,
  'scale-label': p =>
    p.source === 'rubric'
      ? `The scale calls ${p.letter} (${range(p)}%) “${p.labelText}”, but in the rubric this range is ${labels[p.expected]}.`
      : `The scale calls ${p.letter} (${range(p)}%) “${p.labelText}”, but by the pass mark of 50% it is ${labels[p.expected]}.`,
  'scale-no-failing': p =>
    `The scale has no failing grades (FX, F): its lowest row begins at ${p.lowest}%. Add rows for 0–49%.`,
  'scale-differs': p =>
    `Grade ${p.letter} differs from the institution's scale. Document: ${side(p.document)}. Institution: ${side(p.institution)}. Grades are given by the institution's scale.`,
  'srsp-target': p =>
    `${p.number === null ? 'An SRSP' : `SRSP ${p.number}`} names SRS ${p.target}, but the calendar has no such SRS.`,
  'week-order': p =>
    ({
      missing: `Week ${p.week} is missing from the calendar.`,
      repeated: `Week ${p.week} stands in the calendar twice.`,
      backwards: `Week ${p.week} is out of order: a later week comes before it.`,
    })[p.problem],
  'number-order': p =>
    p.problem === 'missing'
      ? `${kinds[p.kind]}: number ${p.number} is missing.`
      : `${kinds[p.kind]}: number ${p.number} is given twice.`,
  'prepares-late': p =>
    `The consultation stands in week ${p.week}, but what it prepares (${kinds[p.kind]} ${p.target}) is in week ${p.due}.`,
  'hours-credits': p =>
    p.what === 'contact'
      ? `With ${p.credits} credits there must be ${range({ min: p.least, max: p.most })} contact hours, but the calendar has ${p.hours}.`
      : `With ${p.credits} credits there must be ${p.least} hours in all, but the calendar has ${p.hours}.`,
  'rubric-course': p =>
    p.title === null
      ? 'The rubric does not name the course.'
      : `The rubric names another course: “${p.title}”. The course of the syllabus: “${p.course ?? ''}”.`,
  'rubric-title-source': p =>
    `The title of the course stands only above the rubric and was taken from there: “${p.title}”.`,
  'rubric-twin-descriptors': p =>
    `Rubric, question ${p.question}, criterion ${p.criterion}: levels ${range(p.first)}% and ${range(p.second)}% have the same descriptor.`,
  'rubric-bands': p =>
    p.problem === 'gap'
      ? `No level of the rubric has ${p.min}–${p.max} %.`
      : `Two levels of the rubric have ${p.min}–${p.max} %.`,
  'rubric-blank': p =>
    `Question ${p.question}, criterion ${p.criterion}: levels without a descriptor – ${p.blank}.`,
  'rubric-repeated': p => `Question ${p.question} of the rubric repeats the criteria of question ${p.other}.`,
  'rubric-several': p => `Rubrics in the document: ${p.count}. The one of the final control was taken.`,
  'example-k': p => `The worked example has ${p.example} criteria, the rubric has ${p.criteria}.`,
  'outcome-no-indicator': p => `Learning outcomes without achievement indicators: ${p.codes.join(', ')}.`,
  'code-repeated': p => `The code ${p.code} is given to several outcomes or indicators.`,
  coverage: p => `Learning outcome or indicator ${p.code} is named in no row of the calendar.`,
  'contact-blank': () => 'A contact (phone, e-mail) is left blank.',
  'policy-text-missing': p =>
    `The academic policy lacks the part ${policies[p.kind]}. The university has set an obligatory text for it, which one button puts in.`,
  'policy-text-differs': p =>
    `The part ${policies[p.kind]} of the academic policy differs from the university’s obligatory text. One button replaces it by that text.`,
  'term-module': p => `“${p.written}” looks like a slip for “module”. It was read as a module.`,
  'term-mixed': p =>
    `The same thing has several names: ${p.terms.map(({ term, count }) => `${term} (${count})`).join(', ')}. Choose one.`,
  characters: p => {
    const examples = p.examples.map(example => `“${example}”`).join(', ');
    return {
      'grade-letter': `The letter grade ${examples} was typed in Cyrillic and has been replaced with Latin.`,
      'old-letter': `There are letters left over from old fonts (Ə, ӛ). The text was kept as written. Count: ${p.count}. For example: ${examples}.`,
      'mixed-alphabet': `Latin and Cyrillic letters are mixed in one word. The text was kept as written. Count: ${p.count}. For example: ${examples}.`,
      bullet: `Signs of a symbol font were removed. Count: ${p.count}.`,
      hidden: `Invisible characters were removed. Count: ${p.count}.`,
      'line-hyphen': `Words hyphenated at a line's end were joined. Count: ${p.count}. For example: ${examples}.`,
    }[p.what];
  },
  encoding: p =>
    `The file does not state its encoding; it was recognised by its letters: ${p.encoding}. Check that the text reads right.`,
  'columns-guessed': p =>
    `Tables without lines: ${p.tables}. Their columns were taken from where the texts stand: compare the values with the document, or upload the .docx.`,
  'row-unknown': p => `The kind of this calendar row is unknown: “${p.text}”.`,
  'value-unread': p => `“${p.text}” stands where a number should be, so the value was left blank.`,
  'calendar-several': p =>
    `Calendar tables in the document: ${p.count}. The longest was taken, the others were not read.`,
  'week-range': p =>
    `The row lasts several weeks (“${p.text}”): in the calendar it stands in week ${p.week}.`,
  'points-shared': p =>
    `Points are written for a whole row with several classes (rows: ${p.rows}) and were given to one of them. Check how they are divided.`,
  'map-model': p =>
    p.left.length === 0
      ? 'Part 3 has no integration model. Leave one model.'
      : `Part 3 still has several models (${p.left.join(', ')}). Leave one and delete the others.`,
  'map-match': p =>
    p.problem === 'over'
      ? `A degree of match cannot be above 100%, but the map has ${p.percents}%.`
      : `Each MOOC needs one percentage of match. MOOCs: ${p.moocs}, percentages: ${p.percents}.`,
  'map-hours': p =>
    p.blank > 0
      ? `The schedule has classes without hours. Count: ${p.blank}.`
      : `The hours and credits of the workload do not fit each other (“${p.workload}”): 1 credit is 30 hours.`,
};
