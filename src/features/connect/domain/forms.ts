import { type System, type ToolValues } from './byHand.ts';
import { blackboard } from './forms/blackboard.ts';
import { brightspace } from './forms/brightspace.ts';
import { canvas } from './forms/canvas.ts';
import { type FormToFill } from './forms/form.ts';
import { moodle } from './forms/moodle.ts';
import { sakai } from './forms/sakai.ts';

/** Every form that an administrator fills in the LMS, in its order, and then where the LMS shows what it gives. Pure. */
export function formsFor(system: System, tool: ToolValues): FormToFill[] {
  return forms[system](tool);
}

const forms: Record<System, (tool: ToolValues) => FormToFill[]> = {
  moodle,
  canvas,
  blackboard,
  brightspace,
  sakai,
};
