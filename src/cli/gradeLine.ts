import { type GradingPolicy } from '../features/grading/domain/policy.ts';
import { courseTotal, type GradeResult, rubricResult } from '../features/grading/domain/result.ts';
import {
  compareExact,
  type Exact,
  exactWhole,
  isWhole,
  parseDecimal,
  parseJsonNumber,
  wholeOf,
} from '../kernel/exact.ts';
import {
  ExactJsonError,
  type ExactJsonObject,
  type ExactJsonValue,
  readExactJson,
  WrittenNumber,
} from '../kernel/exactJson.ts';

export type GradedLine =
  | { readonly ok: true; readonly json: string }
  /** `id` is JSON text, as it was written; null when the line has none that could be read. */
  | { readonly ok: false; readonly id: string | null; readonly error: string };

/** What is wrong with a line, in English, for the operator who must correct it. */
class LineError extends Error {}

const controls = ['rk1', 'rk2', 'exam'] as const;
const knownKeys: ReadonlySet<string> = new Set(['id', 'criteria', ...controls]);
const hundred = exactWhole(100);

/**
 * Grades one line of input: `{"id", "rk1", "rk2", "exam"}` or `{"id", "criteria"}`, nothing more and nothing less, so
 * that a misspelt key never goes unnoticed.
 */
export function gradeLine(text: string, policy: GradingPolicy): GradedLine {
  let id: string | null = null;
  try {
    const object = readExactJson(text);
    if (!(object instanceof Map)) throw new LineError('not a JSON object');
    id = readId(object);
    return { ok: true, json: printed(id, resultOf(object, policy)) };
  } catch (error) {
    if (error instanceof LineError) return { ok: false, id, error: error.message };
    if (error instanceof ExactJsonError) return { ok: false, id, error: `not JSON: ${error.message}` };
    throw error;
  }
}

function printed(id: string, { total, letter, gpa, label, status, reason }: GradeResult): string {
  const end = reason === null ? '' : `,"reason":"${reason}"`;
  return `{"id":${id},"total":${total},"letter":"${letter}","gpa":"${gpa}","label":"${label}","status":"${status}"${end}}`;
}

/** The id as JSON text: a number keeps its digits, also those that a float would lose. */
function readId(object: ExactJsonObject): string {
  const id = object.get('id');
  if (id === undefined) throw new LineError('id is missing');
  if (id instanceof WrittenNumber) return id.text;
  if (typeof id === 'string' && id.trim() !== '') return JSON.stringify(id);
  throw new LineError(`id must be a number or a string that is not blank, not ${quoted(id)}`);
}

function resultOf(object: ExactJsonObject, policy: GradingPolicy): GradeResult {
  for (const key of object.keys()) {
    if (!knownKeys.has(key)) throw new LineError(`unknown key ${quoted(key)}`);
  }
  const criteria = object.get('criteria');
  if (criteria === undefined) {
    return courseTotal(policy, {
      midterms: [readControl(object, 'rk1'), readControl(object, 'rk2')],
      exam: readControl(object, 'exam'),
    });
  }
  const control = controls.find(name => object.has(name));
  if (control !== undefined) throw new LineError(`criteria and ${control} cannot stand in one line`);
  return rubricResult(policy, readCriteria(criteria));
}

function readControl(object: ExactJsonObject, name: (typeof controls)[number]): Exact {
  const value = object.get(name);
  if (value === undefined) throw new LineError(`${name} is missing`);
  return readPercent(name, value);
}

function readCriteria(value: ExactJsonValue): number[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new LineError(`criteria must be a list of at least one percent, not ${quoted(value)}`);
  }
  return value.map((item, index) => {
    const name = `criteria[${index}]`;
    const percent = readPercent(name, item);
    if (!isWhole(percent)) throw new LineError(`${name} must be a whole percent, not ${quoted(item)}`);
    return wholeOf(percent);
  });
}

/** A JSON number, or a string that is a plain decimal with a point or a comma; both as written. */
function readPercent(name: string, value: ExactJsonValue): Exact {
  const exact = findExact(value);
  if (exact === null || exact.n < 0 || compareExact(exact, hundred) > 0) {
    throw new LineError(`${name} must be a number from 0 to 100, not ${quoted(value)}`);
  }
  return exact;
}

function findExact(value: ExactJsonValue): Exact | null {
  if (value instanceof WrittenNumber) return parseJsonNumber(value.text);
  return typeof value === 'string' ? parseDecimal(value) : null;
}

function quoted(value: ExactJsonValue): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'a list';
  if (value instanceof Map) return 'an object';
  const text = value instanceof WrittenNumber ? value.text : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
