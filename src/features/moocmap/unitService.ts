import { type PersonId } from '../../kernel/ids.ts';
import { type EditablePart, hasField, type MapFaults, saysAlready, type Typed } from './domain/edits.ts';
import { type MapService } from './mapService.ts';
import { type MapVersion } from './mapStore.ts';

/** Fields that belong together (a row, an online course), as somebody saw them and as they are now. */
export interface UnitEdit {
  readonly part: EditablePart;
  readonly before: Typed;
  readonly typed: Typed;
}

export type UnitOutcome =
  | { readonly kind: 'saved'; readonly draft: MapVersion }
  | { readonly kind: 'wrong'; readonly faults: MapFaults }
  /** Somebody else has written something else there. */
  | { readonly kind: 'conflict'; readonly draft: MapVersion }
  /** The map has no such fields any more. */
  | { readonly kind: 'moved' };

/** How often a save is tried again that lost against another person's in another place. */
const attempts = 4;

/** Saves what belongs together. Two people in different places never meet; in one place the second is shown both values. */
export async function saveUnit(
  service: Pick<MapService, 'edit' | 'getDraft'>,
  first: MapVersion,
  { part, before, typed }: UnitEdit,
  by: PersonId,
): Promise<UnitOutcome> {
  let draft = first;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { map } = draft;
    if (!Object.keys({ ...before, ...typed }).every(name => hasField(map, part, name)))
      return { kind: 'moved' };
    // Sent twice, or both have written the same.
    if (saysAlready(map, part, typed)) return { kind: 'saved', draft };
    if (!saysAlready(map, part, before)) return { kind: 'conflict', draft };
    const saving = await service.edit(draft, draft.rev, part, typed, by);
    if (saving.kind === 'wrong') return saving;
    draft = await service.getDraft(draft.courseId, draft.id);
    if (saving.kind === 'saved') return { kind: 'saved', draft };
  }
  return { kind: 'moved' };
}
