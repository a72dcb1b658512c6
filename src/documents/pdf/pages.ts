import { getDocumentProxy, getResolvedPDFJS } from './library.ts';
import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { apply, multiply, type DrawnPage, type Fragment, type Matrix, type PageLink } from './geometry.ts';
import { rulesOf } from './rules.ts';

/**
 * Draws the pages of a PDF one after another and keeps where text, lines and links are. Scripts are never run, pictures
 * never unpacked, and nothing outside the file is opened.
 *
 * @throws DocumentError when it is protected by a password or damaged
 */
export async function* drawnPages(bytes: Uint8Array): AsyncGenerator<DrawnPage> {
  const library = await getResolvedPDFJS();
  const file = await opened(bytes);
  try {
    if (file.numPages > limits.pages) throw new DocumentError('document-too-long');
    for (let number = 1; number <= file.numPages; number += 1) {
      const page = await careful(() => file.getPage(number));
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const upright = transform as unknown as Matrix;
      const text = await careful(() => page.getTextContent());
      const drawing = await careful(() => page.getOperatorList());
      const annotations = (await careful(() => page.getAnnotations())) as unknown[];
      yield {
        number,
        width,
        height,
        fragments: text.items.flatMap(item => ('str' in item ? fragmentsOf(item, upright) : [])),
        rules: rulesOf(drawing, library.OPS, upright),
        links: annotations.flatMap(annotation => linkOf(annotation, upright)),
      };
      page.cleanup();
    }
  } finally {
    await file.destroy();
  }
}

type PdfFile = Awaited<ReturnType<typeof getDocumentProxy>>;

async function opened(bytes: Uint8Array): Promise<PdfFile> {
  // The library takes the bytes over: it gets a copy.
  const copy = new Uint8Array(bytes);
  return careful(() =>
    getDocumentProxy(copy, {
      verbosity: 0,
      isEvalSupported: false,
      useSystemFonts: false,
      disableFontFace: true,
      // A picture of more than one dot is left out: only text and lines are wanted.
      maxImageSize: 1,
    }),
  );
}

async function careful<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    const isProtected = error instanceof Error && error.name === 'PasswordException';
    throw new DocumentError(isProtected ? 'document-encrypted' : 'document-damaged', { cause: error });
  }
}

interface TextItem {
  readonly str: string;
  readonly transform: readonly unknown[];
  readonly width: number;
  readonly height: number;
}

/** The piece of text at its place on the upright page; text that stands on its side is kept at its middle. */
function fragmentsOf({ str, transform, width }: TextItem, upright: Matrix): Fragment[] {
  if (str === '') return [];
  const matrix = multiply(upright, transform as unknown as Matrix);
  const size = Math.hypot(matrix[2], matrix[3]);
  const start = { x: matrix[4], y: matrix[5] };
  if (size < 1) return [];
  const isLying = Math.abs(matrix[1]) > Math.abs(matrix[0]);
  if (!isLying) return [{ text: str, left: start.x, right: start.x + width, baseline: start.y, size }];
  const middle = start.y + (matrix[1] < 0 ? -width / 2 : width / 2);
  return [{ text: str, left: start.x - size, right: start.x, baseline: middle, size }];
}

function linkOf(annotation: unknown, upright: Matrix): PageLink[] {
  if (typeof annotation !== 'object' || annotation === null) return [];
  const { subtype, url, rect } = annotation as { subtype?: unknown; url?: unknown; rect?: unknown };
  if (subtype !== 'Link' || typeof url !== 'string' || !Array.isArray(rect)) return [];
  const [x1, y1, x2, y2] = rect.map(Number);
  const [a, b] = [apply(upright, x1 ?? 0, y1 ?? 0), apply(upright, x2 ?? 0, y2 ?? 0)];
  return [
    {
      url,
      left: Math.min(a.x, b.x),
      right: Math.max(a.x, b.x),
      top: Math.min(a.y, b.y),
      bottom: Math.max(a.y, b.y),
    },
  ];
}
