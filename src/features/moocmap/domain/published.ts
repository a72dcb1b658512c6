import { type CourseMap, keyedRows } from './courseMap.ts';

/** How the course uses its online courses (annex 1, part 3): support, partly in place of classes, or with counted results. */
export type MapModel = 1 | 2 | 3;

/** What an approved integration map means for other rooms. */
export interface PublishedMap {
  readonly model: MapModel;
  readonly moocs: readonly {
    /** Stays the same in all versions of a course's map: "m1". */
    readonly key: string;
    readonly title: string;
    readonly url: string | null;
    /** The online course in the registry; absent for one that was entered by hand. */
    readonly registryId?: string;
  }[];
  /**
   * Rows of the calendar, by their keys there ("srs-2", "midterm-1"), that are marked by the results of an online course.
   * Empty under models 1 and 2.
   */
  readonly countedRows: readonly { readonly rowKey: string; readonly moocKey: string }[];
}

/** Null for a map without a model: such a one is never approved. */
export function publishedMapOf(map: CourseMap): PublishedMap | null {
  if (map.model === null) return null;
  return {
    model: map.model,
    moocs: map.moocs.map(({ key, title, url, registryId }) => ({
      key,
      title: title ?? url ?? key,
      url,
      ...(registryId === null ? {} : { registryId }),
    })),
    countedRows:
      map.model === 3
        ? keyedRows(map).flatMap(({ key, row: { use } }) =>
            use?.counts === true ? [{ rowKey: key, moocKey: use.mooc }] : [],
          )
        : [],
  };
}
