// Between login and launch in a frame without cookies: the LMS's page keeps a value for this browser, and gives it back.
import { openPlatformStorage } from './tab/platformStorage.ts';
import { showAnswer } from './tab/showAnswer.ts';
import { keepToken, sessionOf } from './tab/tabToken.ts';

const place = document.getElementById('opening');
const form = place?.querySelector('form');
// Whatever goes wrong: the server then says what the person can do.
if (place !== null && form != null) goOn(place.dataset, form).catch(() => form.submit());

async function goOn(data: DOMStringMap, onward: HTMLFormElement): Promise<void> {
  const { target = '', origin = '', key = '', value, to } = data;
  const address = { target, origin };
  const storage = await openPlatformStorage(address);
  if (value !== undefined && to !== undefined) {
    if (await storage.put(key, value)) location.replace(to);
    else onward.submit();
    return;
  }
  const kept = await storage.get(key);
  if (kept === null) {
    onward.submit();
    return;
  }
  const answer = await fetch(onward.action, {
    method: 'POST',
    headers: { Accept: 'text/html', 'X-Tirek-Kept': kept },
    body: new URLSearchParams([...new FormData(onward)].filter(isText)),
  });
  await storage.put(key, null);
  const entry = answer.headers.get('content-type')?.startsWith('application/json')
    ? ((await answer.json()) as { to: string; token: string })
    : null;
  if (entry === null) {
    await showAnswer(answer);
    return;
  }
  await keepToken(sessionOf(entry.to) ?? '', entry.token, address);
  location.replace(entry.to);
}

const isText = (entry: [string, FormDataEntryValue]): entry is [string, string] =>
  typeof entry[1] === 'string';
