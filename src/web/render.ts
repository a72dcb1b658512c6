import { join } from 'node:path';
import { type Catalogue, languages } from '../i18n/index.ts';
import { type Lang } from '../i18n/lang.ts';
import { assetsVersion, viewsFolder } from '../paths.ts';
import { type LaunchContext } from './context.ts';
import { renderView } from './views.ts';

/** A tab of the bar on top of every page of a launch. */
export interface NavEntry {
  readonly href: string;
  readonly text: string;
  readonly current: boolean;
}

/** What the frame of a page needs; views only print it. */
export interface PageFrame {
  readonly title: string;
  readonly nav: readonly NavEntry[];
  readonly course: { readonly title: string } | null;
  readonly person: { readonly role: string } | null;
  readonly languages: readonly {
    readonly code: Lang;
    readonly name: string;
    readonly current: boolean;
    readonly action: string | null;
  }[];
  readonly csrf: string | null;
  /** Whose what is that the browser keeps of typed forms; null: nothing is kept. */
  readonly owner: string | null;
  /** The token of a tab without cookies, for the page's own requests and forms; null: there is a cookie. */
  readonly tab: string | null;
  /** Where the person is, for coming back after a change of language. */
  readonly here: string;
  /** The link to what is new for the person; absent where there is nowhere to go. */
  readonly news?: { readonly href: string; readonly count: number; readonly current: boolean } | null;
}

/** The address of a built asset; it changes with the content, so browsers may keep it for ever. */
export function asset(name: string): string {
  return `/assets/${assetsVersion}/${name}`;
}

/** Renders one view with the frame around it. */
export function renderPage(view: string, lang: Lang, t: Catalogue, frame: PageFrame, model: object): string {
  const locals = Object.assign({}, model, { t, lang, asset, page: frame, theme: null });
  return renderView(join(viewsFolder, `${view}.ejs`), locals);
}

/** The frame of a page without a session: no navigation, no course, no change of language. */
export function bareFrame(title: string): PageFrame {
  return {
    title,
    nav: [],
    course: null,
    person: null,
    languages: [],
    csrf: null,
    owner: null,
    tab: null,
    here: '',
  };
}

/** The frame of a page inside a launch. */
export function launchFrame(
  context: LaunchContext,
  title: string,
  nav: readonly NavEntry[],
  here: string,
  news: PageFrame['news'] = null,
): PageFrame {
  const roles = context.t.shell.roles;
  const role = context.actor.role;
  return {
    title,
    nav,
    course: { title: context.course.title },
    person: { role: role === 'guest' || role === 'mentor' ? '' : roles[role] },
    languages: languages.map(code => ({
      code,
      name: context.t.shell.languageNames[code],
      current: code === context.lang,
      action: `${context.base}/language`,
    })),
    csrf: context.csrf,
    owner: context.owner,
    tab: context.tab,
    here,
    news,
  };
}
