/** The door of this room: files in, blocks of text and tables out. */
export { DocumentError, documentErrorCodes, type DocumentErrorCode } from './errors.ts';
export { withoutFormulaGuard } from './formulaGuard.ts';
export { limits as documentLimits } from './limits.ts';
export {
  type Block,
  type Cell,
  type Link,
  type Paragraph,
  type Place,
  type ReadDocument,
  type ReadingNote,
  type Row,
  type Table,
} from './model.ts';
export { readPasted, type Pasted } from './readPasted.ts';
export { readDocument } from './readDocument.ts';
export { readRows } from './rows/readRows.ts';
