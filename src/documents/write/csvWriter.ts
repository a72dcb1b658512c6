import { guardFormula } from '../formulaGuard.ts';
import { type SheetCell } from './xlsxWriter.ts';

/**
 * Writes a table as text (RFC 4180) with the mark by which Excel knows UTF-8. No cell runs as a formula.
 * @param separator what Excel expects in the reader's language: a semicolon where the comma is the decimal mark
 */
export function writeCsv(rows: readonly (readonly SheetCell[])[], separator: ',' | ';'): string {
  const lines = rows.map(row => row.map(cell => fieldOf(cell, separator)).join(separator));
  return `\ufeff${lines.map(line => `${line}\r\n`).join('')}`;
}

function fieldOf({ text, number = null }: SheetCell, separator: string): string {
  const safe = number === null ? guardFormula(text) : text;
  return /["\r\n]/u.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
