import { type errors as kk } from '../kk/errors.ts';
import { type Messages } from '../messages.ts';

export const errors: Messages<typeof kk> = {
  'bad-request': {
    title: 'The request could not be understood',
    text: 'What was sent could not be read. Reload the page and try again.',
  },
  'session-ended': {
    title: 'This session has ended',
    text: 'The session in this window has ended, or it was opened in another browser. Open Tirek again from the course page in the LMS: everything saved is still there.',
  },
  csrf: {
    title: 'The action was not confirmed',
    text: 'This action does not seem to come from a Tirek page, so it was not carried out. Reload the page and try again.',
  },
  forbidden: {
    title: 'You may not open this page',
    text: 'Your role in the course does not allow this action. If that is a mistake, ask the instructor of the course.',
  },
  'not-found': {
    title: 'There is no such page',
    text: 'The address is wrong, or this course has no such data. Go back to the course’s home page.',
  },
  'method-not-allowed': {
    title: 'This address opens in another way',
    text: 'The page cannot be opened like this. Go back to the course’s home page.',
  },
  'too-large': {
    title: 'The file is too large',
    text: 'What was sent is larger than allowed. The limit for a file is 25 MB.',
  },
  conflict: {
    title: 'Somebody else has changed this in the meantime',
    text: 'The data changed after you had opened the page. Nothing is lost: reload the page and compare both versions.',
  },
  'invalid-input': {
    title: 'Please check the values',
    text: 'Some fields were not accepted. Go back and correct the marked fields.',
  },
  'too-many': {
    title: 'Too many requests',
    text: 'Too many requests came within a short time. Try again in a minute.',
  },
  'lms-failed': {
    title: 'The LMS could not answer',
    text: 'The LMS returned an error. What you entered is saved; try again a little later.',
  },
  'lms-timeout': {
    title: 'The LMS did not answer',
    text: 'The LMS did not answer in time. What you entered is saved; try again a little later.',
  },
  'store-away': {
    title: 'The data store is away for a moment',
    text: 'Reload the page in a few seconds. Nothing that was saved is lost.',
  },
  draining: {
    title: 'Tirek is restarting',
    text: 'Reload the page in a few seconds.',
  },
  internal: {
    title: 'Something went wrong inside Tirek',
    text: 'The error is in the log. Give the administrator the incident number below.',
  },
  'no-course': {
    title: 'Tirek is opened from a course',
    text: 'This link was opened outside a course. Enter the course in your LMS and open Tirek from there.',
  },
  kept: {
    ended:
      'What was typed but not saved is still in this browser. Open Tirek again from the course page, and it is put back in its place.',
    typed: 'Values of the form that were not saved',
    restored: 'What was typed in the last session and not saved has been put back. Check it and save.',
    discard: 'Do not put it back',
  },
  home: 'The course’s home page',
};
