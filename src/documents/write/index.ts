export { writeDocx } from './docxWriter.ts';
export { type Paper, type PaperBlock, type PaperCell, type PaperSection, type PaperTable } from './paper.ts';
export { writePdf } from './pdfWriter.ts';
