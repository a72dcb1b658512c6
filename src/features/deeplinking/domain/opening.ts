import { type Ability } from '../../../kernel/permissions.ts';
import { rowAnchor } from '../../calendar/index.ts';
import { type Place } from './place.ts';

/** What is graded by a rubric, and so has a page of its own for graders and students. */
const finalControl = 'final';

/**
 * The page that a place means for somebody with these abilities: a student who opens the link of the grading panel
 * comes to the own result, a teacher who opens "my results" to the class, everybody else to the calendar.
 */
export function pathOf(place: Place, abilities: ReadonlySet<Ability>): string {
  switch (place.kind) {
    case 'calendar':
      return '/calendar';
    case 'week':
      return '/calendar#this-week';
    case 'grading':
    case 'results':
      return gradesPath(abilities);
    case 'mooc':
      return abilities.has('syllabus.read') ? '/moocmap' : '/calendar';
    case 'activity':
      return place.key === finalControl ? gradesPath(abilities) : `/calendar#${rowAnchor(place.key)}`;
  }
}

function gradesPath(abilities: ReadonlySet<Ability>): string {
  if (abilities.has('grades.read')) return '/grading';
  return abilities.has('grades.own') ? '/results' : '/calendar';
}
