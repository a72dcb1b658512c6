import { type CourseId } from '../../../kernel/ids.ts';
import { linkId, linkParameter, type Place, placeId } from './place.ts';

/** A link as it is offered to the LMS. */
export interface WantedLink {
  readonly place: Place;
  readonly title: string;
  /** Null: the link gets no column. */
  readonly column: {
    readonly label: string;
    readonly maximum: number;
    readonly resourceId: string;
    readonly tag: string;
  } | null;
}

export interface ItemSettings {
  readonly courseId: CourseId;
  /** Our address, without a trailing slash. */
  readonly publicUrl: string;
  readonly documentTargets: readonly string[];
  /** What the link behind a grade is called in the LMS. */
  readonly reviewLabel: string;
  /** Our signature of the link, by which its origin is believed in a copy. */
  readonly proof: string;
}

/** Moodle keeps so much of a title, and answers with an error to more. */
const longestTitle = 255;

/**
 * One `ltiResourceLink` of Deep Linking 2.0, section 3.2.1. `url` is always there (Blackboard needs it), and so is the id
 * in `custom`, by which the link is known again in a copy of the course.
 */
export function contentItem({ place, title, column }: WantedLink, settings: ItemSettings): object {
  const { courseId, publicUrl, documentTargets, reviewLabel, proof } = settings;
  return {
    type: 'ltiResourceLink',
    title: cut(title),
    url: `${publicUrl}/${placeId(place)}`,
    custom: { [linkParameter]: linkId({ courseId, place }, proof) },
    ...presentation(documentTargets),
    ...(column === null
      ? {}
      : {
          lineItem: {
            label: cut(column.label),
            scoreMaximum: column.maximum,
            resourceId: column.resourceId,
            tag: column.tag,
            // Submission Review 1.0, section 3.2: scores are sent as Completed alone.
            submissionReview: { reviewableStatus: ['Completed'], label: reviewLabel },
          },
        }),
  };
}

/** In the LMS's own page where it takes that, else in a window; nothing where it takes neither (`embed` is for HTML). */
function presentation(targets: readonly string[]): object {
  if (targets.includes('iframe') || targets.includes('frame')) return { iframe: {} };
  return targets.includes('window') ? { window: { targetName: 'tirek' } } : {};
}

/** By letters, so that none is cut in half. */
const cut = (text: string): string => {
  const letters = [...text];
  return letters.length <= longestTitle ? text : `${letters.slice(0, longestTitle - 1).join('')}…`;
};
