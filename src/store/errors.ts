/** The store cannot be used as asked; `message` is one line for the operator. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** The data was written by a newer version of the product. */
export class NewerDataError extends StoreError {
  override readonly name = 'NewerDataError';
}
