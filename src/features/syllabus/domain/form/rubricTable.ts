import { type PaperBlock, type PaperCell } from '../../../../documents/write/index.ts';
import { type Rubric } from '../types.ts';
import { type FormWords } from './formWords.ts';

/** The rubric of the final control: a row a criterion, a column a level, the question beside its criteria. */
export function rubricBlocks(rubric: Rubric | null, words: FormWords): PaperBlock[] {
  if (rubric === null) return [];
  const head = (text: string): PaperCell => ({ text, bold: true, align: 'center', shaded: true });
  const bands = rubric.bands.map(({ min, max, label }) => {
    const range = `${min}–${max} %`;
    return head(label === null ? range : `${words.labels[label]}\n${range}`);
  });
  const fields = [
    [words.rubric.course, rubric.title],
    [words.rubric.form, rubric.form],
    [words.rubric.platform, rubric.platform],
  ] as const;
  return [
    { kind: 'heading', text: words.rubric.heading },
    ...fields.flatMap(([name, value]): PaperBlock[] =>
      value === null ? [] : [{ kind: 'paragraph', lead: `${name} `, text: value }],
    ),
    {
      kind: 'table',
      widths: [7, 15, ...bands.map(() => 78 / bands.length)],
      headRows: 1,
      borders: 'all',
      keepRows: true,
      rows: [
        [head(words.rubric.question), head(words.rubric.criterion), ...bands],
        ...rubric.questions.flatMap(question => questionRows(question, words)),
      ],
    },
  ];
}

function questionRows({ number, criteria }: Rubric['questions'][number], words: FormWords): PaperCell[][] {
  return criteria.map((criterion, index) => [
    ...(index > 0
      ? []
      : [
          {
            text: words.rubric.questionOf({ number }),
            bold: true,
            ...(criteria.length > 1 ? { rows: criteria.length } : {}),
          },
        ]),
    { text: [{ lead: `${words.rubric.criterionOf({ number: criterion.number })} `, text: criterion.text }] },
    ...criterion.descriptors.map((text): PaperCell => ({ text: text ?? '' })),
  ]);
}
