/** Beginnings by which a spreadsheet takes a cell of a text file for a formula (OWASP, "CSV Injection"). */
const dangerous = /^[=+\-@\t\r\n＝＋－＠]/u;

/** The text with an apostrophe before it, where a spreadsheet would run it as a formula. */
export const guardFormula = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

/** The text without the apostrophe that our own exports, and those of other careful programs, have put before it. */
export const withoutFormulaGuard = (text: string): string =>
  text.startsWith("'") && dangerous.test(text.slice(1)) ? text.slice(1) : text;
