import { finding, type Finding } from '../finding.ts';
import { fold } from './letters.ts';
import { type Line } from './lines.ts';

const label =
  '(?:e-?mail|эл(?:ектрон\\p{L}*|\\.) ?поч[тш]\\p{L}*|телефон\\p{L}*|тел\\.|phone|contacts?|контакт\\p{L}*|байланыс\\p{L}*)';
const blankText = new RegExp(`^${label}[^:_]{0,30}(?::[\\s_.…-]*|_{3,})$`, 'u');
const labelCell = new RegExp(`^${label}[^:]{0,30}:?$`, 'u');

/** The form has a place for the lecturer's contacts: one that is left blank is a finding. */
export function contactFindings(front: readonly Line[]): Finding[] {
  const isBlank = front.some(({ cells }) => {
    const [first, second] = cells;
    if (first === undefined || first.text.length > 80) return false;
    const text = fold(first.text);
    if (cells.length === 1) return blankText.test(text);
    return cells.length === 2 && labelCell.test(text) && /^[_.…\s-]*$/u.test(second?.text ?? '');
  });
  return isBlank ? [finding('contact-blank', 'course', {})] : [];
}
