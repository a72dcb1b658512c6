import { type IntegrationMap, type ParsedMap, sameWords } from '../../syllabus/index.ts';
import { type CourseMap, type MapMooc, moocLabel, type OutcomeMatch } from './courseMap.ts';

/**
 * A filled form as the course's map. Names and dates beside signatures are not taken over: one agrees inside Tirek.
 * @param department as the course's map before has it: the form does not say
 */
export function mapOfForm(
  { map, language, reasons }: ParsedMap,
  department: string | null = null,
): CourseMap {
  const { moocs: named, ...selection } = map.selection;
  const moocs = named.map(({ title, url }, index): MapMooc => ({
    key: `m${index + 1}`,
    registryId: null,
    title,
    url,
    percent: null,
    reason: null,
  }));
  const keyOf = (name: string | null, order: number): string | null => {
    const place = /^(?:spoc ?)?(?:mooc|моос|моок|mook|жаок|spoc)\s*(\d{1,2})$/iu.exec(
      name?.trim() ?? '',
    )?.[1];
    if (place !== undefined) return moocs[Number(place) - 1]?.key ?? null;
    const byName =
      name === null ? undefined : moocs.find(({ title }) => sameWords(title ?? '') === sameWords(name));
    return byName?.key ?? moocs[order]?.key ?? null;
  };
  const percents = new Map(map.match.map(({ mooc, percent }, index) => [keyOf(mooc, index), percent]));
  const ofMoocs = reasons.filter(({ code }) => code === null);
  return {
    language,
    selection: { ...selection, department },
    moocs: moocs.map(mooc => ({
      ...mooc,
      percent: percents.get(mooc.key) ?? null,
      reason: ofMoocs.find((one, index) => keyOf(one.mooc, index) === mooc.key)?.reason ?? null,
    })),
    outcomes: reasons.flatMap(({ code, mooc, percent, reason }): OutcomeMatch[] => {
      const key = keyOf(mooc, 0);
      return code === null || key === null ? [] : [{ code, mooc: key, percent, reason }];
    }),
    model: map.model,
    schedule: map.schedule.map(row => {
      const mooc = moocs.find(({ url }) => url !== null && url === row.url);
      const use =
        mooc === undefined ? null : { mooc: mooc.key, module: null, replaces: false, counts: false };
      return { ...row, use };
    }),
  };
}

/** What the form has of a map: the shape that a reading of it gives. */
export function formOfMap(map: CourseMap): Omit<IntegrationMap, 'approvals'> {
  const alone = map.moocs.length === 1;
  const { department: _, ...selection } = map.selection;
  return {
    kind: 'mooc-map',
    selection: { ...selection, moocs: map.moocs.map(({ title, url }) => ({ title, url })) },
    match: map.moocs.flatMap(({ key, percent }) =>
      percent === null ? [] : [{ mooc: alone ? null : moocLabel(map, key), percent }],
    ),
    model: map.model,
    schedule: map.schedule.map(({ use: _use, ...row }) => row),
  };
}

export interface ReasonLine {
  /** Null: of the whole online course. */
  readonly code: string | null;
  readonly mooc: string;
  readonly percent: number | null;
  readonly reason: string | null;
}

/** The reasoning behind the percents, a line an online course and an outcome. */
export function reasonsOf(map: CourseMap): ReasonLine[] {
  return [
    ...map.moocs.flatMap(({ key, reason }) =>
      reason === null ? [] : [{ code: null, mooc: moocLabel(map, key), percent: null, reason }],
    ),
    ...map.outcomes.map(({ code, mooc, percent, reason }) => ({
      code,
      mooc: moocLabel(map, mooc),
      percent,
      reason,
    })),
  ];
}
