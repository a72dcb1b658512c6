/**
 * Lets many callers share few calls: what is asked for in one turn of the event loop, or while a call is under way,
 * goes together with the next. Whoever comes alone waits for nobody; when a class comes at once, one call serves many,
 * and the store commits once for all of them.
 *
 * @param run answers in the order of the items; when it fails, everybody of that call fails
 */
export function grouped<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (reason: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let busy = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostTogether);
      try {
        const answers = await run(group.map(one => one.item));
        group.forEach((one, n) => one.resolve(answers[n] as Answer));
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    busy = false;
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void work());
    });
}

/** A command stays far below the store's limits, whatever the items are. */
const mostTogether = 200;
