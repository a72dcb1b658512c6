/** The languages of the product; Kazakh is the first and the default. */
export const languages = ['kk', 'ru', 'en'] as const;
export type Lang = (typeof languages)[number];

export function isLang(value: unknown): value is Lang {
  return typeof value === 'string' && (languages as readonly string[]).includes(value);
}

/**
 * The product's language for a locale as LMSs and browsers write it ("kk_latn", "ru-KZ", "en-US").
 * Null when the product does not speak it.
 */
export function langOfLocale(locale: string | undefined): Lang | null {
  const primary = locale?.trim().toLowerCase().split(/[-_]/)[0];
  return isLang(primary) ? primary : null;
}

/** The first language of an Accept-Language header that the product speaks; Kazakh when there is none. */
export function langOfAcceptLanguage(header: string | undefined): Lang {
  const wishes = (header ?? '')
    .split(',')
    .map(part => {
      const [locale = '', ...parameters] = part.split(';');
      const quality = parameters.map(p => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(q => q !== undefined);
      return { lang: langOfLocale(locale), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(wish => wish.lang !== null && wish.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes[0]?.lang ?? 'kk';
}
