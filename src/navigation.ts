import { type Catalogue } from './i18n/index.ts';
import { type Ability } from './kernel/permissions.ts';
import { type LaunchContext } from './web/context.ts';
import { type NavEntry } from './web/render.ts';

/** The tabs of the bar, in the order of a teacher's work; each person sees those that open something. */
const tabs: readonly {
  path: string;
  /** Pages that lie beside it and belong to it. */
  also?: string;
  ability: Ability;
  text: (t: Catalogue) => string;
}[] = [
  { path: '/calendar', ability: 'calendar.read', text: t => t.shell.nav.calendar },
  { path: '/syllabus', ability: 'syllabus.read', text: t => t.shell.nav.syllabus },
  { path: '/approval', ability: 'approval.act', text: t => t.shell.nav.approval },
  { path: '/moocmap', also: '/moocresults', ability: 'syllabus.read', text: t => t.shell.nav.moocMap },
  { path: '/moocs', also: '/mooccertificates', ability: 'moocs.act', text: t => t.moocregistry.tab },
  { path: '/gradebook', also: '/marksimport', ability: 'grades.read', text: t => t.shell.nav.gradebook },
  { path: '/grading', ability: 'grades.read', text: t => t.shell.nav.grading },
  { path: '/statements', ability: 'grades.read', text: t => t.shell.nav.statements },
  { path: '/gradesync', ability: 'gradesync.read', text: t => t.shell.nav.gradesInLms },
  { path: '/class', ability: 'roster.read', text: t => t.shell.nav.people },
  { path: '/marks', ability: 'grades.own', text: t => t.shell.nav.myMarks },
  { path: '/results', ability: 'grades.own', text: t => t.shell.nav.myResults },
];

export function navigation({ actor, base, t }: LaunchContext, path: string): NavEntry[] {
  // A dialog of the LMS is one question; there is nowhere else to go in it.
  if (path.startsWith('/deeplinking')) return [];
  return tabs
    .filter(tab => actor.can(tab.ability))
    .map(tab => ({
      href: `${base}${tab.path}`,
      text: tab.text(t),
      current: [tab.path, tab.also].some(own => path === own || path.startsWith(`${own ?? tab.path}/`)),
    }));
}
