import { posix } from 'node:path';
import { DocumentError, type DocumentErrorCode } from '../errors.ts';
import { kindByName } from '../sniff.ts';
import { type PartPackage } from './package.ts';
import { visitXml } from './xml.ts';

/** Where the parts of a text document are in its package, and where its links lead. */
export interface DocumentParts {
  readonly main: string;
  readonly numbering: string | null;
  readonly styles: string | null;
  /** Targets of hyperlinks outside the file, by relationship id. They are kept as text and never opened. */
  readonly links: ReadonlyMap<string, string>;
}

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly isExternal: boolean;
}

/** Content types of main parts, by what is in them; the first that fits counts. */
const kinds: readonly (readonly [RegExp, DocumentErrorCode | 'docx'])[] = [
  [/ms-word\.(?:document|template)\.macroEnabled/iu, 'document-docm'],
  [/wordprocessingml\.(?:document|template)\.main\+xml/iu, 'docx'],
  [/spreadsheetml|ms-excel/iu, 'document-xlsx'],
  [/presentationml|ms-powerpoint/iu, 'document-pptx'],
];

/** @throws DocumentError that names the format when the package is no Word document */
export async function findParts(file: PartPackage, fileName: string): Promise<DocumentParts> {
  if (!file.names.has('[Content_Types].xml')) throw new DocumentError(await foreignKind(file, fileName));
  const main = (await relationshipsOf(file, '_rels/.rels')).find(({ type }) =>
    type.endsWith('/officeDocument'),
  );
  const name = main === undefined ? 'word/document.xml' : partName(main.target, '');
  const kind = await kindOf(file, name);
  if (kind !== 'docx') throw new DocumentError(kind);
  if ([...file.names].some(part => /vbaProject\.bin$/iu.test(part))) throw new DocumentError('document-docm');
  if (!file.names.has(name)) throw new DocumentError('document-damaged');
  const folder = posix.dirname(name);
  const relationships = await relationshipsOf(file, `${folder}/_rels/${posix.basename(name)}.rels`);
  const part = (type: string) => {
    const found = relationships.find(
      relationship => relationship.type.endsWith(`/${type}`) && !relationship.isExternal,
    );
    const target = found === undefined ? null : partName(found.target, folder);
    return target !== null && file.names.has(target) ? target : null;
  };
  const outside = relationships.filter(({ type, isExternal }) => isExternal && type.endsWith('/hyperlink'));
  return {
    main: name,
    numbering: part('numbering'),
    styles: part('styles'),
    links: new Map(outside.map(({ id, target }) => [id, target])),
  };
}

/** OpenDocument says its type in a part of its own, which comes first and is not compressed. */
async function foreignKind(file: PartPackage, fileName: string): Promise<DocumentErrorCode> {
  let type = '';
  for await (const chunk of file.read('mimetype')) type += Buffer.from(chunk).toString('latin1');
  if (type.startsWith('application/vnd.oasis.opendocument')) return 'document-odt';
  return kindByName(fileName);
}

async function kindOf(file: PartPackage, main: string): Promise<DocumentErrorCode | 'docx'> {
  const types: string[] = [];
  await visitXml(file.read('[Content_Types].xml'), element => {
    const isMain = element.name === 'Override' && element.attribute('PartName') === `/${main}`;
    const type = element.attribute('ContentType') ?? '';
    if (isMain) types.unshift(type);
    else types.push(type);
  });
  const found = kinds.find(([pattern]) => types.some(type => pattern.test(type)));
  return found?.[1] ?? 'document-unknown';
}

async function relationshipsOf(file: PartPackage, name: string): Promise<Relationship[]> {
  const relationships: Relationship[] = [];
  if (!file.names.has(name)) return relationships;
  await visitXml(file.read(name), element => {
    if (element.name !== 'Relationship') return;
    relationships.push({
      id: element.attribute('Id') ?? '',
      type: element.attribute('Type') ?? '',
      target: element.attribute('Target') ?? '',
      isExternal: element.attribute('TargetMode') === 'External',
    });
  });
  return relationships;
}

/** A target counts from the folder of its part, or from the root of the package. */
function partName(target: string, folder: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(folder, target));
}
