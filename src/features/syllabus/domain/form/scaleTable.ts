import { type PaperBlock, type PaperCell } from '../../../../documents/write/index.ts';
import { type Lang } from '../../../../i18n/index.ts';
import { decimalMark } from '../../../../kernel/dates.ts';
import { exactOfNumber, formatExact, sumExact } from '../../../../kernel/exact.ts';
import { type DocumentScaleRow, type Weight } from '../types.ts';
import { numberText } from './numberText.ts';
import { type FormWords } from './formWords.ts';

const head = (text: string): PaperCell => ({ text, bold: true, align: 'center', shaded: true });

/** The letter scale; a grade in words that several letters share is one cell. */
export function scaleTable(scale: readonly DocumentScaleRow[], lang: Lang, words: FormWords): PaperBlock[] {
  if (scale.length === 0) return [];
  const rows = scale.map((row, index): PaperCell[] => {
    const isShared = index > 0 && row.labelText !== null && scale[index - 1]?.labelText === row.labelText;
    const shared = scale.slice(index).findIndex(other => other.labelText !== row.labelText);
    const count = row.labelText === null ? 1 : shared === -1 ? scale.length - index : shared;
    return [
      { text: row.letter, bold: true, align: 'center' },
      { text: (row.gpa ?? '').replace('.', decimalMark(lang)), align: 'center' },
      { text: rangeText(row, lang), align: 'center' },
      ...(isShared ? [] : [{ text: row.labelText ?? '', ...(count > 1 ? { rows: count } : {}) }]),
    ];
  });
  const { letter, gpa, percent, label } = words.scale;
  return [
    { kind: 'paragraph', text: '', lead: words.scale.heading },
    {
      kind: 'table',
      widths: [14, 26, 26, 34],
      headRows: 1,
      borders: 'all',
      keepRows: false,
      rows: [[letter, gpa, percent, label].map(head), ...rows],
    },
  ];
}

function rangeText({ min, max }: DocumentScaleRow, lang: Lang): string {
  return min === null || max === null ? '' : `${numberText(min, lang)}–${numberText(max, lang)}`;
}

export function weightsTable(weights: readonly Weight[], lang: Lang, words: FormWords): PaperBlock[] {
  if (weights.length === 0) return [];
  const sum = sumExact(weights.map(({ percent }) => exactOfNumber(percent)));
  const total = formatExact(sum, { mark: decimalMark(lang), digits: 4 });
  return [
    { kind: 'paragraph', text: '' },
    {
      kind: 'table',
      widths: [74, 26],
      headRows: 1,
      borders: 'all',
      keepRows: false,
      rows: [
        [head(words.weights.text), head(words.weights.percent)],
        ...weights.map(({ text, percent }): PaperCell[] => [
          { text },
          { text: numberText(percent, lang), align: 'center' },
        ]),
        [
          { text: words.weights.total, bold: true },
          { text: total, bold: true, align: 'center' },
        ],
      ],
    },
  ];
}
