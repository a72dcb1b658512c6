import { MongoError } from '../errors.ts';

interface Waiting {
  work: () => unknown;
  settle: (outcome: Outcome) => void;
}
type Outcome = { done: unknown } | { failed: unknown };

/**
 * Statements that arrive in one turn of the event loop share a transaction, and so one flush to the disk. Each gets
 * its own result, after the flush. A statement that fails must not have changed anything; one that fails unexpectedly
 * undoes the whole group, and the statements are then repeated one by one.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private readonly transaction: <T>(work: () => T) => T;

  constructor(transaction: <T>(work: () => T) => T) {
    this.transaction = transaction;
  }

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        if ('done' in outcome) resolve(outcome.done as T);
        else reject(outcome.failed instanceof Error ? outcome.failed : new Error(String(outcome.failed)));
      };
      if (this.waiting.push({ work, settle }) === 1) setImmediate(() => this.commit());
    });
  }

  private commit(): void {
    const group = this.waiting;
    this.waiting = [];
    for (const [{ settle }, outcome] of this.together(group) ?? this.oneByOne(group)) settle(outcome);
  }

  private together(group: readonly Waiting[]): [Waiting, Outcome][] | null {
    try {
      return this.transaction(() => group.map(waiting => [waiting, outcomeOf(waiting)]));
    } catch {
      return null;
    }
  }

  private oneByOne(group: readonly Waiting[]): [Waiting, Outcome][] {
    return group.map(waiting => {
      try {
        return [waiting, this.transaction(() => outcomeOf(waiting))];
      } catch (failed) {
        return [waiting, { failed }];
      }
    });
  }
}

function outcomeOf({ work }: Waiting): Outcome {
  try {
    return { done: work() };
  } catch (failed) {
    if (failed instanceof MongoError) return { failed };
    throw failed;
  }
}
