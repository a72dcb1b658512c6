// On the pages of the syllabus: the field that takes a copied table.
import { startPasteFields } from './syllabus/pasteField.ts';

startPasteFields();
