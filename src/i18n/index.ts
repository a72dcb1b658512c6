import { en } from './en/index.ts';
import { kk } from './kk/index.ts';
import { type Lang } from './lang.ts';
import { type Messages } from './messages.ts';
import { ru } from './ru/index.ts';

export { isLang, langOfAcceptLanguage, languages, type Lang } from './lang.ts';
export { type Messages } from './messages.ts';

/** All texts of one language. */
export type Catalogue = Messages<typeof kk>;

/** Fails on a key that does not exist: views are not type-checked, so a misspelt key must not print nothing. */
function strict<T extends object>(texts: T, path: string): T {
  // Made here and not at each reading: a page reads some hundred texts.
  const inner = new Map<string | symbol, unknown>();
  for (const [key, value] of Object.entries(texts) as [string, unknown][]) {
    if (typeof value === 'object' && value !== null) inner.set(key, strict(value, `${path}.${key}`));
  }
  return new Proxy(texts, {
    get(target, key, receiver) {
      const value: unknown = inner.get(key) ?? Reflect.get(target, key, receiver);
      if (value === undefined && typeof key !== 'symbol') throw new Error(`there is no text ${path}.${key}`);
      return value;
    },
  });
}

const catalogues: Record<Lang, Catalogue> = {
  kk: strict<Catalogue>(kk, 'kk'),
  ru: strict(ru, 'ru'),
  en: strict(en, 'en'),
};

export function catalogueOf(lang: Lang): Catalogue {
  return catalogues[lang];
}
