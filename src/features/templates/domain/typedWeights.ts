import { compareExact, exactOfNumber, exactWhole, sumExact } from '../../../kernel/exact.ts';
import { weightKinds } from '../../syllabus/index.ts';
import { type SyllabusTemplate } from './template.ts';

/** The percents as they were typed, by kind. */
export type TypedWeights = Readonly<Record<string, string>>;

export type ReadWeights =
  | { readonly kind: 'read'; readonly weights: SyllabusTemplate['weights'] }
  /** `unread`: the kinds whose percent is no number from 0 to 100; none of them: the sum is not 100. */
  | { readonly kind: 'wrong'; readonly unread: readonly string[] };

/** Reads an institution's weights: all of them empty, or numbers that sum to exactly 100. */
export function readWeights(typed: TypedWeights): ReadWeights {
  const given = weightKinds.flatMap(kind => {
    const text = (typed[kind] ?? '').trim().replace(',', '.');
    return text === '' ? [] : [{ kind, text }];
  });
  const isPercent = (text: string): boolean => /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100;
  const unread = given.filter(({ text }) => !isPercent(text)).map(({ kind }) => kind);
  if (unread.length > 0) return { kind: 'wrong', unread };
  const weights = given
    .map(({ kind, text }) => ({ kind, percent: Number(text) }))
    .filter(({ percent }) => percent > 0);
  const sum = sumExact(weights.map(({ percent }) => exactOfNumber(percent)));
  const isWhole = compareExact(sum, exactWhole(100)) === 0;
  return weights.length === 0 || isWhole ? { kind: 'read', weights } : { kind: 'wrong', unread: [] };
}
