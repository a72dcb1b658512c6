/**
 * The address of the next page in a `Link` header, resolved against the page's own; null when there is none.
 * Moodle writes `rel=“next”` with typographic quotes and `&amp;` between the parameters of line item pages.
 */
export function nextPage(header: string | undefined, pageUrl: string): string | null {
  return linkWith(header, 'next', pageUrl);
}

/** The address under which the changes since this reading can be asked for (NRPS 2.0, section 2.5.1); null: not offered. */
export function differencesLink(header: string | undefined, pageUrl: string): string | null {
  return linkWith(header, 'differences', pageUrl);
}

function linkWith(header: string | undefined, rel: string, pageUrl: string): string | null {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^<>]*)>([^<]*)/g)) {
    const value = /;\s*rel\s*=\s*([^;,]+)/i.exec(parameters)?.[1] ?? '';
    const rels = withoutQuotes(value).toLowerCase().split(/\s+/);
    const url = target.replaceAll('&amp;', '&').trim();
    if (rels.includes(rel) && URL.canParse(url, pageUrl)) return new URL(url, pageUrl).href;
  }
  return null;
}

/** Quotes of any kind: plain, typographic, and typographic ones whose UTF-8 bytes were read as Latin-1. */
const withoutQuotes = (value: string): string => value.replace(/[^A-Za-z0-9\-.:/ ]/g, '').trim();
