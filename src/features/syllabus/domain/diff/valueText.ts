/** A value of a syllabus as one text, so that two versions can be set side by side; null where there is none. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(one => valueText(one)).join('; ');
  return typeof value === 'object' ? objectText(value) : null;
}

function objectText(value: object): string {
  if ('min' in value && 'max' in value) {
    const label = 'label' in value ? value.label : null;
    return `${valueText(value.min)}–${valueText(value.max)} ${valueText(label) ?? ''}`.trim();
  }
  // A module, or what a class prepares.
  const [first, second] = 'kind' in value ? ['kind', 'number'] : ['number', 'title'];
  const texts = [first, second].map(name => valueText((value as Record<string, unknown>)[name ?? '']) ?? '');
  return texts.join(' ').trim();
}
