import { Router } from 'express';
import { z } from 'zod';
import { isLang } from '../../i18n/lang.ts';
import { type Platform } from '../platform.ts';
import { writeSession } from '../session.ts';
import { type Person, type State } from '../state.ts';
import { byName, findPerson, findRole, nameOf } from '../world.ts';
import { type FormRoute, formRoute } from './forms.ts';
import { sendPage, startVisit, type Words } from './render.ts';

/** The front page: one's courses, and who one wants to be. */
export function homeRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const visit = startVisit(platform, request, response);
    const title = visit.person === null ? visit.t.home.chooserTitle : visit.t.home.title;
    await sendPage(
      request,
      response,
      visit,
      'home',
      { title },
      {
        courses: visit.person === null ? null : coursesOf(platform.state, visit.person, visit.t),
        groups: chooser(platform.state, visit.t),
      },
    );
  });
  router.post('/login', formRoute(platform, z.object({ personId: z.string() }), logIn));
  router.post('/logout', formRoute(platform, z.object({}), logOut));
  router.post(
    '/language',
    formRoute(platform, z.object({ lang: z.string(), back: z.string() }), chooseLanguage),
  );
  return router;
}

function coursesOf(state: State, person: Person, t: Words) {
  return state.courses.flatMap(course => {
    const role = findRole(state, course.id, person.id);
    if (role === null && !person.isAdministrator) return [];
    const { id, title, label, summary, isPublished } = course;
    return [
      { id, title, label, summary, isPublished, role: role === null ? t.roles.administrator : t.roles[role] },
    ];
  });
}

/** Everybody, with the role in the first course where they have one. */
function chooser(state: State, t: Words) {
  const roleIn = (person: Person) =>
    state.courses.map(course => findRole(state, course.id, person.id)).find(role => role !== null) ?? null;
  const shown = (person: Person, role: string) => ({ id: person.id, name: nameOf(person), role });
  const staff = state.people.filter(
    one => one.isAdministrator || ['teacher', 'assistant'].includes(roleIn(one) ?? ''),
  );
  const others = state.people.filter(one => !staff.includes(one)).sort(byName);
  const staffRole = (person: Person): string => {
    const role = roleIn(person);
    return role === null ? t.roles.administrator : t.roles[role];
  };
  return [
    { title: t.home.staff, people: staff.map(one => shown(one, staffRole(one))) },
    { title: t.home.students, people: others.map(one => shown(one, '')) },
  ];
}

const logIn: FormRoute<{ personId: string }> = (platform, visit, { personId }, response) => {
  if (findPerson(platform.state, personId) === null) return { message: 'notFound', status: 404 };
  writeSession(response, { ...visit.session, personId }, platform.keys.cookieSecret);
  return { to: '/' };
};

const logOut: FormRoute<object> = (platform, visit, _form, response) => {
  writeSession(response, { ...visit.session, personId: null }, platform.keys.cookieSecret);
  return { to: '/' };
};

/** A person's language is the person's own and goes along into launches. */
const chooseLanguage: FormRoute<{ lang: string; back: string }> = async (
  platform,
  visit,
  { lang, back },
  response,
) => {
  if (!isLang(lang)) return { message: 'wrongInput', status: 400 };
  writeSession(response, { ...visit.session, lang }, platform.keys.cookieSecret);
  if (visit.person !== null) {
    visit.person.locale = lang;
    await platform.save();
  }
  return { to: ownPath(back) };
};

/** A path of this site; "/" for anything else, so that the form cannot send people elsewhere. */
function ownPath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : '/';
}
