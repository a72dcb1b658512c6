import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { parseDecimal } from '../../kernel/exact.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type ClueColumns, clueFields } from './domain/columns.ts';
import { type ResultSource, type Rules, scales } from './domain/conversion.ts';
import { overall } from './domain/preview.ts';
import { type FileReader } from './fileReader.ts';
import { type FileChoices, type ResultFile } from './fileStore.ts';
import { fileView, readingView, takenView } from './fileView.ts';
import { columnsOf, type ResultService, type ResultWorld } from './resultService.ts';

export interface FileRouteParts {
  readonly service: ResultService;
  readonly reader: FileReader;
}

const params = z.object({ file: z.string() });
const place = z
  .string()
  .regex(/^\d{0,3}$/u)
  .transform(text => (text === '' ? null : Number(text)));
const decimal = z
  .string()
  .trim()
  .max(10)
  .transform(text => text.replace(',', '.'))
  .refine(text => text === '' || parseDecimal(text) !== null);
const rulesBody = z.object({
  threshold: decimal.default(''),
  below: z.enum(['zero', 'nothing']).default('zero'),
  attempts: z.enum(['best', 'last']).default('best'),
  digits: z.enum(['0', '1', '2']).default('2'),
  late: z.enum(['take', 'mark', 'leave']).default('take'),
  overwrites: z.literal('1').optional(),
  outside: z.enum(['take', 'leave', '']).default(''),
  rev: z.coerce.number().int().min(1),
});

export function fileRoutes(parts: FileRouteParts): Route[] {
  const find = (context: LaunchContext, id: string): Promise<ResultFile> =>
    parts.service.getFile(context.actor.courseId, id);
  return [
    defineRoute({
      method: 'get',
      path: '/moocresults/files/:file',
      permission: 'grades.draft',
      params,
      query: z.object({
        page: z.coerce.number().int().min(1).max(10_000).catch(1),
        notice: z.enum(['conflict', 'decided']).optional().catch(undefined),
      }),
      handler: async (context, input) =>
        showFile(parts, context, await find(context, input.params.file), input.query),
    }),
    defineRoute({
      method: 'get',
      path: '/moocresults/files/:file/progress',
      permission: 'grades.draft',
      params,
      handler: async (context, input) => {
        const { id, state } = await find(context, input.params.file);
        return json({
          reading: state === 'reading' && parts.reader.progressOf(id) !== null,
          rows: parts.reader.progressOf(id) ?? 0,
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocresults/files/:file',
      permission: 'grades.draft',
      params,
      body: z.record(z.string(), z.string().max(200)),
      handler: async (context, input) => {
        const file = await find(context, input.params.file);
        const world = await parts.service.getWorld(context.actor.courseId);
        const { rev, choices } = choicesOf(input.body, file, world);
        const notice = await parts.service.decide(world, file, rev, choices);
        return redirect(`${context.base}/moocresults/files/${file.id}?notice=${notice}#changes`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocresults/files/:file/take',
      permission: 'grades.draft',
      params,
      body: z.object({ rev: z.coerce.number().int().min(1) }),
      handler: async (context, input) => {
        const file = await find(context, input.params.file);
        const taken = await parts.service.take(context.actor.personId, file, input.body.rev);
        const address = `${context.base}/moocresults/files/${file.id}`;
        return redirect(taken === 'taken' ? address : `${address}?notice=conflict`);
      },
    }),
  ];
}

async function showFile(
  parts: FileRouteParts,
  context: LaunchContext,
  file: ResultFile,
  query: { page: number; notice?: 'conflict' | 'decided' | undefined },
): Promise<Reply> {
  const { t } = context;
  const rows = parts.reader.progressOf(file.id);
  if (file.state === 'reading' || file.state === 'failed') {
    const title = file.state === 'reading' ? t.moocresults.reading : t.moocresults.notRead;
    return page('moocresults/reading', title, readingView(context, file, rows));
  }
  const world = await parts.service.getWorld(context.actor.courseId);
  if (file.outcome !== null)
    return page('moocresults/taken', file.file, takenView(context, file, file.outcome, world));
  const notice =
    query.notice === undefined
      ? null
      : {
          tone: query.notice === 'conflict' ? 'warning' : 'success',
          text: t.marksimport.notices[query.notice],
        };
  return page('moocresults/file', file.file, {
    ...fileView(context, file, world, query.page),
    notice,
  });
}

/**
 * Fields "clue:email" … with a column's place, "column:KEY", "scale:KEY" and "of:KEY" for each target, "who:12" for the
 * rows that were asked about, and the rules. Throws invalid-input for what no page of ours has offered.
 */
function choicesOf(
  body: Readonly<Record<string, string>>,
  file: ResultFile,
  world: ResultWorld,
): { rev: number; choices: FileChoices } {
  const parsed = rulesBody.safeParse(body);
  if (!parsed.success)
    throw new AppError('invalid-input', { fields: parsed.error.issues.map(({ path }) => path.join('.')) });
  const { rev, outside, overwrites, digits, ...others } = parsed.data;
  const rules: Rules = {
    ...others,
    digits: Number(digits) as Rules['digits'],
    overwrites: overwrites === '1',
    outside: outside === '' ? null : outside,
  };
  const width = file.content?.table.headings.length ?? 0;
  const columnIn = (name: string): number | null => {
    const read = place.safeParse(body[name] ?? '');
    if (!read.success || (read.data !== null && read.data >= width))
      throw new AppError('invalid-input', { field: name });
    return read.data;
  };
  const columns = Object.fromEntries(
    clueFields.map(field => [field, columnIn(`clue:${field}`)]),
  ) as ClueColumns;
  const keys = [overall, ...columnsOf(world, file.moocKey).map(({ key }) => key)];
  const sources = Object.fromEntries(
    keys.flatMap((key): [string, ResultSource][] => {
      const column = columnIn(`column:${key}`);
      const scale = scales.find(one => one === body[`scale:${key}`]) ?? 'percent';
      const of = decimal.safeParse(body[`of:${key}`] ?? '100');
      return column === null
        ? []
        : [[key, { column, scale, of: of.success && of.data !== '' ? of.data : '100' }]];
    }),
  );
  return { rev, choices: { columns, sources, rules, decisions: decisionsOf(body, file, world) } };
}

function decisionsOf(
  body: Readonly<Record<string, string>>,
  file: ResultFile,
  { students }: ResultWorld,
): FileChoices['decisions'] {
  const people = new Map<string, PersonId>(students.map(({ person }) => [person.id, person.id]));
  const numbers = new Set((file.content?.table.rows ?? []).map(({ number }) => number));
  return Object.entries(body).flatMap(([name, value]): FileChoices['decisions'][number][] => {
    const row = /^who:(\d{1,7})$/u.exec(name)?.[1];
    if (row === undefined || value === '') return [];
    const decision = value === 'nobody' ? value : people.get(value);
    if (decision === undefined || !numbers.has(Number(row)))
      throw new AppError('invalid-input', { field: name });
    return [[Number(row), decision]];
  });
}
