import { contentFields, type FieldChange, type MoocContent } from './mooc.ts';
import { writeContent } from './readContent.ts';

/** Of a text in the history; the course itself has the whole of the present one. */
const longest = 400;

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** What differs between two versions of a course, field by field, in the order of the form. */
export function changesBetween(before: MoocContent, after: MoocContent): FieldChange[] {
  const [older, newer] = [writeContent(before, '.'), writeContent(after, '.')];
  return contentFields
    .filter(field => older[field] !== newer[field])
    .map(field => ({ field, from: shortened(older[field]), to: shortened(newer[field]) }));
}
