import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Locals, renderView } from '../../src/web/views.ts';

const folder = mkdtempSync(join(tmpdir(), 'tirek-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
/** Writes a view, and its parts by name, into a folder of their own; returns what renders it. */
function view(text: string, parts: Record<string, string> = {}): (locals: Locals) => string {
  const own = join(folder, String((number += 1)));
  for (const [name, content] of Object.entries({ 'page/view': text, ...parts })) {
    const file = join(own, `${name}.ejs`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return locals => renderView(join(own, 'page/view.ejs'), locals);
}

describe('a view', () => {
  it('prints its locals, escaped', () => {
    const render = view('<p title="<%= hint %>"><%= count %> <%= none %><%= missing %>|<%- html %></p>');
    const locals = { hint: `"Ә" & 'б' <i>`, count: 0, none: null, missing: undefined, html: '<b>x</b>' };
    expect(render(locals)).toBe('<p title="&#34;Ә&#34; &amp; &#39;б&#39; &lt;i&gt;">0 |<b>x</b></p>');
  });

  it('is an error with file, line and name where it uses what it was not given, however it was rendered before', () => {
    const render = view('first\n<% if (deep) { %>\n<%= absent %>\n<% } %>');
    expect(render({ deep: true, absent: 'here' })).toContain('here');
    expect(render({ deep: false })).toBe('first\n');
    expect(() => render({ deep: true })).toThrow(/page\/view\.ejs:3[^]*absent is not defined/);
  });

  it('asks for what it can do without by locals', () => {
    const render = view('<%= locals.frame?.width ?? "84rem" %>');
    expect([render({}), render({ frame: { width: 'narrow' } })]).toEqual(['84rem', 'narrow']);
    // No variable can be called `export`.
    expect(view('<%= locals.export.action %>')({ export: { action: '/export' } })).toBe('/export');
  });

  it('may call something of its own as a local is called', () => {
    const render = view(
      '<% const title = "own"; %><%= title %><% for (const row of rows) { %> <%= row %><% } %>',
    );
    expect(render({ title: 'given', row: 'given', rows: [1, 2] })).toBe('own 1 2');
  });

  it('includes parts from where it stands, and parts of parts, with what it was given and what is added', () => {
    const render = view('<%- include("../parts/card", { text: "t" }) %> <%= text %>', {
      'parts/card': '<%= text %>+<%= base %>:<%- include("inner/leaf") %>',
      'parts/inner/leaf': '<%= text %>-<%= base %>',
    });
    expect(render({ text: 'outer', base: '/l/1' })).toBe('t+/l/1:t-/l/1 outer');
  });

  it('includes from the root of all views, too, and by a name that it was given', () => {
    const icon = view('<%- include(name, { icon: "bell" }) %>')({
      name: '/components/icon',
      asset: () => '/i',
    });
    expect(icon).toContain('<svg');
  });
});
