import { formatDay } from '../../../../kernel/dates.ts';
import { type CourseMap, keyedRows, moocLabel } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';

/** "Module dates follow the calendar strictly" (the syllabi's rule on online courses): each module runs in its row's week. */
export function checkModules(map: CourseMap, { registry, daysOfWeek }: MapSurroundings): MapFinding[] {
  const inRows = keyedRows(map).flatMap(({ key, row: { week, use } }): MapFinding[] => {
    if (use?.module == null) return [];
    const chosen = map.moocs.find(mooc => mooc.key === use.mooc);
    const known = chosen?.registryId == null ? undefined : registry.get(chosen.registryId);
    if (known === undefined || known.modules.length === 0) return [];
    const number = use.module;
    const module = known.modules[number - 1];
    const mooc = chosen?.title ?? moocLabel(map, use.mooc);
    if (module === undefined) {
      const params = { row: key, module: number, mooc, last: known.modules.length };
      return [mapFinding('module-unknown', 'schedule', key, params)];
    }
    const days = week === null ? null : daysOfWeek(week);
    const { from, until } = module;
    if (days === null || from === null || until === null) return [];
    if (from <= days.to && until >= days.from) return [];
    return [
      mapFinding('module-dates', 'schedule', key, {
        row: key,
        module: number,
        from: formatDay(from),
        until: formatDay(until),
        weekFrom: formatDay(days.from),
        weekTo: formatDay(days.to),
      }),
    ];
  });
  return [...inRows, ...unscheduled(map, registry)];
}

/** Modules that no row names, of an online course of which some are named. */
function unscheduled(map: CourseMap, registry: MapSurroundings['registry']): MapFinding[] {
  return map.moocs.flatMap(({ key, registryId, title }): MapFinding[] => {
    const known = registryId === null ? undefined : registry.get(registryId);
    const named = new Set(
      map.schedule.flatMap(({ use }) => (use?.mooc === key && use.module !== null ? [use.module] : [])),
    );
    if (known === undefined || named.size === 0) return [];
    const modules = known.modules.map((_, index) => index + 1).filter(number => !named.has(number));
    const mooc = title ?? moocLabel(map, key);
    return modules.length === 0 ? [] : [mapFinding('module-unscheduled', 'moocs', key, { mooc, modules })];
  });
}
