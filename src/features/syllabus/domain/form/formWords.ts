import { type Catalogue } from '../../../../i18n/index.ts';

/** The heads and labels of the official form in one language. */
export type FormWords = Catalogue['form'];
