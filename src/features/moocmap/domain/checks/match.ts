import { type CourseMap, moocLabel } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';

/** Percents stand for themselves, each from 0 to 100: those of several online courses need not sum to anything. */
export function checkMatch(map: CourseMap, { outcomes }: MapSurroundings): MapFinding[] {
  return [
    ...map.moocs.flatMap(({ key, title, percent }): MapFinding[] => {
      const mooc = title ?? moocLabel(map, key);
      const own = map.outcomes.filter(one => one.mooc === key && one.percent !== null);
      const left = outcomes.filter(code => !own.some(one => one.code === code));
      return [
        ...(percent === null ? [mapFinding('match-missing', 'moocs', key, { mooc })] : []),
        ...(isOutside(percent) ? [mapFinding('match-range', 'moocs', key, { mooc, percent })] : []),
        ...(own.length > 0 && left.length > 0
          ? [mapFinding('match-outcome', 'outcomes', key, { mooc, codes: left })]
          : []),
      ];
    }),
    ...map.outcomes.flatMap(({ code, mooc: key, percent, reason }): MapFinding[] => {
      const mooc = moocLabel(map, key);
      const place = `${code}:${key}`;
      return [
        ...(isOutside(percent)
          ? [mapFinding('match-range', 'outcomes', place, { mooc: `${mooc}, ${code}`, percent })]
          : []),
        ...(percent !== null && reason === null
          ? [mapFinding('match-reason', 'outcomes', place, { mooc, code })]
          : []),
        ...(outcomes.length > 0 && !outcomes.includes(code)
          ? [mapFinding('match-unknown-outcome', 'outcomes', place, { code })]
          : []),
      ];
    }),
  ];
}

const isOutside = (percent: number | null): percent is number =>
  percent !== null && (percent < 0 || percent > 100);
