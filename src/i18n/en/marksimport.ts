import { type marksimport as kk } from '../kk/marksimport.ts';
import { type Messages } from '../messages.ts';

export const marksimport: Messages<typeof kk> = {
  title: 'Marks from a file',
  intro:
    'Choose a file of Moodle’s gradebook, an Excel table, or a file downloaded from this gradebook. You see first what would change; marks are written only after you confirm.',
  file: 'File with marks',
  fileHint: '.xlsx or .csv, at most 25 MB. The first row must name the columns.',
  read: 'Read the file',
  made: 'Files taken before',
  columns: { file: 'File', by: 'By', at: 'When', written: 'Marks written' },
  refusals: {
    'no-file': 'No file was chosen.',
    'not-a-table': 'The file has no table: it needs names of columns and rows below them.',
    'too-many-rows': 'The file has more than 5,000 rows. Leave only the students of this course in it.',
    'document-unknown': 'The file is of another kind. Excel workbooks (.xlsx) and CSV tables are read.',
    'document-too-long': 'The file is too large: leave only the students and marks of this course in it.',
    'document-damaged':
      'The file is damaged, or a quote in it is not closed. Open it in Excel and save it again.',
    'document-encoding': 'The encoding of the text is unclear. Save the file as .xlsx or as CSV in UTF-8.',
    'document-html': 'This is a web page. Open the table in Excel and save it as .xlsx.',
  },
  lead: p => `Rows in the file: ${p.rows}. Students recognised: ${p.matched}.`,
  notices: {
    conflict: 'This file was changed in another window. Below is how it stands now; please look again.',
    decided: 'Your choice has been taken into account.',
  },
  columnsTitle: 'Columns of the file',
  columnsText:
    'Say what each column is. Your choice is remembered for this course, so the next file need not ask again.',
  column: p => `Column without a name, number ${p.number}`,
  example: p => `For example: ${p.text}`,
  noExample: 'The column is empty.',
  roles: {
    ignored: 'Not taken',
    'tirek-id': 'Number given by Tirek',
    email: 'E-mail',
    'sourced-id': 'Number at the university',
    'user-id': 'ID in the LMS',
    name: 'Full name',
    'family-name': 'Family name',
    'given-name': 'Given name',
  },
  points: p => `Points: ${p.name}`,
  percents: p => `Percents: ${p.name}`,
  clears: 'An empty cell of the file takes the mark out of the gradebook',
  askedTitle: 'Please say who this is',
  askedText: 'These rows are not taken until you decide.',
  rowLabel: p => `Row ${p.row}: ${p.label}`,
  doubts: {
    contradiction: 'What the row says leads to different people.',
    namesakes: 'Several students fit.',
    'similar-name': 'The name is similar, but not the same.',
    'other-address': 'The name fits, but the e-mail or number is another one.',
    'told-address': 'The student has told this address; nothing else confirms it.',
    repeated: 'This student stands in the file more than once.',
    unknown: 'There is no such student in this course.',
  },
  people: { undecided: 'Not decided', nobody: 'Nobody, leave it out' },
  moreStrangers: p =>
    `There are more rows of people who are not in the course; they are not taken: ${p.count}.`,
  refresh: 'Work out the changes again',
  changesTitle: 'What would change',
  summary: p => `Marks that would change: ${p.changes}. Already so in the gradebook: ${p.same}.`,
  nothing: 'This file changes nothing in the gradebook. Check the choice of columns.',
  from: 'Now',
  to: 'Would be',
  pages: 'Pages of changes',
  refusedTitle: 'Not taken',
  row: 'Row',
  what: 'What',
  why: 'Why',
  problems: {
    'not-a-percent': 'This is not a percentage from 0 to 100.',
    nameless: 'The row does not say whom it is about.',
    twice: 'Another row was taken for this student.',
  },
  make: p => `Write to the gradebook (${p.count})`,
  makeNote:
    'Nothing but what this page shows is written. A mark that is changed meanwhile stays, and is shown to you.',
  undecidedNote: p => `Rows that are not decided are left out: ${p.count}.`,
  written: p => `Marks written to the gradebook: ${p.count}.`,
  conflictsTitle: 'Not written',
  conflictsText: 'Somebody changed these marks after you looked. What stands in the gradebook was kept.',
  inFile: 'In the file',
  inGradebook: 'In the gradebook',
  digest: 'SHA-256 digest of the file',
  works: {
    title: 'Tickets and works',
    intro:
      'Paste the ticket numbers, links to works and answers of the whole class from a table. What would be written is shown first.',
    notNow: 'This cannot be done now',
    obstacles: {
      'no-rubric': 'A ticket stands beside the rubric, and this course has no rubric to grade by yet.',
      'names-hidden':
        'Names are hidden: a table would tell whose work stands under which number. Put the ticket down in the grading panel, by the student’s number.',
    },
    table: 'Table',
    tableHint:
      'Copy it from Excel: a name or ID number in one column; ticket, link, answers in others. Copy the headings too if there are any.',
    look: 'Show what would be written',
    notATable:
      'No table was recognised: it needs a column that tells the student, and one with a ticket, a link or an answer.',
    changed: 'Somebody has changed works meanwhile. The list is new: look at it again.',
    lead: p => `Students recognised: ${p.matched}. Written the same already: ${p.same}.`,
    fields: { ticket: 'Ticket', url: 'Link', answers: 'Answers' },
    nothing: 'This table changes nothing.',
    problems: {
      'too-long': 'The text is too long.',
      'not-a-link': 'A link must begin with http:// or https://.',
    },
    make: p => `Write (students: ${p.students})`,
    makeNote: 'Nothing but what is on this page is written.',
    written: p =>
      p.kept === 0
        ? `Works written: ${p.count}.`
        : `Works written: ${p.count}. Not written, because somebody else has changed them meanwhile: ${p.kept}.`,
  },
};
