import { type kk } from '../kk/index.ts';
import { type Messages } from '../messages.ts';
import { errors } from './errors.ts';
import { grading } from './grading.ts';
import { shell } from './shell.ts';

export const ru: Messages<typeof kk> = { errors, grading, shell };
