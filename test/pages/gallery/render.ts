import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueOf, languages, type Lang } from '../../../src/i18n/index.ts';
import { renderView } from '../../../src/web/views.ts';
import { samples } from './sample.ts';

const folder = fileURLToPath(new URL('views/', import.meta.url));

/** The names of the gallery's pages: every component stands on at least one of them. */
export const galleryPages: readonly string[] = readdirSync(folder).map(name => name.replace(/\.ejs$/, ''));

/** Renders a page of the gallery with the frame that the product gives to its own pages. */
export function renderGallery(name: string, lang: Lang): string {
  const t = catalogueOf(lang);
  const s = samples[lang];
  const nav = Object.entries(t.shell.nav).map(([key, text]) => ({
    href: `/${key}`,
    text,
    current: key === 'calendar',
  }));
  const page = {
    title: s.week.title,
    nav: name === 'message' ? [] : nav,
    course: { title: s.course },
    person: { role: s.teacher },
    languages: languages.map(code => ({
      code,
      name: t.shell.languageNames[code],
      current: code === lang,
      action: '/language',
    })),
    csrf: 'proof',
    here: '/calendar',
  };
  const asset = (file: string): string => `/assets/${file}`;
  const locals = { s, t, lang, asset, page, theme: null };
  return renderView(join(folder, `${name}.ejs`), locals);
}
