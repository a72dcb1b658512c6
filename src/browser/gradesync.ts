// On the page of grades on their way to the LMS: shows progress without reloading. Without it one reloads.
import { tabHeaders } from './tab/tabToken.ts';

const runningMs = 1_200;
const quietMs = 10_000;

interface Status {
  readonly stamp: string;
  readonly running: boolean;
}

const find = (): HTMLElement | null => document.getElementById('gradesync');

function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false;
  const { stamp, running } = value as Partial<Status>;
  return typeof stamp === 'string' && typeof running === 'boolean';
}

/** Takes the new content from the page itself, so that there is one way to draw it. */
async function refresh(region: HTMLElement): Promise<void> {
  const answer = await fetch(location.href, { headers: { ...tabHeaders(), Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('gradesync');
  if (fresh === null) return;
  for (const details of region.querySelectorAll<HTMLDetailsElement>('details[open]')) {
    fresh.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute('open', '');
  }
  region.replaceWith(document.adoptNode(fresh));
}

/** Somebody who is in the middle of the table keeps the place: what has the focus is not replaced. */
const isInUse = (region: HTMLElement): boolean => region.contains(document.activeElement);

async function look(): Promise<void> {
  const region = find();
  const address = region?.dataset['status'];
  if (region === null || address === undefined || document.hidden) return;
  const answer = await fetch(address, { headers: { ...tabHeaders(), Accept: 'application/json' } });
  const status: unknown = answer.ok ? await answer.json() : null;
  if (!isStatus(status)) return;
  region.toggleAttribute('data-running', status.running);
  if (status.stamp !== region.dataset['stamp'] && !isInUse(region)) await refresh(region);
}

function lookAgain(): void {
  const wait = find()?.hasAttribute('data-running') === true ? runningMs : quietMs;
  setTimeout(
    () =>
      void look()
        .catch(() => undefined)
        .then(lookAgain),
    wait,
  );
}

if (find() !== null) lookAgain();
