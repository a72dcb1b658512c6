// The content of the English sample syllabus: a course of our own, without a fault, with its columns in another order
// and the kind of class in a column.

const merged = (text, span) => ({ text, span });
const start = text => ({ text, merge: 'start' });
const more = { text: '', merge: 'more' };

const weeks = [
  ['What makes a text academic', 'Reading a paper from the end'],
  ['Purpose, audience, genre', 'Comparing three abstracts'],
  ['Finding sources', 'Searching a library catalogue'],
  ['Judging sources', 'A checklist for a web page'],
  ['Notes and summaries', 'Summarising in fifty words'],
  ['Paraphrase and quotation', 'Repairing a copied paragraph'],
  ['Citation styles', 'A list of references by hand'],
  ['The research question', 'Narrowing a topic'],
  ['The thesis and its support', 'Claims and evidence'],
  ['Paragraphs that hold together', 'Cutting a page by half'],
  ['Introductions and conclusions', 'First and last sentences'],
  ['Tables and figures', 'Describing a chart'],
  ['Style: short, exact, modest', 'Editing aloud'],
  ['Peer review', 'Reviewing a draft'],
  ['Presenting a paper', 'Three-minute talks'],
];
const independent = {
  4: ['IWS 1. Annotated list of sources', '30'],
  7: ['IWS 2. Summary of a paper', '35'],
  10: ['IWS 3. Outline of an essay', '30'],
  14: ['IWS 4. Essay of 1,500 words', '30'],
};
const consultations = {
  3: 'IWST 1. Consultation on IWS 1',
  6: 'IWST 2. Consultation on IWS 2',
  9: 'IWST 3. Consultation on IWS 3',
  13: 'IWST 4. Consultation on IWS 4',
  15: 'IWST 5. Preparation for the final exam',
};
const calendar = [['Week', 'Type of class', 'Max. score', 'Topic', 'Hours']];
for (const [index, [lecture, seminar]] of weeks.entries()) {
  const week = index + 1;
  if (week === 1 || week === 8)
    calendar.push([merged(week === 1 ? 'Module 1. Reading' : 'Module 2. Writing', 5)]);
  calendar.push([start(`Week ${week}`), 'Lecture', '', lecture, '1']);
  calendar.push([more, 'Seminar', '5', seminar, '1']);
  if (consultations[week] !== undefined) calendar.push([more, 'IWST', '', consultations[week], '']);
  if (independent[week] !== undefined)
    calendar.push([more, 'IWS', independent[week][1], independent[week][0], '']);
  if (week === 7 || week === 15)
    calendar.push(['', 'Midterm control', '100', `Midterm control ${week === 7 ? 1 : 2}`, '']);
}
calendar.push(['', 'Final control', '100', 'Final control (exam)', '']);

export const sample = [
  'SYLLABUS',
  {
    rows: [
      ['Course name', 'Academic Writing'],
      ['Course code', 'ENG 1204'],
      ['Credits (ECTS)', '3'],
      ['Prerequisites', 'English B2'],
      ['Postrequisites', 'Research Seminar\nDiploma Project'],
    ],
  },
  'Purpose of the course: to teach students to read, plan and write a short academic paper.',
  'Expected learning outcomes',
  {
    rows: [
      ['Learning outcomes (LO)', 'Indicators of achievement (ID)'],
      [start('LO 1. Reads academic texts critically.'), '1.1 Separates claims from evidence.'],
      [more, '1.2 Judges whether a source can be trusted.'],
      [start('LO 2. Writes a short paper.'), '2.1 States a question and a thesis.'],
      [more, '2.2 Cites sources in one style throughout.'],
    ],
  },
  'Course policy',
  'Attendance. Deadlines stand in the calendar; late work loses points.',
  'Academic integrity. Every borrowed idea has a source.',
  'Inclusive education. Tasks can be adapted; write to support@example.edu or phone +7 700 000 00 00.',
  'Assessment',
  {
    rows: [
      ['Component', 'Weight, %'],
      ['Work in seminars', '22.5'],
      ['Independent work', '37.5'],
      ['Final exam', '40'],
      ['Total', '100'],
    ],
  },
  'Grading scale',
  {
    rows: [
      ['Letter grade', 'Numeric equivalent', 'Percentage', 'Traditional grade'],
      ...[
        ['A', '4.0', '95-100', 'Excellent'],
        ['A-', '3.67', '90-94', 'Excellent'],
        ['B+', '3.33', '85-89', 'Good'],
        ['B', '3.0', '80-84', 'Good'],
        ['B-', '2.67', '75-79', 'Good'],
        ['C+', '2.33', '70-74', 'Good'],
        ['C', '2.0', '65-69', 'Satisfactory'],
        ['C-', '1.67', '60-64', 'Satisfactory'],
        ['D+', '1.33', '55-59', 'Satisfactory'],
        ['D', '1.0', '50-54', 'Satisfactory'],
        ['FX', '0.5', '25-49', 'Unsatisfactory'],
        ['F', '0', '0-24', 'Unsatisfactory'],
      ],
    ],
  },
  'Course calendar',
  { rows: calendar },
  'Rubric of the final exam',
  'Course: Academic Writing. Form: written. Platform: Moodle',
  {
    rows: [
      [
        'Criterion',
        'Excellent 90–100%',
        'Good 70–89%',
        'Satisfactory 50–69%',
        'Unsatisfactory 25–49%',
        'Unsatisfactory 0–24%',
      ],
      [merged('Question 1', 6)],
      [
        '1. Understanding of the text',
        'The argument is retold exactly.',
        'The argument is retold with small slips.',
        'The topic is named, the argument is not.',
        'The text is misread.',
        'No answer.',
      ],
      [
        '2. Use of sources',
        'All sources are cited in one style.',
        'One source is cited wrongly.',
        'Several sources are cited wrongly.',
        'Sources are hardly cited.',
        'No sources.',
      ],
      [merged('Question 2', 6)],
      [
        '1. Thesis and support',
        'A clear thesis with evidence for each claim.',
        'A clear thesis, one claim without evidence.',
        'A thesis with little evidence.',
        'Claims without a thesis.',
        'No thesis.',
      ],
      [
        '2. Language',
        'Exact and short.',
        'Exact, wordy in places.',
        'Understandable with effort.',
        'Often not understandable.',
        'Not in English.',
      ],
    ],
  },
];
