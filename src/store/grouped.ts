/**
 * Lets many callers share few calls: what is asked for in a few turns of the event loop, or while a call is under way,
 * goes together with the next. Whoever comes alone waits for nobody, because idle turns take microseconds; when a class
 * comes at once, one call serves many, and the store commits once for all of them.
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
      afterTurns(turnsToGather, () => void work());
    });
}

/** A command stays far below the store's limits, whatever the items are. */
const mostTogether = 200;

/** Requests that arrive together are read in one turn and reach the store in the next two, after what each awaits. */
const turnsToGather = 3;

function afterTurns(count: number, work: () => void): void {
  setImmediate(() => (count > 1 ? afterTurns(count - 1, work) : work()));
}
