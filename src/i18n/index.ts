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
  return new Proxy(texts, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return value;
      if (value === undefined) throw new Error(`there is no text ${path}.${key}`);
      return typeof value === 'object' && value !== null ? strict(value, `${path}.${key}`) : value;
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
