// While a file or a list of the LMS is being read: shows how far it is, and opens the page again when it is done.
import { tabHeaders } from './tab/tabToken.ts';

const everyMs = 700;

async function look(region: HTMLElement, address: string): Promise<void> {
  const answer = await fetch(address, { headers: { ...tabHeaders(), Accept: 'application/json' } });
  if (!answer.ok) return;
  const { reading, rows } = (await answer.json()) as { reading?: unknown; rows?: unknown };
  if (reading !== true) {
    location.reload();
    return;
  }
  const shown = region.querySelector('[data-rows]');
  if (shown !== null && typeof rows === 'number') shown.textContent = String(rows);
  wait(region, address);
}

function wait(region: HTMLElement, address: string): void {
  // A lost connection ends the looking; the button loads the page again.
  setTimeout(() => void look(region, address).catch(() => undefined), everyMs);
}

const region = document.getElementById('reading');
const address = region?.dataset['status'];
if (region !== null && address !== undefined) wait(region, address);
