import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from 'html-validate/node';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const validator = new HtmlValidate(new FileSystemConfigLoader());
const format = formatterFactory('codeframe');
const pageName = fileURLToPath(new URL('../../page.html', import.meta.url));

/** Fails, showing the places, unless the whole page is valid HTML by the rules of .htmlvalidate.json. */
export async function expectValidHtml(html: string): Promise<void> {
  const report = await validator.validateString(html, pageName);
  expect(report.valid ? '' : format(report.results)).toBe('');
}
