import { createRequestStore } from '../../src/features/deeplinking/requestStore.ts';
import { asId } from '../../src/kernel/ids.ts';
import { type InProcess, type Visitor } from './inProcess.ts';

/** As if the launch of this visitor had come from an LMS's dialog of deep linking. */
export async function openDialog({ store }: InProcess, { base }: Visitor): Promise<void> {
  const settings = {
    returnUrl: 'https://lms.example/return',
    acceptTypes: ['ltiResourceLink'],
    documentTargets: ['iframe'],
    acceptMultiple: true,
    acceptLineItem: true,
    data: null,
  };
  const request = { issuer: 'https://lms.example', clientId: 'client', deploymentId: '1', settings };
  const launchId = asId<'launch'>(base.split('/').at(-1) ?? '');
  await createRequestStore(store.connection).remember(launchId, request, new Date());
}
