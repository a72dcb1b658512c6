import { type PresenceAnswer } from '../../features/grading/domain/panel.ts';

/** How often the panel says that it is still open; the server believes it somewhat longer. */
const sayEveryMs = 20_000;

/** Whom other graders have open now, as far as the last answer goes. */
export interface Presence {
  /** Another student is on screen. */
  moved(): void;
  /** Who has the student open besides this grader; null: nobody. */
  byOf(id: string): string | null;
}

export function startPresence(parts: {
  current(): string;
  say(id: string): Promise<PresenceAnswer | null>;
  onChange(): void;
}): Presence {
  let busy: ReadonlyMap<string, string> = new Map();
  const say = async (): Promise<void> => {
    if (document.visibilityState === 'hidden') return;
    const answer = await parts.say(parts.current());
    // Without an answer nobody is known to be there: two who meet are shown both versions anyway.
    busy = new Map(answer?.busy.map(({ id, by }) => [id, by]));
    parts.onChange();
  };
  setInterval(() => void say(), sayEveryMs);
  document.addEventListener('visibilitychange', () => void say());
  void say();
  return { moved: () => void say(), byOf: id => busy.get(id) ?? null };
}
