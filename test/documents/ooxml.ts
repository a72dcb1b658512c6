import { zipOf, type ZipPart } from './zip.ts';

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ' +
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ' +
  'xmlns:v="urn:schemas-microsoft-com:vml"';
export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

export function contentTypes(type: string, part = '/word/document.xml'): ZipPart {
  return {
    name: '[Content_Types].xml',
    content:
      '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      `<Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="${type}"/></Types>`,
  };
}

export function relationships(
  name: string,
  list: readonly { id: string; type: string; target: string; external?: boolean }[],
): ZipPart {
  const base = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const items = list.map(
    ({ id, type, target, external }) =>
      `<Relationship Id="${id}" Type="${base}/${type}" Target="${target}"${external === true ? ' TargetMode="External"' : ''}/>`,
  );
  return {
    name,
    content: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`,
  };
}

export function documentXml(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`;
}

/** A .docx with the given XML as its body, and further parts. */
export function docxOf(body: string, parts: readonly ZipPart[] = []): Buffer {
  return zipOf([
    contentTypes(wordType),
    relationships('_rels/.rels', [{ id: 'rId1', type: 'officeDocument', target: 'word/document.xml' }]),
    { name: 'word/document.xml', content: documentXml(body) },
    ...parts,
  ]);
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A paragraph; lines inside it are separated by "\n". */
export function p(text: string, properties = ''): string {
  const runs = text.split('\n').map(line => `<w:r><w:t xml:space="preserve">${escaped(line)}</w:t></w:r>`);
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${runs.join('<w:r><w:br/></w:r>')}</w:p>`;
}

export interface TestCell {
  readonly text: string;
  readonly span?: number;
  /** "start" opens a vertical merge, "more" continues it. */
  readonly merge?: 'start' | 'more';
}

/** A cell; paragraphs are separated by "\n". */
export function tc({ text, span = 1, merge }: TestCell): string {
  const properties =
    (span > 1 ? `<w:gridSpan w:val="${span}"/>` : '') +
    (merge === 'start' ? '<w:vMerge w:val="restart"/>' : merge === 'more' ? '<w:vMerge/>' : '');
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${text
    .split('\n')
    .map(line => p(line))
    .join('')}</w:tc>`;
}

export function tbl(rows: readonly (readonly (TestCell | string)[])[]): string {
  const body = rows.map(
    row => `<w:tr>${row.map(cell => tc(typeof cell === 'string' ? { text: cell } : cell)).join('')}</w:tr>`,
  );
  return `<w:tbl><w:tblPr/>${body.join('')}</w:tbl>`;
}
