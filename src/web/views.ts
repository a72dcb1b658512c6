import ejs from 'ejs';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { viewsFolder } from '../paths.ts';

/** What a view is given, by name. Parts that it includes are given the same, and what the include adds. */
export type Locals = Readonly<Record<string, unknown>>;

/** A view's text, and what it was compiled to for the names that it was given so far. */
interface View {
  readonly text: string;
  /** Every word in it that could be the name of a local. */
  readonly words: ReadonlySet<string>;
  readonly compiled: Map<string, (locals: Locals) => string>;
  /** Where its includes are, by the name in its text. */
  readonly parts: Map<string, string>;
}

const views = new Map<string, View>();

/**
 * Renders a view. EJS by itself puts a `with` statement around it, in which every name, its own too, is looked up anew
 * each time, and asks the disk for each include. Here a view is compiled for the names that it is given, which are
 * variables then: the same text for about an eighth of the time. A name that was not given is an error, as with `with`.
 *
 * @param file the view's absolute path
 * @throws whatever the view throws, with its file and line in the message
 */
export function renderView(file: string, locals: Locals): string {
  const view = viewOf(file);
  const include = (name: string, more?: Locals): string =>
    renderView(partOf(view, file, name), more === undefined ? locals : Object.assign({}, locals, more));
  const given = Object.keys(locals).filter(name => view.words.has(name));
  const key = given.join(' ');
  let render = view.compiled.get(key);
  if (render === undefined) view.compiled.set(key, (render = compile(file, view.text, given)));
  const own: Record<string, unknown> = { include };
  for (const name of given) own[name] = locals[name];
  return render(own);
}

function viewOf(file: string): View {
  let view = views.get(file);
  if (view === undefined) {
    const text = readFileSync(file, 'utf8');
    const words = new Set(text.match(/[a-zA-Z_$][\w$]*/g));
    views.set(file, (view = { text, words, compiled: new Map(), parts: new Map() }));
  }
  return view;
}

/** Includes are named from where the view stands, or from the root of all views. */
function partOf({ parts }: View, file: string, name: string): string {
  let part = parts.get(name);
  if (part === undefined) {
    part = `${name.startsWith('/') ? join(viewsFolder, name) : join(dirname(file), name)}.ejs`;
    parts.set(name, part);
  }
  return part;
}

function compile(file: string, text: string, given: readonly string[]): (locals: Locals) => string {
  const options = {
    filename: file,
    strict: true,
    escape: escapeHtml,
    destructuredLocals: ['include', ...given.filter(name => !reserved.has(name))],
    // EJS would copy what it is given once more; the variables are own properties of it, whatever its prototype has.
    unsafePrototypeLocals: true,
  };
  // In a block of its own a view may call something of its own as a local of the page around it is called.
  return ejs.compile(`<% { %>${text}<% } %>`, options);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** What EJS's own does; most texts have nothing to escape, and for those it is several times as fast. */
function escapeHtml(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : `${value as number}`;
  return /[&<>"']/.test(text) ? text.replaceAll(/[&<>"']/g, character => entities[character] ?? '') : text;
}

const reservedWords =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
  'false finally for function if implements import in instanceof interface let new null package private protected ' +
  'public return static super switch this throw true try typeof var void while with yield';

/** No variable can be called so; a view may still ask for them as `locals.export`. */
const reserved = new Set(reservedWords.split(' '));
