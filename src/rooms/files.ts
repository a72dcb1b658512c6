import { createMarksImport } from '../features/marksimport/index.ts';
import { type Route } from '../web/route.ts';
import { type Ground } from './ground.ts';
import { type MarkRooms } from './marks.ts';

/** Marks and results that come in files. */
export function createFileRooms(
  ground: Ground,
  { gradebook }: MarkRooms,
): { readonly routes: readonly Route[] } {
  const { connection, courses, roster, now } = ground;
  const marksImport = createMarksImport({ connection, courses, roster, gradebook, now });
  return { routes: [...marksImport.routes] };
}
