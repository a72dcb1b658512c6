/** Knows whether something typed is not saved yet, and lets the browser ask before the page is left. */
export interface UnsavedGuard {
  markDirty(): void;
  markSaved(): void;
  isDirty(): boolean;
}

export function createUnsavedGuard(): UnsavedGuard {
  let dirty = false;
  // The listener stands only while it is needed: it keeps pages out of the back/forward cache.
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  return {
    markDirty() {
      if (!dirty) addEventListener('beforeunload', ask);
      dirty = true;
    },
    markSaved() {
      if (dirty) removeEventListener('beforeunload', ask);
      dirty = false;
    },
    isDirty: () => dirty,
  };
}

/** Forms with data-unsaved-guard ask before their changes are lost; sending them is not losing. */
export function startGuardedForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-unsaved-guard]')) {
    const guard = createUnsavedGuard();
    form.addEventListener('input', () => guard.markDirty());
    form.addEventListener('submit', () => guard.markSaved());
  }
}
