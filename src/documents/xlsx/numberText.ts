/** How a workbook shows a number: as it is, with a fixed form, or as a day or a time. */
export type NumberFormat =
  | { readonly kind: 'general' }
  | {
      readonly kind: 'fixed';
      readonly digits: number;
      readonly factor: number;
      readonly before: string;
      readonly behind: string;
    }
  | { readonly kind: 'date'; readonly hasYear: boolean; readonly hasDay: boolean; readonly hasTime: boolean };

const general: NumberFormat = { kind: 'general' };

/** Formats that have a number and no code (ECMA-376 Part 1, 18.8.30); those of days differ between languages. */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: 'dd.mm.yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'dd.mm.yyyy h:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: 'h:mm:ss',
  47: 'mm:ss',
};

/** Reads a format's code; only its first section counts, which is for positive numbers. */
export function formatOf(id: number, code: string | undefined): NumberFormat {
  const written = code ?? builtIn[id];
  if (written === undefined || /^(?:general|основной|негізгі|@)$/iu.test(written)) return general;
  const [section = ''] = written.split(';');
  const plain = section.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, '');
  if (/general/iu.test(plain)) return general;
  if (/[dmyhs]/iu.test(plain)) {
    return {
      kind: 'date',
      hasYear: /y/iu.test(plain),
      hasDay: /d/iu.test(plain),
      hasTime: /h|s/iu.test(plain),
    };
  }
  const number = /[0#?][0#?,.\s]*/u.exec(plain)?.[0] ?? '';
  if (number === '') return general;
  const literal = section.replace(/_.|\*.|\[[^\]]*\]/gu, '').replace(/"([^"]*)"|\\(.)/gu, '$1$2');
  const at = literal.indexOf(number);
  return {
    kind: 'fixed',
    digits: /\.([0#?]+)/u.exec(number)?.[1]?.replace(/[^0]/gu, '').length ?? 0,
    factor: plain.includes('%') ? 100 : 1,
    before: at === -1 ? '' : literal.slice(0, at),
    behind: at === -1 ? '' : literal.slice(at + number.length),
  };
}

/** The number as the workbook shows it, with a point and without groups. */
export function numberText(value: number, format: NumberFormat, is1904: boolean): string {
  if (format.kind === 'date') return dateText(value, format, is1904);
  if (format.kind === 'general') return String(Number(value.toPrecision(12)));
  const { digits, factor, before, behind } = format;
  // Digits that the format leaves open ("0.##") are shown as far as there are any.
  const rounded = Number((value * factor).toPrecision(12));
  return `${before}${digits > 0 ? rounded.toFixed(digits) : openDigits(rounded)}${behind}`.trim();
}

function openDigits(value: number): string {
  return String(Number(value.toFixed(3)));
}

const dayMs = 86_400_000;

/** Days count from 30 December 1899, or from 1 January 1904 in old Macintosh workbooks. */
function dateText(
  serial: number,
  { hasYear, hasDay, hasTime }: Extract<NumberFormat, { kind: 'date' }>,
  is1904: boolean,
): string {
  const at = new Date(
    Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, is1904 ? 1 : 30) + Math.round(serial * dayMs),
  );
  if (Number.isNaN(at.getTime())) return String(serial);
  const two = (value: number) => String(value).padStart(2, '0');
  const [day, month] = [at.getUTCDate(), at.getUTCMonth() + 1];
  const time = hasTime ? `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}` : '';
  // "1-2" typed into a cell becomes a day without a year: the second of January or the first of February, by the
  // language of the program. Written back in rising order it is what was typed.
  if (hasDay && !hasYear && !hasTime) return `${Math.min(day, month)}-${Math.max(day, month)}`;
  const date = hasYear ? `${hasDay ? `${two(day)}.` : ''}${two(month)}.${at.getUTCFullYear()}` : '';
  return `${date} ${time}`.trim();
}
