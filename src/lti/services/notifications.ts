import { mostNotices, noticeTypes } from '../notices.ts';
import { type ServiceClient, type ServiceTarget } from './client.ts';
import { done, type ServiceResult } from './result.ts';

/** The scope of Platform Notification Service 1.0. */
export const noticeScope = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';

export interface NotificationTarget extends ServiceTarget {
  /** `platform_notification_service_url` of a launch. */
  readonly url: string;
  /** `notice_types_supported`. */
  readonly types: readonly string[];
}

/** Where a platform sends its notices: one address for each type of a deployment. */
export interface NotificationService {
  /** Registers our address for the types that both sides know; the same again changes nothing. */
  register(target: NotificationTarget): Promise<ServiceResult<readonly string[]>>;
}

/** @param handler the address that notices are to be sent to */
export function createNotificationService(client: ServiceClient, handler: string): NotificationService {
  return {
    async register(target) {
      const wanted = noticeTypes.filter(type => target.types.includes(type));
      for (const type of wanted) {
        const answer = await client.call({
          target,
          scopes: [noticeScope],
          anyScope: [noticeScope],
          method: 'PUT',
          url: target.url,
          accept: 'application/json',
          contentType: 'application/json',
          body: JSON.stringify({ notice_type: type, handler, max_batch_size: mostNotices }),
        });
        if (answer.kind !== 'done') return answer;
      }
      return done(200, wanted);
    },
  };
}
