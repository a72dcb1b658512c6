import { finding, type Finding } from '../finding.ts';
import { sameWords } from '../reading/letters.ts';
import { type Evidence, type Rubric, type Syllabus } from '../types.ts';

/** Of a syllabus, or of a rubric alone with the name of the course that it is used in. */
export function rubricFindings(
  { rubric, course }: Pick<Syllabus, 'rubric'> & { readonly course: Pick<Syllabus['course'], 'title'> },
  { exampleCriteria }: Pick<Evidence, 'exampleCriteria'>,
): Finding[] {
  if (rubric === null) return [];
  return [
    ...courseFinding(rubric.title, course.title),
    ...bandFindings(rubric),
    ...blanks(rubric),
    ...twins(rubric),
    ...repeated(rubric),
    ...exampleFinding(rubric, exampleCriteria),
  ];
}

/** A rubric names its discipline, and the same one as the syllabus; a shorter form of the name is the same. */
function courseFinding(title: string | null, course: string | null): Finding[] {
  if (title === null) return [finding('rubric-course', 'rubric.title', { title, course })];
  if (course === null) return [];
  const [named, own] = [sameWords(title), sameWords(course)];
  return named.includes(own) || own.includes(named)
    ? []
    : [finding('rubric-course', 'rubric.title', { title, course })];
}

/** Bands are whole percents and cover 0–100 once, in whatever order they are printed. */
function bandFindings({ bands }: Rubric): Finding[] {
  const ordered = bands.toSorted((a, b) => a.min - b.min);
  const findings = ordered.flatMap((band, index) => {
    const below = ordered[index - 1]?.max ?? -1;
    if (band.min > below + 1)
      return [finding('rubric-bands', 'rubric.bands', { problem: 'gap', min: below + 1, max: band.min - 1 })];
    if (band.min <= below)
      return [
        finding('rubric-bands', 'rubric.bands', {
          problem: 'overlap',
          min: band.min,
          max: Math.min(below, band.max),
        }),
      ];
    return [];
  });
  const top = Math.max(-1, ...bands.map(({ max }) => max));
  return top >= 100 || bands.length === 0
    ? findings
    : [...findings, finding('rubric-bands', 'rubric.bands', { problem: 'gap', min: top + 1, max: 100 })];
}

/** A level without a descriptor cannot be recognised; a criterion without any is another form. */
function blanks({ bands, questions }: Rubric): Finding[] {
  return questions.flatMap((question, q) =>
    question.criteria.flatMap((criterion, c) => {
      const written = criterion.descriptors.filter(text => text !== null && text.trim() !== '').length;
      const blank = bands.length - written;
      if (written === 0 || blank <= 0) return [];
      const params = { question: question.number, criterion: criterion.number, blank };
      return [finding('rubric-blank', `rubric.questions[${q}].criteria[${c}]`, params)];
    }),
  );
}

/** Two levels that look the same cannot be told apart by whoever grades. */
function twins({ bands, questions }: Rubric): Finding[] {
  return questions.flatMap((question, q) =>
    question.criteria.flatMap((criterion, c) => {
      const texts = criterion.descriptors.map(text => sameWords(text ?? ''));
      return texts.flatMap((text, index) => {
        const twin = texts.indexOf(text);
        const [first, second] = [bands[twin], bands[index]];
        if (text === '' || twin === index || first === undefined || second === undefined) return [];
        const params = {
          question: question.number,
          criterion: criterion.number,
          first: rangeOf(first),
          second: rangeOf(second),
        };
        return [
          finding(
            'rubric-twin-descriptors',
            `rubric.questions[${q}].criteria[${c}].descriptors[${index}]`,
            params,
          ),
        ];
      });
    }),
  );
}

function rangeOf({ min, max }: { min: number; max: number }) {
  return { min, max };
}

function repeated({ questions }: Rubric): Finding[] {
  const sets = questions.map(({ criteria }) =>
    criteria.map(({ text }) => sameWords(text)).filter(text => text !== ''),
  );
  return questions.flatMap((question, index) => {
    const own = sets[index] ?? [];
    const other = sets.findIndex(
      (set, at) => at < index && own.length > 0 && own.every(text => set.includes(text)),
    );
    if (other === -1) return [];
    const params = { question: question.number, other: questions[other]?.number ?? other + 1 };
    return [finding('rubric-repeated', `rubric.questions[${index}]`, params)];
  });
}

function exampleFinding({ questions }: Rubric, example: number | null): Finding[] {
  const criteria = questions.reduce((count, question) => count + question.criteria.length, 0);
  if (example === null || example === criteria) return [];
  return [finding('example-k', 'rubric', { example, criteria })];
}
