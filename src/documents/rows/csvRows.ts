import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { DocumentError } from '../errors.ts';
import { decodeText } from '../text/encoding.ts';
import { type TakeRow } from './takeRow.ts';

const sliceLength = 64 * 1024;
/** A quote that is never closed makes the rest of the file one cell; no honest row is that long. */
const longestRow = 256 * 1024;

/**
 * Text with separators (RFC 4180, and what spreadsheets make of it): quoted cells with separators, quotes and line ends
 * inside, rows of different length, quotes in the middle of a cell.
 */
export async function readCsvRows(bytes: Uint8Array, take: TakeRow): Promise<void> {
  const { text } = decodeText(bytes);
  const { delimiter, start } = delimiterOf(text);
  let row = 0;
  const parser = parse({
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: longestRow,
    on_record: (cells: string[]) => {
      row += 1;
      take(cells, row);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(slicesOf(text, start)), parser);
  } catch (error) {
    if (error instanceof CsvError) throw new DocumentError('document-damaged', { cause: error });
    throw error;
  }
}

async function* slicesOf(text: string, start: number): AsyncGenerator<string> {
  for (let at = start; at < text.length; at += sliceLength) {
    yield text.slice(at, at + sliceLength);
    await nextTurn();
  }
}

const delimiters = ['\t', ';', ','] as const;
/** Lines that are looked at to find the separator. */
const sampleLines = 30;

/**
 * The separator, and where the table begins. Excel writes "sep=;" above a table to say it; otherwise it is what stands
 * in every line equally often: a decimal comma does not stand in the heading.
 */
export function delimiterOf(text: string): { delimiter: string; start: number } {
  const said = /^sep=([;,\t])\r?\n/iu.exec(text);
  if (said !== null) return { delimiter: said[1] ?? ',', start: said[0].length };
  const lines = plainLines(text);
  const found = delimiters.map(delimiter => {
    const counts = lines.map(line => line.split(delimiter).length - 1);
    const least = Math.min(...counts);
    return { delimiter, least, isConstant: counts.every(count => count === least) };
  });
  const [best] = found
    .filter(({ least }) => least > 0)
    .sort((a, b) => Number(b.isConstant) - Number(a.isConstant) || b.least - a.least);
  return { delimiter: best?.delimiter ?? ',', start: 0 };
}

/** The first lines that are not empty, without what stands in quotes. */
function plainLines(text: string): string[] {
  const lines = text
    .slice(0, sliceLength)
    .replace(/"(?:[^"]|"")*"/gu, '')
    .split(/\r\n?|\n/u)
    .filter(line => line.trim() !== '');
  // The last line of the sample may be cut; alone it is all there is.
  return lines.slice(
    0,
    Math.max(1, Math.min(sampleLines, lines.length - (text.length > sliceLength ? 1 : 0))),
  );
}
