import { type DrawnPage, type Fragment } from './geometry.ts';

/** The share of a page's height at its edges where page numbers and running titles stand. */
const edge = 0.09;

/** Leaves out what pages repeat at their edges: running titles, and numbers of pages. */
export function withoutMargins(pages: readonly DrawnPage[]): DrawnPage[] {
  if (pages.length < 2) return [...pages];
  const counts = new Map<string, number>();
  const keys = pages.map(page => marginKeys(page));
  for (const own of keys)
    for (const key of new Set(own.values())) counts.set(key, (counts.get(key) ?? 0) + 1);
  return pages.map((page, index) => {
    const own = keys[index] ?? new Map<Fragment, string>();
    const isRepeated = (fragment: Fragment) => (counts.get(own.get(fragment) ?? '') ?? 0) > pages.length / 2;
    const isInTable = (fragment: Fragment) =>
      page.rules.vertical.some(rule => rule.from < fragment.baseline && fragment.baseline < rule.to);
    return { ...page, fragments: page.fragments.filter(item => !isRepeated(item) || isInTable(item)) };
  });
}

/** Texts at the edges by how they look with all numbers alike, and where they stand. */
function marginKeys({ fragments, height }: DrawnPage): Map<Fragment, string> {
  const keys = new Map<Fragment, string>();
  for (const fragment of fragments) {
    const isEdge = fragment.baseline < height * edge || fragment.baseline > height * (1 - edge);
    if (!isEdge || fragment.text.trim() === '') continue;
    keys.set(fragment, `${Math.round(fragment.baseline / 3)} ${fragment.text.trim().replace(/\d+/gu, '#')}`);
  }
  return keys;
}
