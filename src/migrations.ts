import { type Migration } from './store/index.ts';

/** Every change of the stored data's form, oldest first; a number is never used twice. */
export const migrations: readonly Migration[] = [{ version: 1, name: 'first version', run: async () => {} }];
