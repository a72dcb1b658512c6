// Every dependency's licence is on the list; exceptions are named one by one with their reason.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const always = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);
const developmentOnly = new Set(['MPL-2.0', 'BlueOak-1.0.0', 'CC0-1.0', 'CC-BY-4.0', 'Python-2.0', 'Zlib']);
/** See docs/decisions/0002-licences.md. */
const exceptions = {
  '@fontsource-variable/inter': ['OFL-1.1', 'a font; its licence text is served beside it'],
  '@expo-google-fonts/tinos': ['MIT AND OFL-1.1', 'a font, embedded in PDF documents as its licence allows'],
  pako: ['(MIT AND Zlib)', 'comes with docx, used unchanged'],
  'png-js': ['unknown', 'comes with pdfmake; its LICENSE is that of MIT, its package.json does not say so'],
  rasha: ['MPL-2.0', 'comes with ltijs, used unchanged'],
  sax: ['BlueOak-1.0.0', 'comes with pdfmake, used unchanged'],
};

const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
const wrong = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  const name = path.replace(/^.*node_modules\//, '');
  const licence = entry.license ?? licenceOf(path);
  const allowed = isAllowed(licence, entry.dev === true) || exceptions[name]?.[0] === licence;
  if (!allowed) wrong.push(`${name}: ${licence}${entry.dev ? ' (development)' : ''}`);
}

/** A licence, or an expression of them: of alternatives one must be on the list, of several together all. */
function isAllowed(licence, isDevelopment) {
  const one = name => always.has(name) || (isDevelopment && developmentOnly.has(name));
  return String(licence)
    .replace(/[()]/g, '')
    .split(' OR ')
    .some(alternative => alternative.split(' AND ').every(one));
}

/** Old packages write an object or a list instead of one name. Optional ones may not be installed here. */
function licenceOf(path) {
  try {
    const { license, licenses } = JSON.parse(
      readFileSync(fileURLToPath(new URL(`${path}/package.json`, root)), 'utf8'),
    );
    const first = license ?? (Array.isArray(licenses) ? licenses[0] : licenses);
    return typeof first === 'object' && first !== null ? first.type : (first ?? 'unknown');
  } catch {
    return 'unknown';
  }
}

if (wrong.length > 0) {
  console.error(`Licences that are not on the list:\n${wrong.join('\n')}`);
  process.exit(1);
}
