import { describe, expect, it } from 'vitest';
import { readDocument, type Block, type Table } from '../../src/documents/index.ts';
import { contentTypes, docxOf, p, relationships, tbl, tc, wordType } from './ooxml.ts';
import { zipOf, type ZipPart } from './zip.ts';

async function blocksOf(body: string, parts: readonly ZipPart[] = []): Promise<readonly Block[]> {
  return (await readDocument(docxOf(body, parts), 'a.docx')).blocks;
}

async function textOf(body: string, parts: readonly ZipPart[] = []): Promise<string[]> {
  return (await blocksOf(body, parts)).map(block => (block.kind === 'paragraph' ? block.text : 'table'));
}

async function tableOf(body: string): Promise<Table> {
  const table = (await blocksOf(body)).find(block => block.kind === 'table');
  if (table === undefined) throw new Error('no table');
  return table;
}

const run = (text: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;

describe('text as it looks with all changes accepted', () => {
  it('keeps what was inserted and drops what was deleted', async () => {
    const body = `<w:p>${run('25 ')}<w:ins>${run('points')}</w:ins><w:del><w:r><w:delText>marks</w:delText></w:r></w:del></w:p>`;
    expect(await textOf(body)).toEqual(['25 points']);
  });

  it('keeps moved text only where it was moved to', async () => {
    const body = `<w:p><w:moveFrom>${run('here')}</w:moveFrom></w:p><w:p><w:moveTo>${run('there')}</w:moveTo></w:p>`;
    expect(await textOf(body)).toEqual(['there']);
  });

  it('joins paragraphs whose end was deleted', async () => {
    const body = `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('one ')}</w:p>${p('line')}`;
    expect(await textOf(body)).toEqual(['one line']);
  });

  it('drops deleted rows', async () => {
    const table = await tableOf(
      `<w:tbl><w:tr><w:trPr><w:del/></w:trPr>${tc({ text: 'gone' })}</w:tr><w:tr>${tc({ text: 'kept' })}</w:tr></w:tbl>`,
    );
    expect(table.rows.map(row => row.cells[0]?.text)).toEqual(['kept']);
  });

  it('drops hidden text, and shows what follows it', async () => {
    expect(
      await textOf(`<w:p>${run('secret', '<w:vanish/>')}${run('open', '<w:vanish w:val="0"/>')}</w:p>`),
    ).toEqual(['open']);
  });

  it('reads tabs, breaks, hyphens and signs', async () => {
    const body =
      '<w:p><w:pPr><w:tabs><w:tab w:pos="1"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>d</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="2116"/></w:r></w:p>';
    expect(await textOf(body)).toEqual(['a\tb\nc-d№']);
  });

  it('reads CDATA and entities of XML', async () => {
    expect(await textOf('<w:p><w:r><w:t>A &amp; B &#1179;<![CDATA[ <c>]]></w:t></w:r></w:p>')).toEqual([
      'A & B қ <c>',
    ]);
  });

  it('reads content controls, and takes a prompt for a blank', async () => {
    const filled = `<w:sdt><w:sdtPr/><w:sdtContent>${p('filled')}</w:sdtContent></w:sdt>`;
    const prompt = `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${p('Click here')}</w:sdtContent></w:sdt>`;
    expect(await textOf(filled + prompt + p('after'))).toEqual(['filled', 'after']);
  });

  it('reads one branch of alternative contents, and text boxes after their paragraph', async () => {
    const box = (text: string) => `<w:txbxContent>${p(text)}</w:txbxContent>`;
    const body = `<w:p>${run('before ')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box('in the box')}</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>${box('again')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('behind')}</w:p>`;
    expect(await textOf(body)).toEqual(['before behind', 'in the box']);
    const old = `<w:p><w:r><mc:AlternateContent><mc:Fallback>${run('only the old')}</mc:Fallback></mc:AlternateContent></w:r></w:p>`;
    expect(await textOf(old)).toEqual(['only the old']);
  });

  it('keeps the address of a link only where the text is none', async () => {
    const link = (id: string, text: string) => `<w:hyperlink r:id="${id}">${run(text)}</w:hyperlink>`;
    const rels = relationships('word/_rels/document.xml.rels', [
      { id: 'a', type: 'hyperlink', target: 'https://moocs.kz/course', external: true },
    ]);
    const blocks = await blocksOf(
      `<w:p>${link('a', 'the course')}${link('a', 'https://moocs.kz/course')}${link('b', 'lost')}</w:p>`,
      [rels],
    );
    expect(blocks).toMatchObject([{ links: [{ text: 'the course', url: 'https://moocs.kz/course' }] }]);
    const field =
      '<w:p><w:r><w:instrText> HYPERLINK "https://open.kaznu.kz" </w:instrText></w:r><w:r><w:t>MOOC</w:t></w:r></w:p>';
    expect(await blocksOf(field)).toMatchObject([
      { text: 'MOOC', links: [{ url: 'https://open.kaznu.kz' }] },
    ]);
  });

  it('does not care for prefixes, and reads the strict edition', async () => {
    const xml =
      '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>text</x:t></x:r></x:p></x:body></x:document>';
    const file = zipOf([contentTypes(wordType), { name: 'word/document.xml', content: xml }]);
    expect((await readDocument(file, 'a.docx')).blocks).toMatchObject([{ text: 'text' }]);
  });

  it('reads XML in UTF-16', async () => {
    const xml =
      '\ufeff<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>мәтін</w:t></w:r></w:p></w:body></w:document>';
    const file = zipOf([
      contentTypes(wordType),
      { name: 'word/document.xml', content: Buffer.from(xml, 'utf16le') },
    ]);
    expect((await readDocument(file, 'a.docx')).blocks).toMatchObject([{ text: 'мәтін' }]);
  });
});

describe('numbers that Word prints and does not write', () => {
  const level = (at: number, format: string, text: string) =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
  const xml =
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2')}${level(2, 'upperRoman', '%3)')}</w:abstractNum>` +
    `<w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '·')}</w:abstractNum>` +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>' +
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>';
  const styles =
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
    '<w:style w:styleId="Outcome"><w:basedOn w:val="Base"/></w:style></w:styles>';
  const parts = [
    relationships('word/_rels/document.xml.rels', [
      { id: 'n', type: 'numbering', target: 'numbering.xml' },
      { id: 's', type: 'styles', target: '/word/styles.xml' },
    ]),
    { name: 'word/numbering.xml', content: xml },
    { name: 'word/styles.xml', content: styles },
  ];
  const item = (text: string, list: number, at = 0) =>
    p(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`);

  it('counts levels, begins again below, and has nothing for bullets', async () => {
    const body =
      item('a', 1) +
      item('b', 1, 1) +
      item('c', 1, 1) +
      item('d', 1) +
      item('e', 1, 1) +
      item('f', 1, 2) +
      item('g', 2);
    expect(await textOf(body, parts)).toEqual(['1. a', '1.1 b', '1.2 c', '2. d', '2.1 e', 'I) f', 'g']);
  });

  it('begins where a list says', async () => {
    expect(await textOf(item('a', 1) + item('b', 3) + item('c', 3), parts)).toEqual(['1. a', '5. b', '6. c']);
  });

  it('knows lists of styles, and a paragraph that is taken out of one', async () => {
    const styled = '<w:pStyle w:val="Outcome"/>';
    const body = p('a', styled) + p('b', `${styled}<w:numPr><w:numId w:val="0"/></w:numPr>`) + p('c', styled);
    expect(await textOf(body, parts)).toEqual(['1. a', 'b', '2. c']);
  });

  it('ignores what the properties were before a tracked change', async () => {
    const changed = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>';
    expect(await textOf(p('a', changed), parts)).toEqual(['a']);
  });
});

describe('tables', () => {
  it('places cells in the grid and follows merges down to their first cell', async () => {
    const table = await tableOf(
      tbl([
        [
          { text: 'week', merge: 'start' },
          { text: 'wide', span: 2 },
        ],
        [{ text: '', merge: 'more' }, 'b', 'c'],
        [
          { text: '', merge: 'more' },
          { text: 'wide', span: 2 },
        ],
      ]),
    );
    const [first, second, third] = table.rows;
    expect(first?.cells).toMatchObject([
      { column: 0, span: 1 },
      { column: 1, span: 2 },
    ]);
    expect(second?.cells.map(cell => cell.column)).toEqual([0, 1, 2]);
    expect(second?.cells[0]?.above).toBe(first?.cells[0]);
    expect(third?.cells[0]?.above).toBe(first?.cells[0]);
    expect(third?.cells[0]?.text).toBe('');
  });

  it('takes a merge without a beginning for a cell of its own', async () => {
    const table = await tableOf(tbl([[{ text: 'lost', merge: 'more' }]]));
    expect(table.rows[0]?.cells[0]).toMatchObject({ text: 'lost', above: null });
  });

  it('leaves columns out where a row begins late, and joins merges of old files', async () => {
    const row = `<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>${tc({ text: 'late' })}</w:tr>`;
    const old = `<w:tr><w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>${p('both')}</w:tc><w:tc><w:tcPr><w:hMerge/></w:tcPr>${p('')}</w:tc>${tc({ text: 'third' })}</w:tr>`;
    const table = await tableOf(`<w:tbl>${row}${old}</w:tbl>`);
    expect(table.rows[0]?.cells).toMatchObject([{ text: 'late', column: 2 }]);
    expect(table.rows[1]?.cells).toMatchObject([
      { text: 'both', span: 2 },
      { text: 'third', column: 2 },
    ]);
  });

  it('keeps nested tables inside their cell, and numbers tables as they come', async () => {
    const inner = tbl([['inside']]);
    const table = await tableOf(
      `<w:tbl><w:tr><w:tc>${p('outside')}${inner}${p('below')}</w:tc></w:tr></w:tbl>`,
    );
    const [cell] = table.rows[0]?.cells ?? [];
    expect(cell?.text).toBe('outside\nbelow');
    expect(cell?.tables[0]?.rows[0]?.cells[0]).toMatchObject({
      text: 'inside',
      place: { kind: 'cell', table: 2, row: 1, cell: 1 },
    });
  });
});
