import { type ToolValues } from '../byHand.ts';

/** What a field is for; the catalogue has the words. */
export type Purpose =
  | 'toolName'
  | 'description'
  | 'toolAddress'
  | 'domain'
  | 'login'
  | 'redirect'
  | 'keys'
  | 'keyKind'
  | 'standard'
  | 'algorithm'
  | 'copies'
  | 'dialog'
  | 'grades'
  | 'members'
  | 'services'
  | 'personName'
  | 'personEmail'
  | 'personFields'
  | 'named'
  | 'course'
  | 'link'
  | 'visible'
  | 'enabled'
  | 'method'
  | 'clientId'
  | 'deploymentId'
  | 'label'
  | 'handle'
  | 'kind'
  | 'students'
  | 'administrator'
  | 'courses'
  | 'places'
  | 'answers';

/** A step in the LMS; the catalogue has its title. */
export type FormName =
  | 'tool'
  | 'application'
  | 'key'
  | 'switchOn'
  | 'install'
  | 'deployment'
  | 'dialogLink'
  | 'coursePlacement'
  | 'given';

/** One field of the LMS's own form: its label is the LMS's, which shows it in English where it is not translated. */
export interface FieldToFill {
  readonly field: string;
  readonly purpose: Purpose;
  /** `copy`: typed as it stands; `choose`: an option of the form; `look`: where the LMS shows the value. */
  readonly kind: 'copy' | 'choose' | 'look';
  readonly value: string;
}

export interface FormToFill {
  readonly name: FormName;
  /** Where in the LMS the form is, by its own menus. */
  readonly place: string;
  readonly fields: readonly FieldToFill[];
}

const make =
  (kind: FieldToFill['kind']) =>
  (purpose: Purpose, field: string, value: string): FieldToFill => ({ field, purpose, kind, value });
export const copy = make('copy');
export const choose = make('choose');
export const look = make('look');

/** Custom parameters as most forms take them: one on a line. */
export const customLines = ({ variables }: ToolValues): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
