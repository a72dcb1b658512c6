import { type Place, type ReadDocument } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';
import { readCalendar } from '../reading/calendar.ts';
import { languageOf } from '../reading/language.ts';
import { fold } from '../reading/letters.ts';
import { linesOf, wholeText, type Line } from '../reading/lines.ts';
import { noteFindings } from '../reading/notes.ts';
import { characterFindings, repairsOf } from '../reading/repairs.ts';
import { type SyllabusLanguage } from '../types.ts';
import { readApprovals } from './approvals.ts';
import { checkMap } from './checkMap.ts';
import { type MatchReason, readReasons, splitMatch } from './reasons.ts';
import { isNote, partOf, readMatch, readSelection } from './selection.ts';
import { type IntegrationMap } from './types.ts';

export interface ParsedMap {
  readonly map: IntegrationMap;
  /** Point 2.2, which the form leaves free. */
  readonly reasons: readonly MatchReason[];
  readonly language: SyllabusLanguage;
  readonly findings: Finding[];
  readonly provenance: Readonly<Record<string, Place>>;
}

/** Whether a document calls itself an integration map of an online course (annex 1 of the tutoring regulation). */
export function isMap(lines: readonly Line[]): boolean {
  return lines.slice(0, 20).some(line => {
    const text = fold(wholeText(line));
    const isOnline = /mooc|моос|моок|mook|жаок|spoc|мoоc/u.test(text);
    return (
      isOnline &&
      /интеграция\p{L}* картасы?|карта интеграции|интеграционная карта|integration map/u.test(text)
    );
  });
}

/** Understands an integration map; null for any other document. */
export function parseMap(document: ReadDocument): ParsedMap | null {
  const { repair, faults } = repairsOf(document);
  const lines = linesOf(document, repair);
  if (!isMap(lines)) return null;
  const calendar = readCalendar(lines, () => false);
  const parts = partsOf(lines);
  const models = modelsIn(parts(3));
  const match = splitMatch(parts(2));
  const map: IntegrationMap = {
    kind: 'mooc-map',
    selection: readSelection(parts(1)),
    match: readMatch(match.percents),
    model: models.length === 1 ? (models[0] ?? null) : null,
    schedule: calendar.rows,
    approvals: readApprovals(lines.slice(calendar.span?.last ?? 0)),
  };
  const inSchedule = (path: string) => path.replace(/^calendar/u, 'schedule');
  return {
    map,
    reasons: readReasons(match.reasons),
    language: languageOf(lines.map(wholeText).join('\n')),
    findings: [
      ...noteFindings(document),
      ...(models.length === 1 ? [] : [finding('map-model', 'model', { left: models })]),
      ...calendar.findings.map(found => ({ ...found, path: inSchedule(found.path) })),
      ...characterFindings(faults, () => 'document'),
      ...checkMap(map),
    ],
    provenance: Object.fromEntries([...calendar.places].map(([path, place]) => [inSchedule(path), place])),
  };
}

/** The lines of each part of the form; a part goes on until the head of a later one. */
function partsOf(lines: readonly Line[]): (part: number) => Line[] {
  let open = 0;
  const numbered = lines.map(line => {
    const part = partOf(line.cells[0]?.text ?? '');
    if (part !== null && part >= open) open = part;
    return { line, part: open };
  });
  const hasParts = open > 0;
  return part =>
    numbered.flatMap(entry => (entry.part === part || (!hasParts && part === 1) ? [entry.line] : []));
}

/** The models that part 3 still has; the form asks to delete all but one. */
function modelsIn(lines: readonly Line[]): (1 | 2 | 3)[] {
  const found = lines
    .flatMap(line => line.cells)
    .flatMap(cell => {
      if (isNote(cell.text)) return [];
      const folded = fold(cell.text)
        .replace(/^<\/?[a-z]+>\s*/u, '')
        .replace(/^3\.\d\.?\s*/u, '');
      const number =
        /^([123])\s*-?\s*(?:ші |я )?(?:модель|model)|^(?:модель|model)\s*№?\s*([123])(?!\d)/u.exec(folded);
      return number === null ? [] : [Number(number[1] ?? number[2]) as 1 | 2 | 3];
    });
  return [...new Set(found)].sort((a, b) => a - b);
}
