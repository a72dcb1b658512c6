// On every page: theme, dialogs, toasts, drop zones, guarded forms. Pages work without it where they sensibly can.
import { startKeptForms } from './kept/keptForms.ts';
import { startDialogs } from './shell/dialogs.ts';
import { startDropzones } from './shell/dropzone.ts';
import { startTabForms } from './shell/tabForms.ts';
import { startThemeToggle } from './shell/themeToggle.ts';
import { startToasts } from './shell/toasts.ts';
import { startGuardedForms } from './shell/unsavedGuard.ts';

startThemeToggle();
startToasts();
startDialogs();
startDropzones();
startGuardedForms();
startTabForms();
startKeptForms();

// On a phone the sections are one row that scrolls: begin where the person is.
document.querySelector('.shell-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
