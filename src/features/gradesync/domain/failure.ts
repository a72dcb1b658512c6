/** How a call to the gradebook failed: what the AGS client says, as far as decisions here depend on it. */
export interface GradebookFailure {
  readonly kind:
    | 'retry'
    | 'rate-limited'
    | 'unauthorized'
    | 'forbidden'
    | 'not-found'
    | 'conflict'
    | 'rejected'
    | 'locked'
    | 'unreadable'
    | 'not-allowed'
    | 'not-offered';
  /** Null: no answer came, or the call was not made. */
  readonly status: number | null;
  /** What the LMS asked for, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** 500 with `[]`: perhaps a locked grade, if the column takes others. */
  readonly isEmptyList?: boolean;
}
