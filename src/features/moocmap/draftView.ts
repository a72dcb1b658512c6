import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { numberText, rowModes, type Syllabus } from '../syllabus/index.ts';
import { type CourseMap, type MapMooc, type MapRow, moocLabel } from './domain/courseMap.ts';
import { type MapFaults, selectionFields, type Typed } from './domain/edits.ts';
import { weekName, weeksOf } from './mapView.ts';
import { anchorOf, rowName } from './mapWords.ts';

/** What a person typed that is not saved, with what is wrong in it. */
export interface Unsaved {
  readonly typed: Typed;
  readonly faults: MapFaults;
}
export const untouched: Unsaved = { typed: {}, faults: {} };

interface DraftViewer {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly unsaved: Unsaved;
}

/** The fields of a draft, part by part. */
export function draftView(map: CourseMap, outcomes: Syllabus['outcomes'], { t, lang, unsaved }: DraftViewer) {
  const words = t.moocmap;
  const field = fieldsOf(unsaved, t);
  const number = (value: number | null) => numberText(value, lang);
  return {
    selection: selectionFields.map(name =>
      field(name, words.fields[name], map.selection[name], {
        lang: map.language,
        maxLength: 2000,
        hint: name in words.hints ? words.hints[name as keyof typeof words.hints] : null,
      }),
    ),
    moocs: map.moocs.map(mooc => moocFields(map, mooc, field, t, number)),
    outcomes: outcomes.flatMap(({ code, text }, index) =>
      map.moocs.map(({ key, title }) => {
        const mooc = title ?? moocLabel(map, key);
        const own = map.outcomes.find(one => one.code === code && one.mooc === key);
        const name = `${code}|${key}`;
        const id = `outcome-${index}-${key}`;
        return {
          code,
          text,
          mooc,
          percent: field(`${name}:percent`, words.percentOf({ code, mooc }), number(own?.percent ?? null), {
            id: `${id}-percent`,
            hiddenLabel: true,
            size: 'number',
            inputMode: 'decimal',
            suffix: '%',
          }),
          reason: field(`${name}:reason`, words.reasonOf({ code, mooc }), own?.reason ?? null, {
            id: `${id}-reason`,
            hiddenLabel: true,
            type: 'textarea',
            maxLength: 2000,
          }),
        };
      }),
    ),
    models: ([1, 2, 3] as const).map(model => ({
      value: String(model),
      ...words.models[model],
      chosen:
        unsaved.typed['model'] === undefined ? map.model === model : unsaved.typed['model'] === String(model),
    })),
    modelError: unsaved.faults['model'] === undefined ? null : words.wrong[unsaved.faults['model']],
    weeks: weeksOf(map).map(({ week, rows }) => ({
      id: `week-${week}`,
      part: `week-${week}`,
      name: weekName(week, t),
      summary: words.weekSummary({
        rows: rows.length,
        used: rows.filter(({ row }) => row.use !== null).length,
      }),
      isOpen: rows.some(({ key }) => Object.keys(unsaved.typed).some(name => name.startsWith(`${key}:`))),
      save: words.saveWeek({ week: weekName(week, t) }),
      rows: rows.map(entry => rowFields(map, entry, field, unsaved, t)),
    })),
    fill: fillFields(map, t),
    hasMoocs: map.moocs.length > 0,
  };
}

/** What stands in the fields of a draft's page, by their names; a box that is ticked: "yes". */
export function shownValues(view: ReturnType<typeof draftView>): Map<string, string> {
  const rows = view.weeks.flatMap(week => week.rows);
  const fields = [
    ...view.selection,
    ...view.moocs.flatMap(mooc => mooc.fields),
    ...view.outcomes.flatMap(({ percent, reason }) => [percent, reason]),
    ...rows.flatMap(row => row.fields),
  ];
  return new Map([
    ...fields.map(({ name, value }) => [name, value] as const),
    ...rows.flatMap(({ checks }) => checks.map(({ name, checked }) => [name, checked ? 'yes' : ''] as const)),
    ['model', view.models.find(({ chosen }) => chosen)?.value ?? ''],
  ]);
}

type MakeField = ReturnType<typeof fieldsOf>;

function fieldsOf({ typed, faults }: Unsaved, t: Catalogue) {
  return (name: string, label: string, value: string | null, more: object = {}) => {
    const fault = faults[name];
    return {
      id: `f-${anchorOf(name)}`,
      name,
      label,
      value: typed[name] ?? value ?? '',
      error: fault === undefined ? null : t.moocmap.wrong[fault],
      ...more,
    };
  };
}

