import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { DocumentError, documentErrorCodes, readDocument } from '../../src/documents/index.ts';
import { catalogueOf, languages } from '../../src/i18n/index.ts';
import { contentTypes, docxOf, documentXml, p, relationships, wordType } from './ooxml.ts';
import { pdfOf } from './pdf.ts';
import { zipOf } from './zip.ts';

async function refusal(bytes: Uint8Array, name = 'file'): Promise<string> {
  try {
    await readDocument(bytes, name);
    return 'read';
  } catch (error) {
    if (error instanceof DocumentError) return error.code;
    throw error;
  }
}

/** An OLE container, as far as its streams' names. */
function ole(stream: string): Buffer {
  return Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1024),
    Buffer.from(stream, 'utf16le'),
  ]);
}

const word = (type: string, extra: Parameters<typeof zipOf>[0] = []) =>
  zipOf([contentTypes(type), { name: 'word/document.xml', content: documentXml(p('text')) }, ...extra]);

describe('files that are not read are refused by name', () => {
  it.each([
    ['document-empty', Buffer.alloc(0)],
    ['document-empty', Buffer.from(' \r\n\t\r\n')],
    ['document-empty', docxOf(p('  '))],
    ['document-damaged', Buffer.from('%PDF-1.7\n%âãÏÓ')],
    ['document-damaged', Buffer.from('\n\n%PDF-1.4')],
    ['document-no-text', pdfOf([])],
    ['document-no-text', pdfOf(['7'])],
    ['document-rtf', Buffer.from('{\\rtf1\\ansi hello}')],
    ['document-doc', ole('WordDocument')],
    ['document-encrypted', ole('EncryptedPackage')],
    ['document-xls', ole('Workbook')],
    ['document-unknown', ole('Something')],
    ['document-html', Buffer.from('<!DOCTYPE html><html><body>Силлабус</body></html>')],
    ['document-picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['document-unknown', Buffer.from('<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>')],
    ['document-unknown', Buffer.from([1, 2, 3, 0, 0, 7, 8, 200, 201, 0])],
    ['document-docm', word('application/vnd.ms-word.document.macroEnabled.main+xml')],
    ['document-docm', word(wordType, [{ name: 'word/vbaProject.bin', content: 'x' }])],
    [
      'document-xlsm',
      zipOf([
        contentTypes('application/vnd.ms-excel.sheet.macroEnabled.main+xml', '/xl/workbook.xml'),
        { name: 'xl/workbook.xml', content: '<workbook/>' },
      ]),
    ],
    ['document-odt', zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' }])],
    ['document-unknown', zipOf([{ name: 'readme.txt', content: 'hello' }])],
    ['document-damaged', Buffer.from('PK\x03\x04 and then nothing that a zip file has')],
    [
      'document-encrypted',
      zipOf([contentTypes(wordType), { name: 'word/document.xml', content: 'x', isEncrypted: true }]),
    ],
  ])('%s', async (code, bytes) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('asks the name only where the content shows a container and not what is in it', async () => {
    const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect(await refusal(container, 'Силлабус.DOC')).toBe('document-doc');
    expect(await refusal(container, 'marks.xls')).toBe('document-xls');
    expect(await refusal(container, 'syllabus.docx')).toBe('document-encrypted');
    const zip = zipOf([{ name: 'a.xml', content: '<a/>' }]);
    expect(await refusal(zip, 'syllabus.odt')).toBe('document-odt');
    expect(await refusal(zip, 'syllabus.docx')).toBe('document-damaged');
    expect(await refusal(zip, 'pictures.zip')).toBe('document-unknown');
  });

  it('asks the content, not the name', async () => {
    expect(await refusal(pdfOf(['1']), 'syllabus.docx')).toBe('document-no-text');
    const text = await readDocument(Buffer.from('Силлабус'), 'syllabus.docx');
    expect(text.format).toBe('txt');
    const docx = await readDocument(docxOf(p('Силлабус')), 'syllabus.txt');
    expect(docx.format).toBe('docx');
  });
});

describe('every refusal', () => {
  it.each(languages)('has words in %s that end as a sentence', lang => {
    const texts: Readonly<Record<string, unknown>> = catalogueOf(lang).documents;
    for (const code of documentErrorCodes) expect(texts[code]).toMatch(/\.$/);
  });
});

describe('hostile files cost no more than their limits', () => {
  it('refuses a file of more than 25 MB', async () => {
    expect(await refusal(new Uint8Array(50 * 1024 * 1024))).toBe('document-too-large');
  });

  it('refuses a part that inflates far beyond its packed size', async () => {
    const bomb = docxOf(`${p('x')}${' '.repeat(150 * 1024 * 1024)}`);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb)).toBe('document-zip-bomb');
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('refuses parts that are together more than 200 MB, before reading any', async () => {
    const filler = Buffer.alloc(110 * 1024 * 1024);
    const file = docxOf(p('x'), [
      { name: 'word/media/a.bin', content: filler },
      { name: 'word/media/b.bin', content: filler },
    ]);
    expect(await refusal(file)).toBe('document-zip-bomb');
  });

  it('refuses a part that is longer than it says', async () => {
    const file = docxOf(p('x'.repeat(1000)));
    const declared = Buffer.alloc(4);
    const size = Buffer.byteLength(documentXml(p('x'.repeat(1000))));
    declared.writeUInt32LE(size);
    const smaller = Buffer.alloc(4);
    smaller.writeUInt32LE(size - 500);
    const at = file.lastIndexOf(declared);
    file.set(smaller, at);
    expect(await refusal(file)).toBe('document-damaged');
  });

  it('refuses a text without end, in lines, in cells, and in characters', async () => {
    for (const text of ['сөз\n'.repeat(50_000), 'а\t'.repeat(50_000), 'сөз '.repeat(600_000)]) {
      expect(await refusal(Buffer.from(text))).toBe('document-too-long');
    }
    expect(await refusal(docxOf(p('сөз').repeat(50_000)))).toBe('document-too-long');
  });

  it('refuses thousands of parts', async () => {
    const parts = Array.from({ length: 5_100 }, (_, index) => ({ name: `word/media/${index}`, content: '' }));
    expect(await refusal(docxOf(p('x'), parts))).toBe('document-zip-bomb');
  });

  it.each(['../evil.xml', '/etc/passwd', 'word\\evil.xml', 'C:/evil.xml', 'word/../../evil.xml'])(
    'refuses a part whose name leads elsewhere: %s',
    async name => {
      expect(await refusal(docxOf(p('x'), [{ name, content: 'x' }]))).toBe('document-entry-path');
    },
  );

  it('refuses two parts of one name', async () => {
    expect(await refusal(docxOf(p('x'), [{ name: 'word/document.xml', content: documentXml(p('y')) }]))).toBe(
      'document-damaged',
    );
  });

  it('refuses a DOCTYPE, whatever it declares', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>';
    const file = zipOf([contentTypes(wordType), { name: 'word/document.xml', content: xml }]);
    expect(await refusal(file)).toBe('document-doctype');
  });

  it('refuses an entity that nobody declared, and XML that is not well formed', async () => {
    for (const body of ['<w:p>&evil;</w:p>', '<w:p><w:r></w:p>']) {
      expect(await refusal(docxOf(body))).toBe('document-damaged');
    }
  });

  it('refuses elements nested beyond reason', async () => {
    expect(await refusal(docxOf('<w:sdt>'.repeat(500) + '</w:sdt>'.repeat(500)))).toBe('document-too-deep');
  });

  it('refuses a row that claims more columns than any table has', async () => {
    const cell = '<w:tc><w:tcPr><w:gridSpan w:val="900"/></w:tcPr><w:p/></w:tc>';
    expect(await refusal(docxOf(`<w:tbl><w:tr>${cell}${cell}</w:tr></w:tbl>`))).toBe('document-too-deep');
  });

  it('never fetches what a document refers to', async () => {
    const file = docxOf('<w:p><w:hyperlink r:id="rId9"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>', [
      relationships('word/_rels/document.xml.rels', [
        { id: 'rId9', type: 'hyperlink', target: 'http://127.0.0.1:9/never', external: true },
        { id: 'rId8', type: 'numbering', target: 'http://127.0.0.1:9/numbering.xml', external: true },
        { id: 'rId7', type: 'styles', target: '../../../../etc/passwd' },
      ]),
    ]);
    const { blocks } = await readDocument(file, 'links.docx');
    expect(blocks).toMatchObject([
      { text: 'here', links: [{ text: 'here', url: 'http://127.0.0.1:9/never' }] },
    ]);
  });
});

describe('the encoding of text', () => {
  const text = 'Пәннің мақсаты: Қазақстанның әлеуметтік қызметтерін үйлестіруге дайындық.\r\n\tДәріс\t1\r\n';
  const russian = 'Цель дисциплины: подготовка к координации социальных служб, обучение студентов.\r\n';

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16 BE with a mark', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16 LE', iconv.encode(text, 'utf-16le')],
    ['UTF-16 BE', iconv.encode(text, 'utf-16be')],
  ])('%s is read without a note', async (_, bytes) => {
    const document = await readDocument(bytes, 'a.txt');
    expect(document.notes).toEqual([]);
    expect(document.blocks[0]).toMatchObject({ text: text.split('\r\n')[0] });
  });

  it.each([
    ['windows-1251', russian, 'win1251'],
    ['KZ-1048', text, 'rk1048'],
  ])('%s is recognised by its letters, with a note', async (encoding, written, codec) => {
    const document = await readDocument(iconv.encode(written, codec), 'a.txt');
    expect(document.notes).toEqual([{ kind: 'encoding', encoding }]);
    expect(document.blocks[0]).toMatchObject({ text: written.split('\r\n')[0] });
  });

  it.each(['koi8-r', 'cp866', 'iso-8859-5', 'maccyrillic'])(
    '%s is refused: it cannot be told for certain',
    async codec => {
      expect(await refusal(iconv.encode(russian + russian.toUpperCase(), codec))).toBe('document-encoding');
    },
  );

  it('refuses a text with too few letters to tell', async () => {
    expect(await refusal(iconv.encode('Week 1: тест', 'win1251'))).toBe('document-encoding');
  });

  it('refuses broken UTF-16', async () => {
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41]))).toBe('document-encoding');
  });
});
