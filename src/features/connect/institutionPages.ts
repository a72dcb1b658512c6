import { AppError } from '../../kernel/errors.ts';
import { type PublicRoute } from '../../web/route.ts';
import { consoleRoute } from './consoleRoute.ts';
import { type DefineInstitutionPage } from './institution.ts';
import { type ConnectParts } from './parts.ts';
import { getPlatform, mayChange } from './platformRoutes.ts';

/** Session, scope and proof are those of the console; a change needs somebody who may change the platform. */
export function institutionRoutes(parts: ConnectParts): PublicRoute[] {
  const define: DefineInstitutionPage = ({ path, handler, ...page }) =>
    consoleRoute(parts, {
      ...page,
      path: `/platforms/:platform${path}`,
      who: 'administrator',
      tab: 'platforms',
      handler: async (context, input) => {
        const registration = await getPlatform(parts, context, input.params);
        const canChange = mayChange(context, registration);
        if (page.method === 'post' && !canChange) throw new AppError('forbidden', { console: path });
        const home = `${context.base}/platforms/${registration.id}`;
        return handler({ ...context, registration, canChange, home }, input);
      },
    });
  return parts.institutionPages.flatMap(pages => pages.routes(define));
}
