import { type Lang } from '../../../src/i18n/index.ts';
import { english } from './sampleEnglish.ts';
import { kazakh } from './sampleKazakh.ts';
import { russian } from './sampleRussian.ts';

/** Words for the gallery: an invented course, with names and sentences as long as real ones are. */
export type Sample = { readonly [K in keyof typeof kazakh]: Widened<(typeof kazakh)[K]> };

type Widened<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Widened<Item>[]
    : { readonly [K in keyof T]: Widened<T[K]> };

export const samples: Record<Lang, Sample> = { kk: kazakh, ru: russian, en: english };
