import { type kk } from '../kk/index.ts';
import { type Messages } from '../messages.ts';
import { errors } from './errors.ts';
import { shell } from './shell.ts';

export const ru: Messages<typeof kk> = { errors, shell };
