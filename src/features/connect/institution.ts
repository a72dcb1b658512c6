import { type z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { type Registration } from '../../lti/index.ts';
import { type PublicRoute, type Reply } from '../../web/route.ts';
import { type ConsoleContext } from './consoleRoute.ts';

/** Somebody who administers, before one platform: in Tirek a platform is an institution. */
export interface InstitutionContext extends ConsoleContext {
  readonly registration: Registration;
  /** Whether this person may change anything of it; otherwise forms are not shown, and posts are refused. */
  readonly canChange: boolean;
  /** The address of the platform's page, below which the pages of its institution are. */
  readonly home: string;
}

export interface InstitutionPage<B extends z.ZodType> {
  readonly method: 'get' | 'post';
  /** Below `/console/:session/platforms/:platform`. */
  readonly path: string;
  readonly body?: B;
  /** Bytes a body may have; 100 kB unless told. */
  readonly bodyLimit?: number;
  readonly handler: (
    context: InstitutionContext,
    input: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: unknown;
      readonly body: z.output<B>;
    },
  ) => Promise<Reply> | Reply;
}

export type DefineInstitutionPage = <B extends z.ZodType>(page: InstitutionPage<B>) => PublicRoute;

/** What another room shows and changes of an institution in the console. */
export interface InstitutionPages {
  /** Where they begin, for the platform's page. */
  readonly links: readonly { readonly path: string; readonly text: (t: Catalogue) => string }[];
  routes(define: DefineInstitutionPage): readonly PublicRoute[];
}
