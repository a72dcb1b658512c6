import { catalogueOf } from '../../../i18n/index.ts';
import { rowModes, type RowMode } from '../../syllabus/index.ts';
import {
  type CourseMap,
  keyedRows,
  type MapMooc,
  type MapRow,
  nextMoocKey,
  type OutcomeMatch,
  type RowUse,
  type Selection,
} from './courseMap.ts';
import { isWebAddress } from './checks/moocs.ts';
import { type RegistryMooc } from './registryMooc.ts';

/** Why a typed value is refused; the words are in the catalogue. */
export type MapFault = 'percent' | 'address' | 'module' | 'model' | 'long';
export type MapFaults = Readonly<Record<string, MapFault>>;
export type Typed = Readonly<Record<string, string>>;

export type MapEdit =
  | { readonly kind: 'edited'; readonly map: CourseMap }
  | { readonly kind: 'wrong'; readonly faults: MapFaults };

/** The parts that are saved by themselves; `week-3` has the rows of one week, `week-0` those without a week. */
export type EditablePart = 'selection' | 'moocs' | 'outcomes' | 'model' | `week-${number}`;
export const partPattern = /^(?:selection|moocs|outcomes|model|week-\d{1,3})$/;

const longest = 2_000;

/** The map with what was typed into the fields of one part; fields that did not come stay as they are. */
export function editMap(map: CourseMap, part: EditablePart, typed: Typed): MapEdit {
  const faults: Record<string, MapFault> = {};
  for (const [name, text] of Object.entries(typed)) if (text.length > longest) faults[name] = 'long';
  const edited = editPart(map, part, typed, faults);
  return Object.keys(faults).length > 0 ? { kind: 'wrong', faults } : { kind: 'edited', map: edited };
}

/** Whether the map says already what stands in these fields, however it is written: "80" and "80 %". */
export const saysAlready = (map: CourseMap, part: EditablePart, typed: Typed): boolean =>
  asText(editPart(map, part, typed, {})) === asText(map);

/** What is no number differs from a blank, which JSON would write alike. */
const asText = (map: CourseMap): string =>
  JSON.stringify(map, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value));

/** Whether a part has the field: rows and online courses come and go. */
export function hasField(map: CourseMap, part: EditablePart, name: string): boolean {
  const [, key = name] = /^(.+):[a-z]+$/u.exec(name) ?? [];
  const isMooc = (wanted: string): boolean => map.moocs.some(mooc => mooc.key === wanted);
  switch (part) {
    case 'selection':
      return selectionFields.some(field => field === name);
    case 'moocs':
      return isMooc(key);
    case 'outcomes':
      return isMooc(key.slice(key.lastIndexOf('|') + 1));
    case 'model':
      return name === 'model';
    default:
      return keyedRows(map).some(one => one.key === key && part === `week-${one.row.week ?? 0}`);
  }
}

function editPart(
  map: CourseMap,
  part: EditablePart,
  typed: Typed,
  faults: Record<string, MapFault>,
): CourseMap {
  switch (part) {
    case 'selection':
      return { ...map, selection: editSelection(map.selection, typed) };
    case 'moocs':
      return { ...map, moocs: map.moocs.map(mooc => editMooc(mooc, typed, faults)) };
    case 'outcomes':
      return { ...map, outcomes: editOutcomes(map, typed, faults) };
    case 'model': {
      const model = ([1, 2, 3] as const).find(one => String(one) === typed['model']) ?? null;
      if (model === null) faults['model'] = 'model';
      return { ...map, model };
    }
    default: {
      const week = Number(part.slice('week-'.length));
      const schedule = keyedRows(map).map(({ key, row }) =>
        (row.week ?? 0) === week ? editRow(map, { key, row }, typed, faults) : row,
      );
      return { ...map, schedule };
    }
  }
}

export const selectionFields = [
  'course',
  'workload',
  'studyMode',
  'level',
  'language',
  'semester',
  'attestation',
  'department',
] as const satisfies readonly (keyof Selection)[];

function editSelection(selection: Selection, typed: Typed): Selection {
  const fields = selectionFields.map(field => [field, textOf(typed[field], selection[field])]);
  return { ...selection, ...(Object.fromEntries(fields) as Selection) };
}

function editMooc(mooc: MapMooc, typed: Typed, faults: Record<string, MapFault>): MapMooc {
  const name = (field: string) => `${mooc.key}:${field}`;
  return {
    ...mooc,
    title: textOf(typed[name('title')], mooc.title),
    url: addressOf(name('url'), typed, mooc.url, faults),
    percent: percentOf(name('percent'), typed, mooc.percent, faults),
    reason: textOf(typed[name('reason')], mooc.reason),
  };
}

/** Names: `<code>|<online course>:percent`. Lines without a percent and a reason are none. */
function editOutcomes(map: CourseMap, typed: Typed, faults: Record<string, MapFault>): OutcomeMatch[] {
  const lines = new Map(map.outcomes.map(one => [`${one.code}|${one.mooc}`, one]));
  for (const name of Object.keys(typed)) {
    const [, code, mooc] = /^(.+)\|(m\d+):percent$/u.exec(name) ?? [];
    if (code === undefined || mooc === undefined || !map.moocs.some(({ key }) => key === mooc)) continue;
    const id = `${code}|${mooc}`;
    const before = lines.get(id) ?? { code, mooc, percent: null, reason: null };
    lines.set(id, {
      code,
      mooc,
      percent: percentOf(name, typed, before.percent, faults),
      reason: textOf(typed[`${id}:reason`], before.reason),
    });
  }
  return [...lines.values()].filter(({ percent, reason }) => percent !== null || reason !== null);
}

