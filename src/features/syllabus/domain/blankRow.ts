import { type CalendarRow } from './types.ts';

/** A row of which nothing is known yet: every new row begins as one. */
export const blankRow: CalendarRow = {
  week: null,
  module: null,
  kind: 'other',
  number: null,
  title: '',
  hours: null,
  maxPoints: null,
  prepares: null,
  tasks: null,
  assessment: null,
  mode: null,
  modeText: null,
  platform: null,
  url: null,
};
