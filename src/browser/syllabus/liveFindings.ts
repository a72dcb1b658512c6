import { setText } from '../grading/dom.ts';

/** As the server's view has it. */
export interface ShownFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly place: string | null;
  readonly href: string;
}

const tones = { error: 'danger', warning: 'warning', info: 'info' } as const;

/** Puts what the server's checker has found now in the place of what it had found before; readers hear the counts. */
export function showFindings(findings: readonly ShownFinding[], counts: string): void {
  const section = document.querySelector('#live-findings');
  const list = section?.querySelector<HTMLElement>('.findings');
  const template = section?.querySelector('template')?.content.firstElementChild;
  if (section == null || list == null || template == null) return;
  const words = JSON.parse(list.dataset['words'] ?? '{}') as Record<string, string>;
  list.replaceChildren(
    ...findings.map(finding => {
      const item = template.cloneNode(true) as HTMLElement;
      item.dataset['tone'] = tones[finding.severity];
      const use = item.querySelector('use');
      use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${finding.severity}`));
      const put = (selector: string, text: string): void => {
        const element = item.querySelector(selector);
        if (element !== null) setText(element, text);
      };
      put('.finding-text', finding.text);
      put('.finding-severity', words[finding.severity] ?? '');
      put('a', finding.place ?? '');
      item.querySelector('a')?.setAttribute('href', finding.href);
      return item;
    }),
  );
  const set = (selector: string, text: string): void => {
    const element = section.querySelector(selector);
    if (element !== null) setText(element, text);
  };
  set('[data-count]', String(findings.length));
  set('[data-counts]', counts);
}
