import { type Connection, Schema } from 'mongoose';
import { type LaunchId } from '../../kernel/ids.ts';
import { type DeepLinkingSettings } from '../../lti/index.ts';

/** What an LMS's dialog waits for: whom to answer, and what it takes. */
export interface DialogRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly settings: DeepLinkingSettings;
}

export interface RequestStore {
  /** Kept for as long as somebody may leave a dialog open. */
  remember(id: LaunchId, request: DialogRequest, now: Date): Promise<void>;
  /** Null: this launch came from no dialog. */
  find(id: LaunchId): Promise<DialogRequest | null>;
}

interface RequestRecord {
  _id: string;
  issuer: string;
  clientId: string;
  deploymentId: string;
  settings: {
    returnUrl: string;
    acceptTypes: string[];
    documentTargets: string[];
    acceptMultiple: boolean;
    acceptLineItem: boolean | null;
    data: string | null;
  };
  expiresAt: Date;
}

const lifeMs = 24 * 3600_000;
const required = { type: String, required: true } as const;
const schema = new Schema<RequestRecord>(
  {
    _id: required,
    issuer: required,
    clientId: required,
    deploymentId: required,
    settings: {
      returnUrl: required,
      acceptTypes: { type: [String], required: true },
      documentTargets: { type: [String], required: true },
      acceptMultiple: { type: Boolean, required: true },
      acceptLineItem: { type: Boolean, default: null },
      data: { type: String, default: null },
    },
    expiresAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'deep_linking_requests' },
);

export function createRequestStore(connection: Connection): RequestStore {
  const model = connection.model<RequestRecord>('DeepLinkingRequest', schema);
  return {
    async remember(id, { issuer, clientId, deploymentId, settings }, now) {
      await model.create({
        _id: id,
        issuer,
        clientId,
        deploymentId,
        settings: {
          ...settings,
          acceptTypes: [...settings.acceptTypes],
          documentTargets: [...settings.documentTargets],
        },
        expiresAt: new Date(now.getTime() + lifeMs),
      });
    },
    async find(id) {
      const found = await model.findOne({ _id: id }).lean();
      if (found === null) return null;
      const { issuer, clientId, deploymentId, settings } = found;
      return {
        issuer,
        clientId,
        deploymentId,
        settings: {
          ...settings,
          acceptLineItem: settings.acceptLineItem ?? null,
          data: settings.data ?? null,
        },
      };
    },
  };
}
