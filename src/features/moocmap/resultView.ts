import { type LaunchContext } from '../../web/context.ts';
import { percentText } from '../moocresults/index.ts';
import { type MapResult } from './results.ts';

/** A result in words: the percents, and whether they are enough; null for none. */
export function resultView(
  result: Pick<MapResult, 'percent' | 'completed'> | undefined,
  { t, lang }: Pick<LaunchContext, 't' | 'lang'>,
) {
  if (result === undefined) return null;
  const { percent, completed } = result;
  const words = t.moocmap.results;
  return {
    text: percent === null ? words.come : words.percent({ percent: percentText(percent, { lang }) }),
    chip:
      completed === null
        ? null
        : completed
          ? { text: words.completed, tone: 'success', icon: 'check' }
          : { text: words.below, tone: 'warning', icon: 'clock' },
  };
}
