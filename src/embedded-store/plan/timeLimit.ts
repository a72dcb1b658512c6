import { MongoError } from '../errors.ts';

/** `maxTimeMS` of a command. The time in which a client rests between two batches does not count. */
export class TimeLimit {
  private readonly milliseconds: number;
  private endsAt: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.endsAt = Date.now() + milliseconds;
  }

  /** Begins anew, for the next batch. */
  restart(): void {
    this.endsAt = Date.now() + this.milliseconds;
  }

  /** @throws MongoError MaxTimeMSExpired */
  check(): void {
    if (Date.now() > this.endsAt) throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
  }
}
