import { keysOfRows, plainKey } from '../../../../kernel/rowKeys.ts';
import { type DiffSection, diffSections } from '../diff/parts.ts';
import { type Finding } from '../finding.ts';
import { type Syllabus } from '../types.ts';
import { type Choices, type Decision, isSame, mergeRow } from './decisions.ts';
import { type Triple, triplesOf } from './match.ts';
import { inOrderOf, orderSide } from './order.ts';
import { keepLockedOrder, type PlacedRow, renumberStrangers } from './lockedRows.ts';
import { type MergedRow, type MergeRow, rowsOfSection, syllabusOf } from './rows.ts';

export interface MergeVersions {
  /** The last document as it was read, before anybody corrected it; null where nobody knows: then every difference is asked. */
  readonly read: Syllabus | null;
  readonly present: Syllabus;
  readonly document: Syllabus;
  /** Keys of the present calendar's rows for which marks were given. */
  readonly marked: ReadonlySet<string>;
}

export interface Merged {
  readonly syllabus: Syllabus;
  /** Every difference, in the order of the merged syllabus. */
  readonly decisions: readonly Decision[];
  /** Where a value of the document stands in the merged syllabus; null where it was not taken over. */
  readonly pathOf: (path: string) => string | null;
}

/**
 * Merges a newer document into the present syllabus, by what the last document said: what only the document changed is taken
 * over, what only people changed stays, and where both did somebody must choose. Until then the present value stays, so that
 * nothing done by hand is ever lost. Rows with marks keep their keys, and stay.
 */
export function mergeSyllabi(versions: MergeVersions, choices: Choices = new Map()): Merged {
  const decisions: Decision[] = [];
  const sections = new Map<DiffSection, readonly PlacedRow[]>();
  for (const section of diffSections) {
    const merged = mergeSection(section, versions, choices);
    decisions.push(...merged.decisions);
    sections.set(section, merged.rows);
  }
  const rows = (section: DiffSection): readonly MergedRow[] =>
    (sections.get(section) ?? []).map(({ row }) => row);
  const syllabus = syllabusOf(rows, versions.present);
  return { syllabus, decisions, pathOf: pathFinder(sections, syllabus, versions.document) };
}

function mergeSection(section: DiffSection, versions: MergeVersions, choices: Choices) {
  const [read, present, document] = [versions.read, versions.present, versions.document].map(version =>
    version === null ? null : rowsOfSection(section, version),
  );
  if (present == null || document == null) throw new RangeError('versions without rows');
  const lockedPlaces = section === 'calendar' ? lockedRows(versions) : new Set<number>();
  if (document.length === 0 || isAnotherRubric(section, versions)) {
    const kept = present.map((row, place): PlacedRow => {
      return {
        row,
        triple: { read: null, present: place, document: null },
        isLocked: lockedPlaces.has(place),
      };
    });
    return wholeSection(section, kept, document, versions, choices);
  }
  const triples = triplesOf(section, read ?? null, present, document);
  const decisions: Decision[] = [];
  const order = orderOf(section, triples, versions.read !== null, choices);
  const rows: PlacedRow[] = [];
  for (const triple of inOrderOf(triples, order.side)) {
    const isLocked = triple.present !== null && lockedPlaces.has(triple.present);
    const at = (list: readonly MergeRow[] | null | undefined, place: number | null): MergeRow | null =>
      place === null ? null : (list?.[place] ?? null);
    const merged = mergeRow({
      id: triple.present === null ? `${section}.d${triple.document}` : `${section}.p${triple.present}`,
      isRead: versions.read !== null,
      read: at(read, triple.read),
      present: at(present, triple.present),
      document: at(document, triple.document),
      isLocked,
      choices,
    });
    decisions.push(...merged.decisions);
    if (merged.row !== null) rows.push({ triple, row: merged.row, isLocked });
  }
  if (section === 'outcomes') keepParents(rows, present);
  if (section !== 'calendar') return { rows, decisions };
  return {
    rows: keepLockedOrder(rows),
    decisions: [...order.decisions, ...decisions, ...renumberStrangers(rows)],
  };
}

/** Places of the rows with marks, and of those whose order gives such a row its key ("lab~2" is the second of its name). */
function lockedRows({ present: { calendar }, marked }: MergeVersions): Set<number> {
  const keys = keysOfRows(calendar);
  const plain = new Set(calendar.filter((_, place) => marked.has(keys[place] ?? '')).map(plainKey));
  return new Set(calendar.flatMap((row, place) => (plain.has(plainKey(row)) ? [place] : [])));
}

/** Rubrics with different bands cannot be mixed: a descriptor belongs to its band. */
function isAnotherRubric(section: DiffSection, { present, document }: MergeVersions): boolean {
  if (section !== 'rubric' || present.rubric === null || document.rubric === null) return false;
  return !isSame(present.rubric.bands, document.rubric.bands);
}

