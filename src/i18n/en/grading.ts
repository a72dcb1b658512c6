import { type grading as kk } from '../kk/grading.ts';
import { type Messages } from '../messages.ts';
import { commission } from './commission.ts';
import { fairness } from './fairness.ts';
import { groups } from './groups.ts';
import { plots } from './plots.ts';
import { rubrics } from './rubrics.ts';
import { work } from './work.ts';

export const grading: Messages<typeof kk> = {
  labels: {
    excellent: 'Excellent',
    good: 'Good',
    satisfactory: 'Satisfactory',
    unsatisfactory: 'Unsatisfactory',
  },
  statuses: {
    passed: 'Passed',
    fx: 'Exam to be resat',
    failed: 'Course to be repeated',
    'not-admitted': 'Not admitted to the exam',
  },
  reasons: {
    'midterm-below-threshold': 'A midterm control is below the threshold',
    'midterm-mean-below-threshold': 'The mean of the midterm controls is below the threshold',
    'exam-below-threshold': 'The exam is below its threshold',
  },
  hiddenName: p => `Work no. ${p.number}`,
  title: 'Grading',
  assessment: 'Final control',
  list: {
    lead: p => `Final control. Released: ${p.released} / ${p.students}`,
    all: 'All',
    columns: {
      choose: 'Choose',
      name: 'Student',
      state: 'State',
      result: 'Result',
      lms: 'LMS gradebook',
      changed: 'Last change',
    },
    choose: p => `Choose ${p.name}`,
    begin: 'Start grading',
    goOn: 'Continue grading',
    left: 'Left the course',
    emptyTitle: 'No students yet',
    emptyText: 'Students appear here from the list of the LMS, or when they first open Tirek.',
    emptyFilter: 'No student is in this state.',
    filter: 'By state',
  },
  states: {
    'not-started': 'Not started',
    'in-progress': 'In progress',
    ready: 'Ready to release',
    released: 'Released',
    changed: 'Changed since release',
  },
  release: {
    ready: 'Release ready grades',
    chosen: 'Release the chosen',
    one: 'Release',
    title: 'Release the grades?',
    titleOne: 'Release the grade?',
    text: p =>
      `Students see a released grade, and it is sent to the gradebook of the LMS. Ready to release: ${p.count}.`,
    textChosen:
      'The complete grades of the chosen students are released and sent to the gradebook of the LMS.',
    textOne: 'The student sees the grade, and it is sent to the gradebook of the LMS.',
    confirm: 'Release',
    done: p => (p.count === 1 ? '1 grade was released.' : `${p.count} grades were released.`),
    incomplete: p => `Not released, because not complete: ${p.count}. The drafts are kept.`,
    notAgreed: p => `Not released, because two markers have not agreed: ${p.count}.`,
    youAreSecond:
      'You are the second marker: you do not see the first marks, and the first marker does not see yours.',
    youTaught:
      'You taught these students, so somebody else grades the final control. The history of the grades is open.',
    namesHidden: 'Names are hidden: a number stands for the student until the grade is released.',
    scheduled: p => `Ready grades will be released by themselves: ${p.at}.`,
    wentOut: p =>
      `At the set time (${p.at}) released: ${p.released}. Not complete: ${p.incomplete}. Not agreed: ${p.notAgreed}.`,
    heldClosed: p =>
      `Nothing was released at the set time (${p.at}): the exam’s marks were closed. Ask in the gradebook to open them, then release by yourself or set another time.`,
    nothing: 'There is no new grade to release.',
    noneChosen: 'Choose at least one student in the list first.',
    notQueued:
      'The grades are released and safe, but the queue to the LMS did not answer. They will be sent by themselves a little later.',
  },
  none: {
    title: 'There is no rubric to grade by yet',
    noSyllabus:
      'The rubric comes from the syllabus. Upload a syllabus and accept it: the grading panel opens then.',
    noRubric:
      'The accepted syllabus has no rubric of the final control. Upload one that has it, or correct the accepted one.',
    unusableTitle: 'Nobody can be graded by this rubric',
    unusable: 'Correct the rubric in the syllabus and accept it again. What was found:',
    waiting: 'Grading opens here when the teacher has accepted a syllabus.',
    open: 'Go to the syllabus',
    problems: {
      'no-criteria': 'The rubric has no criterion.',
      'bands-reversed': p => `The limits of a level are swapped: ${p.min}–${p.max}.`,
      'bands-gap': p => `Percents that are in no level: ${p.min}–${p.max}.`,
      'bands-overlap': p => `Percents that are in two levels: ${p.min}–${p.max}.`,
      'descriptor-count': p =>
        `Question ${p.question}, criterion ${p.criterion}: there are not as many descriptors as levels.`,
      'weights-both': 'Both questions and criteria have weights. Give weights to one or the other.',
      'weight-missing': p =>
        p.criterion === null
          ? `Question ${p.question} has no weight, though others have.`
          : `Question ${p.question}, criterion ${p.criterion} has no weight, though others have.`,
      'weight-invalid': p =>
        p.criterion === null
          ? `The weight of question ${p.question} must be above 0 and at most 1000, with at most two decimals.`
          : `Question ${p.question}, criterion ${p.criterion}: the weight must be above 0 and at most 1000, with at most two decimals.`,
    },
  },
  panel: {
    back: 'All students',
    question: p => `Question ${p.number}`,
    bands: p => `Level of criterion ${p.criterion}`,
    percent: 'Exact percent',
    range: p => `${p.range} %`,
    side: 'Result and comment',
    result: 'Result',
    resultMissing: 'Appears when all criteria are graded.',
    progress: 'Criteria graded',
    comment: 'Comment',
    commentHint: 'The student sees it after the release.',
    commentTooLong: p => `The comment is too long: at most ${p.max} characters.`,
    students: 'Students',
    position: p => `${p.place} / ${p.of}`,
    save: 'Save',
    next: 'Next student',
    last: 'This is the last student of the list.',
    allGraded: 'All students are graded completely.',
    openElsewhere: p => `${p.name} has this work open now. If both of you write, both versions are kept.`,
    fold: 'Hide the descriptors',
    notComplete: 'A criterion is not graded yet.',
    cannotOpen: 'No connection: this student cannot be opened yet. Try again.',
    releasedAs: p => `Released to the student: ${p.total} (${p.letter}), ${p.at}.`,
    lastChange: p => `Last change: ${p.name}, ${p.at}.`,
    refreshed: 'This grade was changed in another window. You see the new version.',
    noScript: 'Without scripts changes are saved only by the button "Save".',
    status: {
      saved: p => `Saved ${p.time}`,
      kept: 'No changes',
      saving: 'Saving',
      unsaved: 'Changed',
      faulty: 'The marked field is not saved',
      offline: 'Not saved: offline, will be sent',
      conflict: 'Not saved: the grade was changed elsewhere',
      ended:
        'Not saved: the session has ended. Open Tirek from the LMS again; what you typed is kept in this browser.',
      refused: 'Not saved: the server did not accept the change. Reload the page.',
    },
    problems: {
      'not-a-number': 'Write the percent in digits, for example 75.',
      'not-whole': 'The percent must be a whole number, for example 71 or 72.',
      negative: 'A percent is not negative.',
      'above-100': 'A percent is at most 100.',
      'outside-band': p =>
        `The chosen level goes from ${p.min} to ${p.max}. Correct the percent or choose another level.`,
      'unknown-band': 'There is no such level.',
    },
    invalid: 'Correct the marked fields. Everything else you typed is still here, but not saved yet.',
    conflict: {
      title: 'There are two versions of this grade',
      with: p => `The saved version: ${p.name}, ${p.at}. Yours is not saved yet.`,
      self: p =>
        `You wrote the saved version in another window, ${p.at}. The one in this window is not saved yet.`,
      show: 'Compare both versions',
      what: 'Criterion',
      mine: 'Yours',
      theirs: 'Saved',
      comment: 'Comment',
      keepMine: 'Save mine',
      takeTheirs: 'Keep the saved one',
      trace: 'Whichever you choose, the other version stays in the history of the grade.',
    },
    elsewhere: 'Changes of other students wait for your decision:',
    rubricChanged:
      'The rubric was replaced, so the marks on this page were not saved. Reload the page to see the new rubric.',
    keys: {
      title: 'Keys',
      enabled: 'Single-character keys are on',
      digits: 'percent, the level follows',
      level: p => `level ${p.number}; once more: its highest percent`,
      enter: 'next criterion, after the last one next student',
      back: 'previous criterion',
      next: 'next student',
      previous: 'previous student',
      todo: 'next student not graded yet',
      comment: 'comment; Esc goes back',
      bank: 'kept comments',
      fold: 'hide or show the descriptors',
      change: 'To change a key, go to its field and press another letter.',
      reset: 'Back to the first keys',
    },
    breach: {
      title: 'Breach of conduct in the exam',
      lead: p =>
        `With the protocol recorded, the result stays in the lowest level (0–${p.cap}). No percent is erased.`,
      protocol: 'Text of the protocol',
      protocolHint: 'What happened, when, who witnessed it. The text stays in the history of the grade.',
      confirm: 'Record',
      lift: 'Lift the breach',
      liftReason: 'Reason for lifting it',
      shown: p =>
        `A breach of conduct is recorded, the result is at most ${p.cap}: “${p.text}”. ${p.name}, ${p.at}.`,
    },
    history: {
      title: 'History of the grade',
      criterion: p => `Criterion ${p.criterion}: ${p.from} → ${p.to}`,
      rubric: p => `The rubric changed: version ${p.from} → version ${p.to}`,
      comment: p => `Comment: “${p.from}” → “${p.to}”`,
      breach: p => `Breach of conduct recorded: “${p.text}”`,
      breachLifted: p => `Breach of conduct lifted: “${p.text}”`,
      releasedAgain: p => `Released again: ${p.from} → ${p.to}`,
      course: 'Course',
      assessment: 'Kind of control',
      versions: 'Versions',
      via: {
        panel: 'grading panel',
        form: 'grading panel without script',
        table: 'table of one criterion',
        agreement: 'agreement of two markers',
      },
      released: p => `Released: ${p.total}`,
      begun: 'Grading begun',
      blank: 'blank',
    },
  },
  ...fairness,
  groups,
  work,
  plots,
  commission,
  rubrics,
};
