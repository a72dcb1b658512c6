import { posix } from 'node:path';
import { DocumentError, type DocumentErrorCode } from '../errors.ts';
import { kindByName } from '../sniff.ts';
import { type PartPackage } from './package.ts';
import { visitXml } from './xml.ts';

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly isExternal: boolean;
}

export type OfficeKind = 'docx' | 'xlsx';

/** Content types of main parts, by what is in them; the first that fits counts. */
const kinds: readonly (readonly [RegExp, DocumentErrorCode | OfficeKind])[] = [
  [/ms-word\.(?:document|template)\.macroEnabled/iu, 'document-docm'],
  [/wordprocessingml\.(?:document|template)\.main\+xml/iu, 'docx'],
  [/ms-excel\.(?:sheet|template|addin)\.macroEnabled/iu, 'document-xlsm'],
  [/spreadsheetml\.(?:sheet|template)\.main\+xml/iu, 'xlsx'],
  [/spreadsheetml|ms-excel/iu, 'document-xls'],
  [/presentationml|ms-powerpoint/iu, 'document-pptx'],
];

/** The main part of an Office package, what it is, and what it refers to. */
export interface MainPart {
  readonly kind: OfficeKind;
  readonly name: string;
  readonly relations: PartRelations;
}

/** @throws DocumentError that names the format when the package is neither a Word document nor a workbook */
export async function findMainPart(file: PartPackage, fileName: string): Promise<MainPart> {
  if (!file.names.has('[Content_Types].xml')) throw new DocumentError(await foreignKind(file, fileName));
  const main = (await relationshipsOf(file, '_rels/.rels')).find(({ type }) =>
    type.endsWith('/officeDocument'),
  );
  const name = main === undefined ? 'word/document.xml' : partName(main.target, '');
  const kind = await kindOf(file, name);
  if (kind !== 'docx' && kind !== 'xlsx') throw new DocumentError(kind);
  if ([...file.names].some(part => /vbaProject\.bin$/iu.test(part)))
    throw new DocumentError(kind === 'docx' ? 'document-docm' : 'document-xlsm');
  if (!file.names.has(name)) throw new DocumentError('document-damaged');
  return { kind, name, relations: await relationsOf(file, name) };
}

/** What a part refers to: other parts of the package, and addresses outside. */
export interface PartRelations {
  /** The first part of a type that the package has; null without one. */
  part(type: string): string | null;
  /** The part behind a relationship's id; null where it is outside or missing. */
  partById(id: string): string | null;
  /** Targets of hyperlinks outside the file, by relationship id. They are kept as text and never opened. */
  readonly links: ReadonlyMap<string, string>;
}

export async function relationsOf(file: PartPackage, name: string): Promise<PartRelations> {
  const folder = posix.dirname(name);
  const relationships = await relationshipsOf(file, `${folder}/_rels/${posix.basename(name)}.rels`);
  const partOf = (found: Relationship | undefined) => {
    const target = found === undefined || found.isExternal ? null : partName(found.target, folder);
    return target !== null && file.names.has(target) ? target : null;
  };
  const outside = relationships.filter(({ type, isExternal }) => isExternal && type.endsWith('/hyperlink'));
  return {
    part: type => partOf(relationships.find(found => found.type.endsWith(`/${type}`) && !found.isExternal)),
    partById: id => partOf(relationships.find(found => found.id === id)),
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

async function kindOf(file: PartPackage, main: string): Promise<DocumentErrorCode | OfficeKind> {
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
