import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DocumentError, documentLimits, readDocument } from '../documents/index.ts';
import {
  checkSyllabus,
  NotASyllabusError,
  parseMap,
  parseSyllabus,
  printedMap,
  printedSyllabus,
  type PrintedMap,
  type PrintedSyllabus,
} from '../features/syllabus/domain/index.ts';
import { catalogueOf, isLang, type Lang } from '../i18n/index.ts';
import { mapSummary, syllabusSummary } from './importSummary.ts';

/** Where the command writes; by default the process's own streams. */
export interface ImportStreams {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const usage = `Usage: tirek import FILE [--json] [--lang kk|ru|en]

Reads a syllabus or a MOOC integration map (.docx, .xlsx, .pdf with text, or .txt) and prints what was understood and what contradicts what. Touches no data.

  --json         print one JSON object
  --lang LANG    write findings in this language instead of the document's own
  --help         print this text
`;

interface ImportOptions {
  readonly file: string;
  readonly json: boolean;
  readonly lang: Lang | null;
}

/**
 * `tirek import`: prints what a file holds. Resolves to the exit code: 0 when it was understood, whatever the findings;
 * 1 when the file is neither, unreadable, protected or too large, with one line on stderr; 2 for wrong usage.
 */
export async function importCommand(args: readonly string[], io: ImportStreams): Promise<number> {
  const options = optionsIn(args);
  if (options === null) {
    io.stdout(usage);
    return 0;
  }
  if (typeof options === 'string') {
    io.stderr(`${options} (see tirek import --help)\n`);
    return 2;
  }
  const texts = catalogueOf(options.lang ?? 'en').documents;
  const bytes = await bytesOf(options.file);
  if (bytes === null) {
    io.stderr(`${texts.import.noFile({ file: options.file })}\n`);
    return 1;
  }
  try {
    io.stdout(await understood(bytes, options));
    return 0;
  } catch (error) {
    if (error instanceof DocumentError) io.stderr(`${texts[error.code]}\n`);
    else if (error instanceof NotASyllabusError) io.stderr(`${texts['not-a-syllabus']}\n`);
    else throw error;
    return 1;
  }
}

async function understood(bytes: Uint8Array, { file, json, lang }: ImportOptions): Promise<string> {
  const document = await readDocument(bytes, file);
  const map = parseMap(document);
  if (map !== null) {
    const printed = printedMap(map.map, map.findings, lang ?? map.language);
    return json ? jsonOf(printed) : mapSummary(printed, lang ?? map.language);
  }
  const { syllabus, evidence, findings } = parseSyllabus(document);
  const all = [...findings, ...checkSyllabus(syllabus, evidence, null)];
  const printed = printedSyllabus(syllabus, all, lang ?? syllabus.language);
  return json ? jsonOf(printed) : syllabusSummary(printed, lang ?? syllabus.language);
}

function jsonOf(printed: PrintedSyllabus | PrintedMap): string {
  return `${JSON.stringify(printed, null, 2)}\n`;
}

/** The file's bytes; of one that is too large only so many that the reader refuses it. Null when it cannot be opened. */
async function bytesOf(file: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(file);
    return size > documentLimits.fileBytes
      ? new Uint8Array(documentLimits.fileBytes + 1)
      : await readFile(file);
  } catch {
    return null;
  }
}

/** The options, or what is wrong with them; null when help is asked for. */
function optionsIn(args: readonly string[]): ImportOptions | string | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        lang: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return null;
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return 'Name exactly one file.';
    if (values.lang !== undefined && !isLang(values.lang)) return '--lang must be kk, ru or en.';
    return { file, json: values.json, lang: values.lang ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
