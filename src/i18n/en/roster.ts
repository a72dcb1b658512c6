import { type roster as kk } from '../kk/roster.ts';
import { type Messages } from '../messages.ts';

export const roster: Messages<typeof kk> = {
  title: 'Students',
  lead: p => `Students: ${p.students}`,
  nameless: p => `Student ${p.number}`,
  columns: { name: 'Name', role: 'Role', state: 'State', lastLaunch: 'Last opened Tirek' },
  roles: {
    instructor: 'Instructor',
    assistant: 'Assistant',
    learner: 'Student',
    mentor: 'Mentor',
    guest: 'Guest',
  },
  active: 'In the course',
  inactive: 'Has left the course',
  never: 'never',
  launchOnly:
    'The LMS gives no list of members, so only people who have opened Tirek themselves are shown here.',
  neverRead: 'The list of members has not been read from the LMS yet.',
  lastGood: p => `The list was read from the LMS on ${p.at}.`,
  failed: p => `Reading the list failed on ${p.at}; the earlier list was kept.`,
  sync: 'Update the list from the LMS',
  synced: 'The list of members was updated.',
  reading: 'The list is being read from the LMS. This page will show how it ended.',
  lookAgain: 'Look again',
  failures: {
    retry: 'The LMS did not answer for the moment. Try again a little later.',
    'needs-administrator':
      'The LMS did not allow this list. Ask the administrator to switch on the membership service (NRPS) for Tirek.',
    unreadable:
      'The list that the LMS sent could not be understood or has nobody on it. Tell the administrator.',
  },
  emptyTitle: 'Nobody here yet',
  emptyText: 'Students appear here once they have opened Tirek from the course page.',
};
