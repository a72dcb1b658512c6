// ltijs 5.9.9 brings no types; provider.ts says what of it is used.
declare module 'ltijs' {
  export const Provider: unknown;
}
