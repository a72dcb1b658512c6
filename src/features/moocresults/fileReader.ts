import { createHash } from 'node:crypto';
import { DocumentError } from '../../documents/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { guessColumns } from './domain/columns.ts';
import { usualRules } from './domain/conversion.ts';
import { type FileChoices, type ResultFile, type ResultFileStore } from './fileStore.ts';
import { readResultFile, TooManyRowsError } from './reading.ts';
import { columnsOf, type ResultService } from './resultService.ts';
import { type MoocResultStore } from './resultStore.ts';
import { guessSources } from './targets.ts';

export interface FileReader {
  /** Begins to read a file, and answers its id at once. */
  begin(
    reader: { readonly courseId: CourseId; readonly personId: PersonId },
    moocKey: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
  ): Promise<string>;
  /** Rows read so far; null: this process is not reading it. */
  progressOf(id: string): number | null;
  /** Resolves when nothing is being read any more. */
  idle(): Promise<void>;
}

export interface FileReaderParts {
  readonly files: ResultFileStore;
  readonly results: MoocResultStore;
  readonly service: ResultService;
  readonly log: Log;
  readonly newId: () => string;
  readonly now: () => Date;
}

export function createFileReader(parts: FileReaderParts): FileReader {
  const { files, results, service, log } = parts;
  const progress = new Map<string, number>();
  const running = new Set<Promise<void>>();

  async function read(
    head: Pick<ResultFile, 'id' | 'courseId' | 'moocKey' | 'file'>,
    bytes: Uint8Array,
  ): Promise<void> {
    const { id, courseId, moocKey, file: name } = head;
    const [remembered, world] = await Promise.all([
      results.readingOf(courseId, moocKey),
      service.getWorld(courseId),
    ]);
    const content = await readResultFile(
      { name, bytes },
      await service.matcherOf(world, moocKey),
      remembered.headings,
      rows => progress.set(id, rows),
    );
    if (content === null) return files.fail(id, 'not-a-table');
    const choices: FileChoices = {
      columns: guessColumns(content.table.headings, remembered.headings),
      sources: guessSources(content, columnsOf(world, moocKey), remembered),
      rules: remembered.rules ?? usualRules,
      decisions: [],
    };
    await files.opened(id, content, choices, await service.preview(world, head, content, choices));
  }

  async function readCarefully(head: Parameters<typeof read>[0], bytes: Uint8Array): Promise<void> {
    try {
      await read(head, bytes);
    } catch (error) {
      const known = error instanceof DocumentError ? error.code : null;
      const isTooMuch =
        error instanceof TooManyRowsError || (error instanceof AppError && error.code === 'too-large');
      const failure = isTooMuch ? 'too-many-rows' : known;
      if (failure === null) log.error({ course: head.courseId, error }, 'results-not-read');
      await files.fail(head.id, failure ?? 'failed').catch((lost: unknown) => {
        // The store is away; the page says that the reading broke off.
        log.warn({ course: head.courseId, error: lost }, 'results-not-read');
      });
    } finally {
      progress.delete(head.id);
    }
  }

  return {
    async begin({ courseId, personId }, moocKey, { name, bytes }) {
      const digest = createHash('sha256').update(bytes).digest('hex');
      const head = { id: parts.newId(), courseId, moocKey, file: name.slice(-200) };
      progress.set(head.id, 0);
      await files.begin({ ...head, by: personId, at: parts.now(), digest });
      const reading = readCarefully(head, bytes);
      running.add(reading);
      void reading.finally(() => running.delete(reading));
      return head.id;
    },
    progressOf: id => progress.get(id) ?? null,
    idle: async () => {
      await Promise.all(running);
    },
  };
}
