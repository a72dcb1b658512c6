import { type Place, type ReadDocument } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';

/**
 * What was decided about the file itself, as findings: a person should look at it.
 * @param places where the values that were read stand; absent: nobody knows, and the whole document is meant
 */
export function noteFindings(
  { notes, blocks }: ReadDocument,
  places?: Readonly<Record<string, Place>>,
): Finding[] {
  return notes.flatMap((note): Finding[] => {
    if (note.kind === 'encoding') return [finding('encoding', 'document', { encoding: note.encoding })];
    if (places === undefined) return [finding('columns-guessed', 'document', { tables: note.tables })];
    const guessed = new Set(
      blocks.flatMap(block =>
        block.kind === 'table' && !block.isGrid ? [tableOf(block.rows[0]?.place) ?? -1] : [],
      ),
    );
    return [...tablesBySection(places)].flatMap(([section, tables]) => {
      const count = [...tables].filter(table => guessed.has(table)).length;
      return count === 0 ? [] : [finding('columns-guessed', section, { tables: count })];
    });
  });
}

const tableOf = (place: Place | undefined): number | null =>
  place?.kind === 'page-cell' || place?.kind === 'cell' || place?.kind === 'table' ? place.table : null;

/** The tables that the values of each part of the syllabus were read from. */
function tablesBySection(places: Readonly<Record<string, Place>>): Map<string, Set<number>> {
  const sections = new Map<string, Set<number>>();
  for (const [path, place] of Object.entries(places)) {
    const section = /^\w+/u.exec(path)?.[0] ?? 'document';
    const table = tableOf(place);
    if (table !== null) sections.set(section, (sections.get(section) ?? new Set()).add(table));
  }
  return sections;
}
