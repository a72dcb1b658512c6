/** More earlier copies than a course can sensibly have. */
const most = 50;

/**
 * What a course or a link was copied from, the newest first: the value of `$Context.id.history` or
 * `$ResourceLink.id.history`, a list with commas whose ids are URL-encoded (LTI Core 1.3, appendix on variables). What
 * cannot be decoded is taken as it is.
 */
export function idsOfHistory(value: string | undefined): string[] {
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
