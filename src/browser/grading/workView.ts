import { type PanelModel, type PanelWork } from '../../features/grading/domain/panel.ts';
import { find, setText } from './dom.ts';

/** Shows what the student on screen has handed in, and makes the form that changes it speak of that student. */
export function createWorkView({
  address,
}: Pick<PanelModel, 'address'>): (id: string, work: PanelWork | null) => void {
  const section = find('#work');
  const form = find<HTMLFormElement>('#work-dialog form');
  const field = (name: string): HTMLInputElement | HTMLTextAreaElement => find(`[name="${name}"]`, form);
  return (id, work) => {
    const { rev = 0, ticket = '', url = '', answers = '' } = work ?? {};
    section.hidden = ticket === '' && url === '' && answers === '';
    find('[data-work="ticket"]', section).hidden = ticket === '';
    setText(find('[data-work="ticket"] span', section), ticket);
    const link = find<HTMLAnchorElement>('[data-work="url"]', section);
    link.hidden = url === '';
    if (url !== '') link.href = url;
    setText(find('span', link), url);
    const text = find('[data-work="answers"]', section);
    text.hidden = answers === '';
    setText(text, answers);
    text.scrollTop = 0;
    form.action = `${address}/${id}/work`;
    for (const [name, value] of Object.entries({ rev: String(rev), ticket, url, answers }))
      field(name).value = value;
  };
}
