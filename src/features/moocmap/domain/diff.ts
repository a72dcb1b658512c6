import { type CourseMap, keyedRows, type MapRow } from './courseMap.ts';
import { type MapPart } from './findings.ts';

export interface MapChange {
  readonly part: MapPart;
  readonly kind: 'added' | 'removed' | 'changed';
  /** The key of the row or of the online course; the name of the part where it has no rows. */
  readonly key: string;
  /** Both sides as texts, null where blank; only of what changed. */
  readonly fields: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

type Fields = Readonly<Record<string, string | number | boolean | null>>;
type Entry = readonly [key: string, fields: Fields];

/** What is different in `after`, part by part, in the form's order. */
export function diffMaps(before: CourseMap, after: CourseMap): MapChange[] {
  return parts.flatMap(([part, entriesOf]) => diffEntries(part, entriesOf(before), entriesOf(after)));
}

const parts: readonly (readonly [MapPart, (map: CourseMap) => readonly Entry[]])[] = [
  ['selection', ({ selection }) => [['selection', selection]]],
  [
    'moocs',
    ({ moocs }) =>
      moocs.map(({ key, title, url, percent, reason }) => [key, { title, url, percent, reason }]),
  ],
  [
    'outcomes',
    ({ outcomes }) =>
      outcomes.map(({ code, mooc, percent, reason }) => [`${code}:${mooc}`, { percent, reason }]),
  ],
  ['model', ({ model }) => [['model', { model }]]],
  ['schedule', map => keyedRows(map).map(({ key, row }) => [key, fieldsOf(row)])],
];

function fieldsOf(row: MapRow): Fields {
  const { week, title, hours, tasks, assessment, mode, modeText, platform, url, use } = row;
  return {
    week,
    topic: title,
    hours,
    tasks,
    assessment,
    mode: modeText ?? mode,
    platform,
    url,
    mooc: use?.mooc ?? null,
    module: use?.module ?? null,
    replaces: use?.replaces === true ? true : null,
    counts: use?.counts === true ? true : null,
  };
}

function diffEntries(part: MapPart, before: readonly Entry[], after: readonly Entry[]): MapChange[] {
  const older = new Map(before);
  const newer = new Set(after.map(([key]) => key));
  return [
    ...after.flatMap(([key, fields]): MapChange[] => {
      const own = older.get(key);
      if (own === undefined) return [{ part, kind: 'added', key, fields: [] }];
      const changed = changedFields(own, fields);
      return changed.length === 0 ? [] : [{ part, kind: 'changed', key, fields: changed }];
    }),
    ...before
      .filter(([key]) => !newer.has(key))
      .map(([key]): MapChange => ({ part, kind: 'removed', key, fields: [] })),
  ];
}

function changedFields(before: Fields, after: Fields): MapChange['fields'] {
  return Object.keys(after).flatMap(field => {
    const [a = null, b = null] = [before[field], after[field]];
    return a === b
      ? []
      : [{ field, before: a === null ? null : String(a), after: b === null ? null : String(b) }];
  });
}
