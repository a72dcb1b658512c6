import { tabHeaders } from '../tab/tabToken.ts';

/** What the page prints on the drop zone: limits and the words for troubles. */
interface Zone {
  readonly root: HTMLElement;
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
}

const text = (zone: Zone, name: string): string => zone.root.dataset[name] ?? '';

function part(zone: Zone, name: string): HTMLElement | null {
  return zone.root.querySelector<HTMLElement>(`[data-dropzone-${name}]`);
}

function showError(zone: Zone, message: string): void {
  const line = part(zone, 'error');
  const words = line?.querySelector('span');
  if (line === null || words == null) return;
  words.textContent = message;
  line.hidden = message === '';
}

function showBusy(zone: Zone, busy: boolean): void {
  zone.root.toggleAttribute('data-busy', busy);
  const progress = part(zone, 'progress');
  if (progress !== null) progress.hidden = !busy;
  const name = part(zone, 'file');
  if (name === null) return;
  name.hidden = !busy;
  name.textContent = zone.input.files?.[0]?.name ?? '';
}

/** @param share sent of the whole, 0–1; null when the server is reading what it got */
function showProgress(zone: Zone, share: number | null): void {
  const bar = zone.root.querySelector('progress');
  const label = zone.root.querySelector('.progress-line label');
  if (share === null) bar?.removeAttribute('value');
  else bar?.setAttribute('value', String(Math.round(share * 100)));
  if (label !== null) label.textContent = text(zone, share === null ? 'reading' : 'uploading');
}

/** Why these files cannot be sent, in the page's words; null when they can. What is in a file the server says, by name. */
function findProblem(zone: Zone, files: FileList): string | null {
  const file = files[0];
  if (file === undefined || files.length > 1) return text(zone, 'onlyOne');
  if (file.size > Number(zone.root.dataset['maxBytes'])) return text(zone, 'tooLarge');
  return null;
}

interface Answer {
  readonly location?: string;
  readonly error?: { readonly message?: string };
}

function parseAnswer(body: string): Answer {
  try {
    return (JSON.parse(body) ?? {}) as Answer;
  } catch {
    return {};
  }
}

/** Sends the form and follows the answer. XMLHttpRequest, because fetch does not tell how far an upload is. */
function send(zone: Zone): void {
  const request = new XMLHttpRequest();
  const body = new FormData(zone.form);
  const fail = (message?: string): void => {
    showBusy(zone, false);
    showError(zone, message ?? text(zone, 'failed'));
    zone.input.value = '';
    zone.input.focus();
  };
  request.upload.addEventListener('progress', event => {
    if (event.lengthComputable) showProgress(zone, event.loaded / event.total);
  });
  request.upload.addEventListener('load', () => showProgress(zone, null));
  request.addEventListener('error', () => fail());
  request.addEventListener('load', () => {
    const answer = parseAnswer(request.responseText);
    const redirected = request.responseURL !== '' && request.responseURL !== zone.form.action;
    if (request.status >= 400 || answer.error !== undefined) fail(answer.error?.message);
    else if (answer.location !== undefined) location.assign(answer.location);
    else if (redirected) location.assign(request.responseURL);
    else fail();
  });
  request.open('POST', zone.form.action);
  for (const [name, value] of Object.entries({ ...tabHeaders(), Accept: 'application/json' }))
    request.setRequestHeader(name, value);
  showError(zone, '');
  showBusy(zone, true);
  showProgress(zone, 0);
  request.send(body);
}

function take(zone: Zone): void {
  const files = zone.input.files;
  if (files === null || files.length === 0) return;
  const problem = findProblem(zone, files);
  if (problem === null) send(zone);
  else {
    zone.input.value = '';
    showError(zone, problem);
  }
}

function startZone(zone: Zone): void {
  let depth = 0;
  const over = (change: number): void => {
    depth = Math.max(0, depth + change);
    zone.root.toggleAttribute('data-over', depth > 0);
  };
  zone.root.addEventListener('dragenter', () => over(1));
  zone.root.addEventListener('dragleave', () => over(-1));
  zone.root.addEventListener('dragover', event => event.preventDefault());
  zone.root.addEventListener('drop', event => {
    event.preventDefault();
    over(-depth);
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0 || zone.root.hasAttribute('data-busy')) return;
    if (files.length > 1) {
      showError(zone, text(zone, 'onlyOne'));
      return;
    }
    zone.input.files = files;
    take(zone);
  });
  zone.input.addEventListener('change', () => take(zone));
  zone.root.toggleAttribute('data-enhanced', true);
}

/** Lets a file be dropped on every drop zone of the page and sends it at once, showing how far it is. */
export function startDropzones(): void {
  for (const root of document.querySelectorAll<HTMLElement>('[data-dropzone]')) {
    const form = root.closest('form');
    const input = root.querySelector<HTMLInputElement>('input[type="file"]');
    if (form !== null && input !== null) startZone({ root, form, input });
  }
}
