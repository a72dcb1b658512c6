import { Router } from 'express';
import { z } from 'zod';
import { noticeScope, registeredTool } from '../claims.ts';
import { type NoticeType, noticeTypes, sendNotice } from '../notices.ts';
import { type Platform } from '../platform.ts';
import { jsonBody, refuse } from './access.ts';
import { notAllowed } from './lineItemRoutes.ts';
import { bearerOf, note, record } from './serviceCall.ts';

const wish = z.object({ notice_type: z.enum(noticeTypes), handler: z.string() });

/** Where a tool says which notices it wants, and at which address: one for each type. */
export function noticeRoutes(platform: Platform): Router {
  const router = Router();
  router.use('/notice-handlers', (request, response, next) => {
    record(platform, request, response);
    const granted = platform.tokens.findScopes(bearerOf(request), platform.trueNow());
    if (granted === null) refuse(response, 401, 'Unauthorized');
    else if (!granted.includes(noticeScope)) refuse(response, 403, `The token lacks ${noticeScope}`);
    else next();
  });
  router
    .route('/notice-handlers')
    .get((_request, response) => {
      const { noticeHandlers } = platform.state;
      response.json({
        client_id: registeredTool.clientId,
        deployment_id: registeredTool.deploymentId,
        notice_handlers: noticeTypes.map(type => ({
          notice_type: type,
          handler: noticeHandlers[type] ?? '',
        })),
      });
    })
    .put(async (request, response) => {
      const asked = wish.safeParse(jsonBody(request));
      if (!asked.success || !isOfTool(platform, asked.data.handler)) {
        refuse(response, 400, 'Not a notice type with an address of the tool');
        return;
      }
      const { notice_type: type, handler } = asked.data;
      await setHandler(platform, type, handler);
      note(response, type);
      response.json({ notice_type: type, handler });
    })
    .all(notAllowed);
  return router;
}

/** An empty address takes the handler away. */
async function setHandler(platform: Platform, type: NoticeType, handler: string): Promise<void> {
  const { noticeHandlers } = platform.state;
  if (handler === '') delete noticeHandlers[type];
  else noticeHandlers[type] = handler;
  await platform.save();
  // What the first notice is for: the tool sees that its address works. Nobody waits for it.
  if (type === 'LtiHelloWorldNotice' && handler !== '') void sendNotice(platform, type);
}

const isOfTool = ({ tool }: Platform, handler: string): boolean =>
  handler === '' || (URL.canParse(handler) && new URL(handler).origin === tool.origin);
