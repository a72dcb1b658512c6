// On the pages of the syllabus: the field that takes a copied table, the forms that save by themselves, rows that are dragged.
import { startRowDragging } from './syllabus/dragRows.ts';
import { startLiveForm } from './syllabus/liveForm.ts';
import { startPasteFields } from './syllabus/pasteField.ts';

startPasteFields();
startLiveForm();
startRowDragging();
