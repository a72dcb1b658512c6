import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { numberText } from '../syllabus/index.ts';
import { type CourseMap, keyedRows, type MapRow, moocLabel } from './domain/courseMap.ts';
import { selectionFields } from './domain/edits.ts';
import { anchorOf, rowName } from './mapWords.ts';

export interface UseView {
  readonly mooc: string;
  readonly module: string | null;
  readonly replaces: boolean;
  readonly counts: boolean;
}

/** What a row has of an online course, in words. */
export function useView(map: CourseMap, { use }: Pick<MapRow, 'use'>, t: Catalogue): UseView | null {
  if (use === null) return null;
  const mooc = map.moocs.find(({ key }) => key === use.mooc);
  return {
    mooc: mooc?.title ?? moocLabel(map, use.mooc),
    module: use.module === null ? null : t.moocmap.steps.module({ number: use.module }),
    replaces: use.replaces,
    counts: use.counts,
  };
}

/** The rows in weeks, in their order; `week` 0 has those without one. */
export function weeksOf(map: CourseMap): { week: number; rows: { key: string; row: MapRow }[] }[] {
  const weeks = new Map<number, { key: string; row: MapRow }[]>();
  for (const entry of keyedRows(map)) {
    const week = entry.row.week ?? 0;
    weeks.set(week, [...(weeks.get(week) ?? []), entry]);
  }
  return [...weeks].map(([week, rows]) => ({ week, rows }));
}

export const weekName = (week: number, t: Catalogue): string =>
  week === 0 ? t.moocmap.noWeek : t.moocmap.week({ week });

/** A whole map, ready to be printed. */
export function contentView(map: CourseMap, t: Catalogue, lang: Lang) {
  const words = t.moocmap;
  const percent = (value: number | null): string => (value === null ? '—' : `${numberText(value, lang)} %`);
  return {
    documentLang: map.language,
    selectionFacts: selectionFields.map(field => ({
      term: words.fields[field],
      value: map.selection[field] ?? '—',
      lang: map.language,
    })),
    moocs: map.moocs.map(({ key, title, url, percent: value, reason, registryId }) => ({
      name: title ?? moocLabel(map, key),
      url,
      percent: percent(value),
      reason,
      fromRegistry: registryId !== null,
    })),
    outcomes: map.outcomes.map(({ code, mooc, percent: value, reason }) => ({
      code,
      mooc: moocLabel(map, mooc),
      percent: percent(value),
      reason: reason ?? '—',
    })),
    model: map.model === null ? null : words.models[map.model],
    schedule: weeksOf(map).map(({ week, rows }) => ({
      name: week === 0 ? '' : String(week),
      rows: rows.map(({ key, row }) => ({
        anchor: anchorOf(key),
        kind: row.kind,
        chip: rowName(row, t),
        title: row.title,
        hours: numberText(row.hours, lang),
        tasks: row.tasks ?? '',
        assessment: row.assessment ?? '',
        mode: row.modeText ?? (row.mode === null ? '' : words.modes[row.mode]),
        platform: row.platform,
        url: row.url,
        use: useView(map, row, t),
      })),
    })),
  };
}
