import { fold } from './letters.ts';

const totals =
  /^(?:[\p{L}\d ,-]{0,40}?(?:жиынтығы|барлығы|жиыны)|жалпы(?: (?:балл|саны|сағат|жиынтық)\p{L}*)?|жиынтық балл\p{L}*|итого\p{L}{0,2}|всего|total|sum|overall|grand total)(?![\p{L}-])/u;

/** Whether a text opens a line of sums ("ЖИЫНТЫҒЫ", "Пән үшін жиынтығы", "Итого за дисциплину", "TOTAL"). */
export function isTotal(text: string): boolean {
  const start = fold(text.slice(0, 120));
  return totals.test(start) && !/^итогов/u.test(start);
}
