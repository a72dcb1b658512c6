/**
 * The shape of a catalogue taken from the Kazakh one: texts may differ, keys and parameters may not.
 * A key that is missing in another language does not compile.
 */
export type Messages<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : Messages<T[K]>;
};
