import { type privacy as kk } from '../kk/privacy.ts';
import { type Messages } from '../messages.ts';

export const privacy: Messages<typeof kk> = {
  link: 'Personal data',
  title: 'Personal data',
  lead: 'What Tirek stores about you, why, and for how long.',
  nothing: {
    title: 'Tirek stores nothing about you',
    text: 'Nobody has come into Tirek with your account of this LMS yet, so there is nothing to export or to erase.',
  },
  absent: 'not given',
  identity: {
    title: 'Who you are',
    text: 'The LMS sends this when you open Tirek and when the list of the course’s members is read. If something is wrong, correct it in your profile in the LMS.',
    familyName: 'Family name',
    givenName: 'Given name',
    name: 'Full name',
    email: 'E-mail',
    sourcedId: 'Number in the university’s register',
    userId: 'Number in the LMS',
    language: 'Chosen language',
  },
  courses: {
    title: 'Courses',
    course: 'Course',
    role: 'Your role',
    state: 'State',
    lastLaunch: 'Last opened',
  },
  records: {
    title: 'Other records',
    what: 'What is stored',
    why: 'Why',
    until: 'Until when',
    count: 'How many',
  },
  kinds: {
    sessions: {
      what: 'Open sessions',
      why: 'To know you from page to page after you came in from the course',
      until: '8 hours after the last action',
    },
    notices: {
      what: 'What you were told, and what you chose to be told',
      why: 'To tell you of changes and deadlines in your courses',
      until: '150 days after it was told; your choice until you are erased',
    },
    results: {
      what: 'Your released results',
      why: 'To show you the grade and send it to the LMS’s gradebook',
      until: 'The end of the period for which the university keeps grades',
    },
    releases: {
      what: 'The history of your released results',
      why: 'So that an appeal can see how the grade changed',
      until: 'The end of the period for which the university keeps grades',
    },
    drafts: {
      what: 'Graders’ notes about your work',
      why: 'Work before a release; it is not in your file, the university can be asked for it',
      until: 'The end of the period for which the university keeps grades',
    },
    marks: {
      what: 'Your current marks and the history of their changes',
      why: 'To compute the total, and to show changes in an appeal; not part of the file, ask the university for them',
      until: 'The end of the period for which the university keeps grades',
    },
    statements: {
      what: 'Your results in statements',
      why: 'To hold the results of controls in the university’s records',
      until: 'The end of the period for which the university keeps grades',
    },
    moocSteps: {
      what: 'Your registration for online courses, your address there, and what you marked as done',
      why: 'To show you and your teacher how far you are in the online courses',
      until: 'Until your data are erased',
    },
    moocResults: {
      what: 'Your results in online courses (MOOC)',
      why: 'To show you the result and, where the map says so, to turn it into a mark',
      until: 'The end of the period for which the university keeps grades',
    },
    certificates: {
      what: 'MOOC certificates that you handed in or were issued',
      why: 'To confirm that you completed a MOOC',
      until: 'The end of the period for which the university keeps grades',
    },
    appeals: {
      what: 'Your appeals and the answers to them',
      why: 'To look into an appeal and keep its decision',
      until: 'The end of the period for which the university keeps grades',
    },
    deliveries: {
      what: 'Records of sending your grade to the LMS',
      why: 'To show whether the grade reached the gradebook and, if not, why',
      until: 'The end of the period for which the university keeps grades',
    },
    gradingActs: {
      what: 'What you did as a grader',
      why: 'So that an appeal can see who gave a grade, and when',
      until: 'The end of the period for which the university keeps grades',
    },
    syllabi: {
      what: 'Syllabi that you uploaded',
      why: 'So that it is known who brought in the course’s document',
      until: 'The end of the period for which the university keeps grades',
    },
  },
  never:
    'Tirek stores no passwords, no IP addresses and nothing of what you do on other sites. One cookie is kept in the browser: it recognises the session, goes after 30 days, and does not follow you to other sites.',
  export: {
    title: 'Download your data',
    text: 'All data about you are put into one JSON file. Nobody else’s data are in it.',
    button: 'Download the JSON file',
    fileName: 'tirek-my-data',
  },
  erasure: {
    title: 'Have your data erased',
    text: 'The university erases data, because it decides for how long grades are kept. This is how:',
    steps: [
      'Write to the person who is responsible for personal data at your university, or to the administrator of the LMS.',
      'They make sure that the request is yours and take you out of the courses in the LMS. Otherwise the LMS sends your data again.',
      'The administrator erases your data in Tirek: your sessions end at once, your name, e-mail and numbers are replaced by a pseudonym, and grades are no longer sent to the LMS.',
      'Grades, the history of their changes and signed statements stay under the pseudonym: they are the university’s records. The words of comments and uploaded documents are not changed.',
    ],
    after:
      'Data and grades in the LMS itself stay there: ask its administrator about them. If you open Tirek again after the erasure, a new, empty record is made for you.',
  },
};
