import { type ReadDocument } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';

/** What was decided about the file itself, as findings: a person should look at it. */
export function noteFindings({ notes }: ReadDocument): Finding[] {
  return notes.map(note =>
    note.kind === 'encoding'
      ? finding('encoding', 'document', { encoding: note.encoding })
      : finding('columns-guessed', 'document', { tables: note.tables }),
  );
}
