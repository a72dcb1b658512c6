/**
 * A table as spreadsheets of Kazakhstan open it: UTF-8 with a byte order mark, CRLF (RFC 4180), and a semicolon where
 * the comma is the decimal mark.
 */
export function csvOf(rows: readonly (readonly string[])[], separator: ',' | ';'): string {
  return `\uFEFF${rows.map(row => row.map(cell => csvCell(cell, separator)).join(separator)).join('\r\n')}\r\n`;
}

/**
 * One cell. A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end, also after
 * blanks) gets an apostrophe before it; plain numbers stay numbers (OWASP, "CSV Injection").
 */
export function csvCell(text: string, separator: ',' | ';'): string {
  const isNumber = /^-?\d+([.,]\d+)?$/.test(text);
  const safe = !isNumber && /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /["\r\n]/.test(safe) || safe.includes(separator) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
