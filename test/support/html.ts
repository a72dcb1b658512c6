import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from 'html-validate/node';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { skeletonOf } from './skeleton.ts';

const validator = new HtmlValidate(new FileSystemConfigLoader());
const format = formatterFactory('codeframe');
const pageName = fileURLToPath(new URL('../../page.html', import.meta.url));

/** Pages that were found valid. */
const found = new Set<string>();

/** Fails, showing the places, unless the whole page is valid HTML by the rules of .htmlvalidate.json. */
export async function expectValidHtml(html: string): Promise<void> {
  const skeleton = skeletonOf(html);
  if (found.has(skeleton)) return;
  const report = await validator.validateString(html, pageName);
  expect(report.valid ? '' : format(report.results)).toBe('');
  found.add(skeleton);
}
