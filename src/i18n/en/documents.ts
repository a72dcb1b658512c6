import { type documents as kk } from '../kk/documents.ts';
import { type Messages } from '../messages.ts';

export const documents: Messages<typeof kk> = {
  'document-empty': 'The file is empty. Choose a document with text.',
  'document-too-large': 'The file is too large: the limit is 25 MB. Remove pictures and save it again.',
  'document-zip-bomb':
    'Unpacked, the document is too large: the limit is 200 MB. Save it again in Word as .docx.',
  'document-encrypted': 'The file is protected by a password. Remove the protection and save it again.',
  'document-doc': 'This is the old Word format (.doc). Save the document as .docx.',
  'document-docm': 'The document has macros (.docm). Save it as .docx.',
  'document-odt': 'This is an OpenDocument file (.odt). Save it as .docx.',
  'document-rtf': 'This is an RTF file. Save it as .docx.',
  'document-no-text':
    'This PDF has no text: its pages are scanned pictures. Upload the original document as .docx, or a PDF with text.',
  'document-xls': 'This is the old Excel format (.xls). Save the workbook as .xlsx.',
  'document-xlsm': 'The workbook has macros (.xlsm). Save it as .xlsx.',
  'document-pptx': 'This is a presentation. Save the syllabus as .docx.',
  'document-html': 'This is a web page. Open it in Word and save it as .docx.',
  'document-picture': 'This is a picture without text. Upload the document itself as .docx.',
  'document-unknown':
    'The kind of the file is unknown. Word documents (.docx), Excel workbooks (.xlsx), PDF with text, and text (.txt) are read.',
  'document-damaged':
    'The file is damaged and could not be read. Open it in its own program and save it again.',
  'document-entry-path':
    'The file is built dangerously: it has parts with folder paths. Save it again in Word as .docx.',
  'document-doctype': 'The file is built dangerously: its XML has a DOCTYPE. Save it again in Word as .docx.',
  'document-too-deep':
    'The document is built too intricately. Simplify its tables and save it again as .docx.',
  'document-too-long':
    'The document is too long: the limit is 40,000 paragraphs and cells. Keep only the syllabus and save it as .docx.',
  'document-encoding':
    'The encoding of the text could not be recognised. Save the file in UTF-8 or as .docx.',
  'not-a-syllabus':
    'The file was read, but no syllabus was found in it: neither a calendar nor other parts were recognised.',
  import: {
    noFile: p => `The file was not found or cannot be opened: ${p.file}`,
    syllabus: 'Syllabus',
    untitled: 'no title stated',
    course: p => `Credits: ${p.credits}. Code: ${p.code}`,
    outcomes: p => `Learning outcomes: ${p.outcomes}, indicators: ${p.indicators}`,
    policies: p => `Parts of the policy: ${p.count}`,
    scale: p => `Rows of the scale: ${p.count}`,
    weights: p => `Weights: ${p.list}`,
    calendar: p => `Rows of the calendar: ${p.rows}, weeks: ${p.weeks}`,
    kind: p => `${p.kind}: ${p.count} (hours: ${p.hours}, points: ${p.points})`,
    rubric: p => `Rubric: questions – ${p.questions}, criteria – ${p.criteria}, levels – ${p.bands}`,
    map: 'MOOC integration map',
    moocs: p => `MOOC: ${p.list}${p.match === '' ? '' : `. Match: ${p.match}`}`,
    model: p => `Integration model: ${p.model}`,
    schedule: p => `Rows of the schedule: ${p.rows}, people to agree: ${p.approvals}`,
    none: 'none',
    findings: p => `Findings: ${p.count}`,
    severities: { error: 'error', warning: 'warning', info: 'info' },
    kinds: {
      lecture: 'Lecture',
      seminar: 'Seminar',
      practical: 'Practical class',
      lab: 'Laboratory class',
      srsp: 'SRSP',
      srs: 'SRS',
      midterm: 'Midterm control',
      final: 'Final control',
      consultation: 'Consultation',
      other: 'Other',
    },
  },
};
