import { tidy } from './letters.ts';

/** The points that are all there is behind a control's label ("– 100 баллов", "(100 балл)"); null for anything else. */
export function pointsAlone(rest: string): number | null {
  const digits = /^[\s(:–—-]*(\d{1,3})\s*(?:балл|ұпай|points?)\p{L}*[\s).]*$/iu.exec(rest)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The points that stand behind a sign at the end of a control's own text; null when it names none. */
export function pointsOfControl(text: string): number | null {
  const rest = /[:(–—-]\s*\d{1,3}\s*\p{L}+[\s).]*$/u.exec(tidy(text))?.[0];
  return rest === undefined ? null : pointsAlone(rest.replace(':', ''));
}
