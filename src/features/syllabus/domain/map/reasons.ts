import { fold } from '../reading/letters.ts';
import { type Line } from '../reading/lines.ts';

/** Why an online course matches so far: a line of point 2.2, which the form leaves free. */
export interface MatchReason {
  /** The outcome's code; null where the whole course is meant. */
  readonly code: string | null;
  /** As point 2.1 calls it: "MOOC 2". */
  readonly mooc: string;
  readonly percent: number | null;
  readonly reason: string | null;
}

const label = /^(?:spoc ?)?(?:mooc|моос|моок|mook|жаок|spoc)\s*\d{1,2}$/u;

/** The lines of part 2 before point 2.2, which has the percents, and those from it on, which have the reasoning. */
export function splitMatch(lines: readonly Line[]): { percents: readonly Line[]; reasons: readonly Line[] } {
  const at = lines.findIndex(line => /^2\.2(?!\d)/u.test(fold(line.cells[0]?.text ?? '')));
  return at === -1
    ? { percents: lines, reasons: [] }
    : { percents: lines.slice(0, at), reasons: lines.slice(at) };
}

/** Reads the table of point 2.2: outcome, online course, percent, reasoning. Its head is no line of it. */
export function readReasons(lines: readonly Line[]): MatchReason[] {
  return lines.flatMap((line): MatchReason[] => {
    const [code = '', mooc = '', percent = '', reason = ''] = line.cells.map(cell => cell.text);
    if (line.cells.length < 4 || !label.test(fold(mooc))) return [];
    const number = /\d{1,3}(?:[.,]\d{1,2})?/u.exec(percent)?.[0];
    return [
      {
        code: blank(code),
        mooc,
        percent: number === undefined ? null : Number(number.replace(',', '.')),
        reason: blank(reason),
      },
    ];
  });
}

const blank = (text: string): string | null => (/^[\s–—-]*$/u.test(text) ? null : text);
