import { type groups as kk } from '../kk/groups.ts';
import { type Messages } from '../messages.ts';

export const groups: Messages<typeof kk> = {
  heading: 'Groups',
  open: 'Groups',
  lead: 'Look at the list by group, and release grades to one group at once.',
  list: 'Your groups',
  none: 'There is no group yet. Write a name below and tick its students.',
  add: 'New group',
  change: 'Change the group',
  name: 'Name of the group',
  students: 'Students of the group',
  count: 'Students',
  actions: 'Actions',
  editOne: p => `Change: ${p.name}`,
  removeOne: p => `Remove: ${p.name}`,
  save: 'Save the group',
  done: {
    saved: 'The group is saved.',
    removed: 'The group is removed. Its students and their grades have not changed.',
  },
  nameFault: p => `Write the name of the group, at most ${p.most} characters.`,
  nameTaken: 'There is a group of this name already.',
  nobody: 'Tick at least one student.',
  tooMany: p => `The most groups are made already: ${p.most}.`,
  hidden: 'While names are hidden the list is not shown by group: a small group would tell whose work it is.',
  filter: 'Group',
  everybody: 'All students',
  release: p => `Release to the group: ${p.name}`,
  held: 'Will not be released',
  heldCount: p => `${p.reason}: ${p.count}`,
  reasons: {
    'not-started': 'not graded',
    incomplete: 'not every criterion is graded',
    'not-agreed': 'the markers have not agreed',
    left: 'has left the course',
  },
};