/** A section that the document does not have stays; a rubric of another make is one question. */
function wholeSection(
  section: DiffSection,
  kept: readonly PlacedRow[],
  document: readonly MergeRow[],
  versions: MergeVersions,
  choices: Choices,
): { rows: readonly PlacedRow[]; decisions: Decision[] } {
  if (kept.length === 0) return { rows: [], decisions: [] };
  const { read, present, document: newer } = versions;
  const isHandMade = read === null || !isSame(read.rubric, present.rubric);
  const isNew = read === null || !isSame(read.rubric, newer.rubric);
  const outcome = document.length === 0 || !isNew ? 'kept' : isHandMade ? 'asked' : 'taken';
  const choice = outcome === 'asked' ? (choices.get(section) ?? null) : null;
  const isTaken = outcome === 'taken' || choice === 'document';
  const decision: Decision = {
    id: section,
    section,
    key: section,
    name: '',
    field: null,
    what: 'section',
    outcome,
    reason: document.length === 0 ? 'not-in-document' : null,
    read: null,
    present: '',
    document: document.length === 0 ? null : '',
    result: '',
    choice,
  };
  const theirs = document.map((row, place): PlacedRow => {
    return { row, triple: { read: null, present: null, document: place }, isLocked: false };
  });
  return { rows: isTaken ? theirs : kept, decisions: [decision] };
}

/** Only the calendar is asked about: the order of other rows says nothing. */
function orderOf(section: DiffSection, triples: readonly Triple[], isRead: boolean, choices: Choices) {
  const side = orderSide(triples, isRead);
  const isTold = section === 'calendar' && side !== 'present';
  if (!isTold) return { side: side ?? 'present', decisions: [] };
  const id = `${section}.order`;
  const choice = side === null ? (choices.get(id) ?? null) : null;
  const decision: Decision = {
    id,
    section,
    key: id,
    name: '',
    field: null,
    what: 'order',
    outcome: side === null ? 'asked' : 'taken',
    reason: null,
    read: null,
    present: '',
    document: '',
    result: '',
    choice,
  };
  return { side: side ?? choice ?? 'present', decisions: [decision] };
}

/** An indicator that stays keeps its outcome, even where the document has dropped that. */
function keepParents(rows: PlacedRow[], present: readonly MergeRow[]): void {
  for (const { row } of [...rows]) {
    const { parent } = row.fixed;
    const isThere = (one: MergeRow): boolean => one.fixed.parent === null && one.fixed.code === parent;
    if (parent === null || rows.some(other => isThere(other.row))) continue;
    const place = present.findIndex(isThere);
    const own = present[place];
    const at = rows.findIndex(other => other.row === row);
    if (own !== undefined)
      rows.splice(at, 0, {
        row: own,
        triple: { read: null, present: place, document: null },
        isLocked: false,
      });
  }
}

/** A value of the document is at the place of its row, as long as the merged syllabus says the same there. */
function pathFinder(
  sections: ReadonlyMap<DiffSection, readonly PlacedRow[]>,
  merged: Syllabus,
  document: Syllabus,
): Merged['pathOf'] {
  const placesOf = new Map<string, ReadonlyMap<number | null, number>>(
    (['policies', 'scale', 'weights', 'calendar'] as const).map(section => {
      const places = (sections.get(section) ?? []).map(({ triple }, at) => [triple.document, at] as const);
      return [section, new Map(places)];
    }),
  );
  return path => {
    const [, section = '', place] = /^(\w+)(?:\[(\d+)\])?/u.exec(path) ?? [];
    const places = placesOf.get(section);
    const moved = places === undefined || place === undefined ? Number(place) : places.get(Number(place));
    if (moved === undefined) return null;
    const now = path.replace(/^(\w+)\[\d+\]/u, `$1[${moved}]`);
    // A row as a whole is where it is, whatever was merged inside it.
    const isWhole = /^\w+(?:\[\d+\])?$/u.test(path);
    return isWhole || isSame(valueAt(merged, now), valueAt(document, path)) ? now : null;
  };
}

function valueAt(syllabus: Syllabus, path: string): unknown {
  const steps = path.split(/[.[\]]+/u).filter(step => step !== '');
  return steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined),
    syllabus,
  );
}

/** What the reading of the document found and noted, at its places in the merged syllabus. */
export function carriedOver(
  merged: Merged,
  reading: { readonly findings: readonly Finding[]; readonly provenance: Readonly<Record<string, unknown>> },
): { findings: Finding[]; provenance: Record<string, unknown> } {
  return {
    findings: reading.findings.flatMap(finding => {
      const path = merged.pathOf(finding.path);
      return path === null ? [] : [{ ...finding, path }];
    }),
    provenance: Object.fromEntries(
      Object.entries(reading.provenance).flatMap(([key, place]) => {
        const path = merged.pathOf(key);
        return path === null ? [] : [[path, place]];
      }),
    ),
  };
}