function editRow(
  map: CourseMap,
  { key, row }: { key: string; row: MapRow },
  typed: Typed,
  faults: Record<string, MapFault>,
): MapRow {
  const name = (field: string) => `${key}:${field}`;
  const mode = rowModes.find(one => one === typed[name('mode')]) ?? null;
  const hasMode = typed[name('mode')] !== undefined;
  return {
    ...row,
    tasks: textOf(typed[name('tasks')], row.tasks),
    assessment: textOf(typed[name('assessment')], row.assessment),
    platform: textOf(typed[name('platform')], row.platform),
    url: addressOf(name('url'), typed, row.url, faults),
    // What the document says of the form of class stays until another form is chosen.
    ...(hasMode && mode !== row.mode ? modeOf(map, mode) : {}),
    use: useOf(map, key, row.use, typed, faults),
  };
}

function modeOf({ language }: CourseMap, mode: RowMode | null): Pick<MapRow, 'mode' | 'modeText'> {
  return { mode, modeText: mode === null ? null : catalogueOf(language).moocmap.form.modes[mode] };
}

function useOf(
  map: CourseMap,
  key: string,
  before: RowUse | null,
  typed: Typed,
  faults: Record<string, MapFault>,
): RowUse | null {
  const chosen = typed[`${key}:mooc`];
  if (chosen === undefined) return before;
  if (!map.moocs.some(mooc => mooc.key === chosen)) return null;
  const number = (typed[`${key}:module`] ?? '').trim();
  if (number !== '' && !/^[1-9]\d{0,2}$/.test(number)) faults[`${key}:module`] = 'module';
  return {
    mooc: chosen,
    module: number === '' ? null : Number(number),
    replaces: typed[`${key}:replaces`] === 'yes',
    counts: typed[`${key}:counts`] === 'yes',
  };
}

function textOf(typed: string | undefined, before: string | null): string | null {
  if (typed === undefined) return before;
  const text = typed.replace(/\s+/gu, ' ').trim();
  return text === '' ? null : text;
}

function addressOf(
  name: string,
  typed: Typed,
  before: string | null,
  faults: Record<string, MapFault>,
): string | null {
  const text = textOf(typed[name], before);
  if (text === null || text === before) return text;
  const whole = /^[a-z][a-z0-9+.-]*:/iu.test(text) ? text : `https://${text}`;
  if (!isWebAddress(whole)) faults[name] = 'address';
  return whole;
}

/** "80", "62,5", "80 %". */
function percentOf(
  name: string,
  typed: Typed,
  before: number | null,
  faults: Record<string, MapFault>,
): number | null {
  const text = typed[name];
  if (text === undefined) return before;
  const plain = text.replace('%', '').trim();
  if (plain === '') return null;
  const percent = /^\d{1,3}(?:[.,]\d{1,2})?$/.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN;
  if (!(percent >= 0 && percent <= 100)) faults[name] = 'percent';
  return percent;
}

/** @param known null: entered by hand, with everything blank */
export function addMooc(map: CourseMap, known: RegistryMooc | null, usedKeys: readonly string[]): CourseMap {
  if (known !== null && map.moocs.some(({ registryId }) => registryId === known.id)) return map;
  const key = nextMoocKey([...usedKeys, ...map.moocs.map(mooc => mooc.key)]);
  const { id = null, title = null, url = null } = known ?? {};
  return { ...map, moocs: [...map.moocs, { key, registryId: id, title, url, percent: null, reason: null }] };
}

/** With everything that speaks of it. */
export function removeMooc(map: CourseMap, key: string): CourseMap {
  return {
    ...map,
    moocs: map.moocs.filter(mooc => mooc.key !== key),
    outcomes: map.outcomes.filter(({ mooc }) => mooc !== key),
    schedule: map.schedule.map(row => (row.use?.mooc === key ? { ...row, use: null } : row)),
  };
}

export interface Filling {
  readonly kind: MapRow['kind'];
  readonly from: number;
  readonly to: number;
  readonly mooc: string;
  readonly mode: RowMode | null;
  readonly replaces: boolean;
}

/** The same for all classes of a kind in some weeks: the online course, its platform's link, the form of class. */
export function fillRows(map: CourseMap, filling: Filling, platform: string | null): CourseMap {
  const chosen = map.moocs.find(({ key }) => key === filling.mooc);
  if (chosen === undefined) return map;
  const { kind, from, to, mode, replaces } = filling;
  return {
    ...map,
    schedule: map.schedule.map((row): MapRow => {
      if (row.kind !== kind || row.week === null || row.week < from || row.week > to) return row;
      return {
        ...row,
        platform: row.platform ?? platform,
        url: row.url ?? chosen.url,
        ...(mode === null ? {} : modeOf(map, mode)),
        use: {
          mooc: chosen.key,
          module: row.use?.mooc === chosen.key ? row.use.module : null,
          replaces,
          counts: row.use?.counts ?? false,
        },
      };
    }),
  };
}
