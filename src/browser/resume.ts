// On the page of a session that shows no cookie: a tab that holds the session's token opens what it came for.
import { isPage, saveAnswer, showAnswer } from './tab/showAnswer.ts';
import { findToken, sessionOf } from './tab/tabToken.ts';

const place = document.getElementById('ended');
const session = sessionOf(location.pathname);
if (place !== null && session !== null) void resume(place, session);

async function resume(ended: HTMLElement, id: string): Promise<void> {
  const { target = '', origin = '' } = ended.dataset;
  const token = await findToken(id, { target, origin });
  const answer = token === null ? null : await fetchWith(token);
  if (answer === null || answer.status === 401) {
    ended.removeAttribute('data-late');
  } else if (isPage(answer)) {
    await showAnswer(answer);
  } else {
    await saveAnswer(answer);
    history.back();
  }
}

const fetchWith = (token: string): Promise<Response | null> =>
  fetch(location.href, { headers: { Accept: 'text/html', 'X-Tirek-Tab': token } }).catch(() => null);
