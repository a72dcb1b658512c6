export { writeCsv } from './csvWriter.ts';
export { writeDocx } from './docxWriter.ts';
export { type Paper, type PaperBlock, type PaperCell, type PaperParagraph } from './paper.ts';
export { writePdf } from './pdfWriter.ts';
export { type SheetCell, writeXlsx } from './xlsxWriter.ts';