function moocFields(
  map: CourseMap,
  { key, registryId, title, url, percent, reason }: MapMooc,
  field: MakeField,
  t: Catalogue,
  number: (value: number | null) => string,
) {
  const words = t.moocmap;
  const name = title ?? moocLabel(map, key);
  return {
    key,
    legend: moocLabel(map, key),
    fromRegistry: registryId !== null,
    removeLabel: words.removeMoocOf({ mooc: name }),
    fields: [
      field(`${key}:title`, words.fields.title, title, { maxLength: 500 }),
      field(`${key}:url`, words.fields.url, url, { inputMode: 'url', maxLength: 2000 }),
      field(`${key}:percent`, words.fields.percent, number(percent), {
        size: 'number',
        inputMode: 'decimal',
        suffix: '%',
      }),
      field(`${key}:reason`, words.fields.reason, reason, { type: 'textarea', wide: true, maxLength: 2000 }),
    ],
  };
}

function rowFields(
  map: CourseMap,
  { key, row }: { key: string; row: MapRow },
  field: MakeField,
  { typed }: Unsaved,
  t: Catalogue,
) {
  const words = t.moocmap;
  const isTyped = typed[`${key}:mooc`] !== undefined;
  const mooc = typed[`${key}:mooc`] ?? row.use?.mooc ?? '';
  const mode = typed[`${key}:mode`] ?? row.mode ?? '';
  const checked = (name: 'replaces' | 'counts') =>
    isTyped ? typed[`${key}:${name}`] === 'yes' : row.use?.[name] === true;
  const option = (value: string, text: string, chosen: string) => ({
    value,
    text,
    selected: value === chosen,
  });
  return {
    anchor: anchorOf(key),
    kind: row.kind,
    chip: rowName(row, t),
    title: row.title,
    hours: row.hours === null ? null : t.calendar.hoursOf({ hours: numberText(row.hours, map.language) }),
    lang: map.language,
    fields: [
      field(`${key}:mooc`, words.fields.mooc, mooc, {
        type: 'select',
        options: [
          option('', words.noMooc, mooc),
          ...map.moocs.map(one => option(one.key, one.title ?? moocLabel(map, one.key), mooc)),
        ],
      }),
      field(`${key}:module`, words.fields.module, row.use?.module == null ? null : String(row.use.module), {
        size: 'number',
        inputMode: 'numeric',
        maxLength: 3,
      }),
      field(`${key}:mode`, words.fields.mode, mode, {
        type: 'select',
        options: [
          option('', row.mode === null && row.modeText !== null ? row.modeText : words.noMode, mode),
          ...rowModes.map(one => option(one, words.modes[one], mode)),
        ],
      }),
      field(`${key}:tasks`, words.fields.tasks, row.tasks, { maxLength: 2000, lang: map.language }),
      field(`${key}:assessment`, words.fields.assessment, row.assessment, {
        maxLength: 2000,
        lang: map.language,
      }),
      field(`${key}:platform`, words.fields.platform, row.platform, { maxLength: 500 }),
      field(`${key}:url`, words.fields.url, row.url, { inputMode: 'url', maxLength: 2000 }),
    ],
    checks: (['replaces', 'counts'] as const).map(name => ({
      name: `${key}:${name}`,
      text: words.fields[name],
      checked: checked(name),
    })),
  };
}

const filledKinds = ['lecture', 'seminar', 'practical', 'lab', 'srs', 'srsp'] as const;

function fillFields(map: CourseMap, t: Catalogue) {
  const words = t.moocmap;
  const kinds = filledKinds.filter(kind => map.schedule.some(row => row.kind === kind));
  const weeks = map.schedule.flatMap(({ week }) => (week === null ? [] : [week]));
  const week = (name: 'from' | 'to', label: string, value: number) => ({
    id: `fill-${name}`,
    name,
    label,
    value: String(value),
    size: 'number',
    inputMode: 'numeric',
    maxLength: 3,
  });
  return [
    {
      id: 'fill-kind',
      name: 'kind',
      label: words.fillKind,
      type: 'select',
      options: kinds.map(kind => ({ value: kind, text: t.calendar.kinds[kind] })),
    },
    week('from', words.fillFrom, Math.min(...weeks, 1)),
    week('to', words.fillTo, Math.max(...weeks, 1)),
    {
      id: 'fill-mooc',
      name: 'mooc',
      label: words.fields.mooc,
      type: 'select',
      options: map.moocs.map(one => ({ value: one.key, text: one.title ?? moocLabel(map, one.key) })),
    },
    {
      id: 'fill-mode',
      name: 'mode',
      label: words.fields.mode,
      type: 'select',
      options: [
        { value: '', text: words.noMode },
        ...rowModes.map(one => ({ value: one, text: words.modes[one] })),
      ],
    },
  ];
}
