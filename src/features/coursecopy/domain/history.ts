/** More earlier copies than a course can sensibly have. */
const most = 50;

/**
 * The contexts that a course was copied from, the newest first: the value of `$Context.id.history`, a list with commas
 * whose ids are URL-encoded (LTI Core 1.3, appendix on variables). What cannot be decoded is taken as it is.
 */
export function contextsOfHistory(value: string | undefined): string[] {
  const ids = (value ?? '')
    .split(',')
    .map(id => decoded(id.trim()))
    .filter(id => id !== '');
  return [...new Set(ids)].slice(0, most);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
