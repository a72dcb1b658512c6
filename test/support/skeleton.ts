/** Attributes whose values are words for people, or differ from visit to visit. */
const wordy =
  /\s(title|aria-label|aria-description|aria-valuetext|placeholder|alt|lang|content|value|label|nonce|data-[\w-]+)="([^"]*)"/g;

/**
 * A page without its words: its tags and attributes, where there are words, and which labels are equal. Two pages of
 * one skeleton are equally valid, and at one width and in one theme equally accessible: checks look at one of them,
 * mostly the Kazakh one.
 */
export function skeletonOf(html: string): string {
  const labels = new Map<string, number>();
  const ordinal = (label: string): number => {
    const known = labels.get(label) ?? labels.size;
    labels.set(label, known);
    return known;
  };
  return (
    html
      // One launch's address is as good as another's, and each language on the switch has its turn.
      .replace(/\/(l|console)\/[0-9a-f]{24}/g, '/$1/…')
      .replace(/<button[^>]* name="lang"[^>]*>/g, '<button>')
      .replace(wordy, (_, name: string, value: string) =>
        value.trim() === '' ? ` ${name}=""` : ` ${name}="${ordinal(value)}"`,
      )
      .replace(/>[^<]*</g, between => (between.slice(1, -1).trim() === '' ? '><' : '>…<'))
  );
}
