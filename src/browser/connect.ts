// On the pages that connect an LMS: the button that closes the LMS's frame, buttons that copy values.
import { startCloseButtons } from './connect/closeButton.ts';
import { startCopyButtons } from './connect/copyButtons.ts';

startCloseButtons();
startCopyButtons();
