import { sameWords } from '../../../syllabus/index.ts';
import { type CourseMap, type MapMooc, moocLabel } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';

/** The chosen online courses: named, linked, once each, and still to be used by the registry. */
export function checkMoocs(map: CourseMap, { registry }: MapSurroundings): MapFinding[] {
  if (map.moocs.length === 0) return [mapFinding('mooc-none', 'moocs', null, {})];
  return map.moocs.flatMap((mooc, index) => {
    const { key, title, url } = mooc;
    const name = title ?? moocLabel(map, key);
    const twin = map.moocs.slice(0, index).find(other => isSame(other, mooc));
    return [
      ...(title === null ? [mapFinding('mooc-untitled', 'moocs', key, { mooc: name })] : []),
      ...(url === null ? [mapFinding('link-missing', 'moocs', key, { mooc: name })] : []),
      ...(url !== null && !isWebAddress(url)
        ? [mapFinding('link-bad', 'moocs', key, { what: name, url })]
        : []),
      ...(twin === undefined
        ? []
        : [
            mapFinding('mooc-twice', 'moocs', key, {
              mooc: moocLabel(map, key),
              other: moocLabel(map, twin.key),
            }),
          ]),
      ...(map.schedule.some(({ use }) => use?.mooc === key)
        ? []
        : [mapFinding('mooc-unused', 'moocs', key, { mooc: name })]),
      ...registryFindings(mooc, name, registry),
      ...languageFindings(map, mooc, name, registry),
    ];
  });
}

function registryFindings(
  { key, registryId }: MapMooc,
  mooc: string,
  registry: MapSurroundings['registry'],
): MapFinding[] {
  if (registryId === null) return [];
  const known = registry.get(registryId);
  if (known === undefined) return [mapFinding('mooc-gone', 'moocs', key, { mooc })];
  switch (known.state) {
    case 'retired':
      return [mapFinding('mooc-retired', 'moocs', key, { mooc })];
    case 'renewal-due':
      return [mapFinding('mooc-renewal', 'moocs', key, { mooc })];
    case 'draft':
    case 'review':
      return [mapFinding('mooc-not-approved', 'moocs', key, { mooc })];
    case 'approved':
    case 'in-use':
      return [];
  }
}

function languageFindings(
  { language, selection }: CourseMap,
  { key, registryId }: MapMooc,
  mooc: string,
  registry: MapSurroundings['registry'],
): MapFinding[] {
  const own = registryId === null ? null : (registry.get(registryId)?.language ?? null);
  const course = languageNamed(selection.language) ?? language;
  return own === null || own === course ? [] : [mapFinding('language', 'moocs', key, { mooc, own, course })];
}

/** "қазақ", "русский", "English": the language that a person means; null for any other word. */
function languageNamed(text: string | null): string | null {
  const word = sameWords(text ?? '');
  if (/^(?:қаз|каз|kaz|kk$)/u.test(word)) return 'kk';
  if (/^(?:орыс|рус|rus|ru$)/u.test(word)) return 'ru';
  return /^(?:ағыл|англ|eng|en$)/u.test(word) ? 'en' : null;
}

function isSame(a: MapMooc, b: MapMooc): boolean {
  if (a.url !== null && a.url === b.url) return true;
  return a.title !== null && b.title !== null && sameWords(a.title) === sameWords(b.title);
}

/** Whether a browser can go there: http(s) with a host that has a point. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
}
