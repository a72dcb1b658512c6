import { type CourseMap, moocLabel } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';

/** A credit of a Kazakhstani university, in academic hours. */
const hoursPerCredit = 30;

/** Hours and credits: of the form, of the syllabus, of the online courses and their modules. */
export function checkWorkload(
  map: CourseMap,
  { credits: ofCourse, registry }: MapSurroundings,
): MapFinding[] {
  const findings: MapFinding[] = [];
  const { hours, credits } = workloadOf(map.selection.workload);
  if (hours !== null && credits !== null && hours !== credits * hoursPerCredit) {
    const params = { hours, credits, expected: credits * hoursPerCredit };
    findings.push(mapFinding('workload-credits', 'selection', 'workload', params));
  }
  if (credits !== null && ofCourse !== null && credits !== ofCourse)
    findings.push(mapFinding('workload-course', 'selection', 'workload', { credits, course: ofCourse }));
  let sum = 0;
  for (const { key, registryId, title } of map.moocs) {
    const known = registryId === null ? undefined : registry.get(registryId);
    if (known?.hours == null) continue;
    const mooc = title ?? moocLabel(map, key);
    sum += known.hours;
    const modules = known.modules.flatMap(module => (module.hours === null ? [] : [module.hours]));
    const inModules = modules.reduce((all, one) => all + one, 0);
    if (modules.length > 0 && modules.length === known.modules.length && inModules !== known.hours)
      findings.push(mapFinding('mooc-hours', 'moocs', key, { mooc, hours: known.hours, modules: inModules }));
    if (known.credits !== null && known.hours > known.credits * hoursPerCredit) {
      const params = { mooc, hours: known.hours, credits: known.credits };
      findings.push(mapFinding('mooc-credits', 'moocs', key, params));
    }
  }
  const available = hours ?? (ofCourse === null ? null : ofCourse * hoursPerCredit);
  if (available !== null && sum > available)
    findings.push(mapFinding('workload-mooc', 'moocs', null, { hours: sum, course: available }));
  return findings;
}

/** "150 / 5", "5 кредит (150 сағат)": the larger number is the hours; a single one is nobody knows what. */
function workloadOf(text: string | null): { hours: number | null; credits: number | null } {
  const [a, b] = (text?.match(/\d+(?:[.,]\d+)?/gu) ?? []).map(one => Number(one.replace(',', '.')));
  if (a === undefined || b === undefined) return { hours: null, credits: null };
  return { hours: Math.max(a, b), credits: Math.min(a, b) };
}
