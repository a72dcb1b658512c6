import { z } from 'zod';
import { type LineItem, type LmsResult, type NewLineItem, type Score } from './agsValues.ts';

/**
 * What LMSs keep of a line item's texts: Moodle fails on more than 255 characters of label or tag and leaves an
 * orphan column behind; AGS 2.0 names no length.
 */
const keptCharacters = 255;

const cut = (text: string): string => [...text].slice(0, keptCharacters).join('');

/** A line item as it is sent: always with all fields, because a PUT replaces the whole item. */
export function lineItemBody(item: NewLineItem, id?: string): Record<string, unknown> {
  return {
    ...(id === undefined ? {} : { id }),
    label: cut(item.label),
    scoreMaximum: item.scoreMaximum,
    ...(item.resourceId === null ? {} : { resourceId: item.resourceId }),
    ...(item.tag === null ? {} : { tag: item.tag }),
    ...(item.resourceLinkId === null ? {} : { resourceLinkId: item.resourceLinkId }),
  };
}

/** A score as it is sent: a grade that is cleared has no `scoreGiven` (AGS 2.0, section 3.4.2). */
export function scoreBody(
  score: Score,
  extension: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    userId: score.userId,
    timestamp: score.timestamp.toISOString(),
    activityProgress: score.activityProgress,
    gradingProgress: score.gradingProgress,
    ...(score.scoreGiven === null ? {} : { scoreGiven: score.scoreGiven, scoreMaximum: score.scoreMaximum }),
    ...(score.comment === null ? {} : { comment: score.comment }),
    ...extension,
  };
}

const blankIsNull = z
  .union([z.string(), z.number()])
  .nullish()
  .transform(value => (value == null || String(value).trim() === '' ? null : String(value)));

/** Some platforms send numbers as strings. */
const looseNumber = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+([.,]\d+)?$/),
  ])
  .transform(value => (typeof value === 'number' ? value : Number(value.replace(',', '.'))));

const lineItemAnswer = z
  .object({
    id: z.url(),
    label: z.string().nullish(),
    scoreMaximum: looseNumber.nullish(),
    resourceId: blankIsNull,
    tag: blankIsNull,
    resourceLinkId: blankIsNull,
  })
  .transform((item): LineItem => ({
    url: item.id,
    label: item.label ?? '',
    scoreMaximum: item.scoreMaximum ?? 0,
    resourceId: item.resourceId,
    tag: item.tag,
    resourceLinkId: item.resourceLinkId,
  }));

const resultAnswer = z
  .object({
    userId: z.coerce.string(),
    resultScore: looseNumber.nullish(),
    resultMaximum: looseNumber.nullish(),
    comment: z.string().nullish(),
  })
  .transform((result): LmsResult => ({
    userId: result.userId,
    resultScore: result.resultScore ?? null,
    resultMaximum: result.resultMaximum ?? null,
    comment: result.comment ?? null,
  }));

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const readLineItem = (text: string): LineItem | null => read(lineItemAnswer, text);
export const readLineItems = (text: string): LineItem[] | null => read(z.array(lineItemAnswer), text);
export const readResults = (text: string): LmsResult[] | null => read(z.array(resultAnswer), text);
