import { type Approvable } from '../approval/index.ts';
import { keyedRows } from './domain/courseMap.ts';
import { diffMaps } from './domain/diff.ts';
import { type MapService } from './mapService.ts';
import { type MapStore, type MapVersion } from './mapStore.ts';
import { contentView } from './mapView.ts';
import { changeGroups, rowName } from './mapWords.ts';

/** The integration map as a document that is agreed upon. */
export function mapDocument(store: MapStore, service: MapService): Approvable<MapVersion> {
  return {
    kind: 'mooc-map',
    path: '/moocmap',
    name: t => t.moocmap.name,
    find: (courseId, unsafeId) => store.find(courseId, unsafeId),
    getDraft: (courseId, unsafeId) => service.getSubmittable(courseId, unsafeId),
    accept: (version, rev) => service.accept(version, rev),
    async show({ courseId, id, map }, { t, lang }) {
      const published = await store.newestAccepted(courseId);
      const before = published === null || published.id === id ? null : published.map;
      return {
        partial: '/moocmap/content',
        model: { mapContent: contentView(map, t, lang), documentLang: map.language },
        places: [
          ...(['selection', 'moocs', 'outcomes', 'model'] as const).map(part => ({
            key: part,
            text: t.moocmap.parts[part],
          })),
          ...keyedRows(map).map(({ key, row }) => ({ key, text: `${rowName(row, t)}. ${row.title}` })),
        ],
        changes: before === null ? null : changeGroups(diffMaps(before, map), [before, map], t),
      };
    },
  };
}
