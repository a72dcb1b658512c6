import { type PanelModel } from '../../features/grading/domain/panel.ts';
import { rubricResult } from '../../features/grading/domain/result.ts';
import { sumLine } from '../../features/grading/domain/sumLine.ts';
import { find, setText } from './dom.ts';

/** Shows the result as soon as every criterion has a percent, and how many have one until then. */
export function createLiveResult(
  model: PanelModel,
): (percents: readonly (number | null)[], cap: number | null) => void {
  const part = (name: string): HTMLElement => find(`#result [data-result="${name}"]`);
  const progress = find<HTMLElement & { value: number }>('#graded');
  const count = progress.parentElement?.querySelector('.progress-line span');
  return (percents, cap) => {
    const graded = percents.filter(percent => percent !== null).length;
    progress.value = graded;
    if (count != null) setText(count, `${graded} / ${percents.length}`);
    const given = percents.map(percent => percent ?? 0);
    // After a breach of conduct nothing needs to be graded.
    const isComplete = graded === percents.length || cap !== null;
    part('meaning').hidden = !isComplete;
    if (!isComplete) {
      setText(part('total'), '–');
      setText(part('sum'), model.words.resultMissing);
      return;
    }
    const policy = { scale: model.scale, rounding: { mode: model.rounding, roundControls: true } };
    const { total, letter, gpa, label } = rubricResult(policy, given, { weights: model.weights, cap });
    setText(part('total'), String(total));
    setText(part('letter'), letter);
    setText(part('gpa'), gpa.replace('.', model.mark));
    setText(part('label'), model.words.labels[label]);
    part('label').dataset['tone'] = label;
    setText(part('sum'), sumLine(given, total, model.mark, model.weights));
  };
}
