import { type authoring as kk } from '../kk/authoring.ts';
import { type Messages } from '../messages.ts';

export const authoring: Messages<typeof kk> = {
  title: 'New syllabus',
  lead: 'Say how the course is built: weeks, classes, points and controls fall into their places.',
  open: 'Write without a document',
  keeps: 'Take aim, outcomes, policies and rubric from the published version',
  note: 'This makes a draft: you write the topics, check it and accept it.',
  make: 'Make the draft',
  notMade: 'The draft was not made: correct the marked fields.',
  draftName: 'New syllabus',
  topic: 'Write the topic',
  fields: {
    title: 'Course title',
    credits: 'Credits',
    lang: 'Language of the syllabus',
    weeks: 'Number of weeks',
    lectures: 'Number of lectures',
    lectureHours: 'Hours of a lecture',
    classKind: 'Kind of class',
    classes: 'Number of classes',
    classHours: 'Hours of a class',
    classPoints: 'Points of a class',
    srs: 'Number of SRS',
    midterms: 'Weeks of the midterm controls',
  },
  srsHint: 'Their points are shared out so that every period sums to 100.',
  midtermsHint: 'After which weeks a control takes place, for example: 7, 15.',
  wrong: {
    whole: 'Write a whole number. This one is too small or too large.',
    points: 'Write a number, for example 8 or 7.5.',
    weeks: 'List the weeks in their order, for example: 7, 15.',
    required: 'This field must not be blank.',
    tooManyPoints:
      'The classes of one period have more than 100 points. Lower the points or the number of classes.',
  },
  rows: {
    title: 'Order of the rows',
    lead: 'Move and copy rows, or put new ones between them. Every change is saved at once.',
    open: 'Change the order of the rows',
    place: 'Actions',
    actions: { up: 'Up', down: 'Down', copy: 'Copy', insert: 'New row' },
    actionOf: p => `${p.action}: ${p.row}`,
    saved: 'The change is saved.',
    undo: 'Undo',
    conflict:
      'Somebody else has changed this version, so your change was not made. Below are the rows as they are now.',
  },
};
