import { type Lang } from '../../../../i18n/index.ts';
import { decimalMark } from '../../../../kernel/dates.ts';
import { exactOfNumber, formatExact } from '../../../../kernel/exact.ts';

/** A count as the language writes it; blank stays blank. */
export function numberText(value: number | null, lang: Lang): string {
  return value === null ? '' : formatExact(exactOfNumber(value), { mark: decimalMark(lang), digits: 4 });
}
