// On the page of a session that is not open to this request: a tab without cookies that holds the session's token opens
// what it came for; for all others the session has ended, and what was typed in it is kept for the next one.
import { findStorage } from './kept/kept.ts';
import { markEnded } from './kept/keptForms.ts';
import { isPage, saveAnswer, showAnswer } from './tab/showAnswer.ts';
import { findToken, sessionOf } from './tab/tabToken.ts';

const place = document.getElementById('ended');
const session = sessionOf(location.pathname);
if (place !== null && session !== null) {
  if (place.dataset['origin'] === undefined) end(place, session);
  else void resume(place, session);
}

function end(ended: HTMLElement, id: string): void {
  const isKept = markEnded(findStorage(), id);
  const kept = ended.querySelector<HTMLElement>('[data-kept]');
  if (kept !== null) kept.hidden = !isKept;
  ended.removeAttribute('data-late');
}

async function resume(ended: HTMLElement, id: string): Promise<void> {
  const { target = '', origin = '' } = ended.dataset;
  const token = await findToken(id, { target, origin });
  const answer = token === null ? null : await fetchWith(token);
  if (answer === null || answer.status === 401) {
    end(ended, id);
  } else if (isPage(answer)) {
    await showAnswer(answer);
  } else {
    await saveAnswer(answer);
    history.back();
  }
}

const fetchWith = (token: string): Promise<Response | null> =>
  fetch(location.href, { headers: { Accept: 'text/html', 'X-Tirek-Tab': token } }).catch(() => null);
