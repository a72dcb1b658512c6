import { type PlatformConfiguration } from './platformConfiguration.ts';

/** LTI Dynamic Registration 1.0: the place from which a teacher opens the dialog that adds content. */
const contentArea = 'ContentArea';
/** Canvas, "Registering an LTI Tool": its own placements are addresses that begin so. */
const canvasPlacement = 'https://canvas.instructure.com/lti/';

type Placements = Readonly<Record<string, readonly string[]>>;
const everywhere: Placements = { LtiDeepLinkingRequest: [contentArea] };
/**
 * Canvas takes a message without placements for one of `link_selection`, and keeps one message a placement: without
 * these the link in the course's menu takes the place of the dialog. They are those of the key that is made by hand.
 */
const inCanvas: Placements = {
  LtiResourceLinkRequest: [`${canvasPlacement}course_navigation`],
  LtiDeepLinkingRequest: [contentArea, `${canvasPlacement}assignment_selection`],
};

/**
 * Where a message's link is asked to stand, in the platform's own spelling; nothing that it does not list. Pure.
 * @returns empty where the platform has no such place, or where it decides
 */
export function placementsFor(
  type: string,
  { productFamily, messages }: Pick<PlatformConfiguration, 'productFamily' | 'messages'>,
): readonly string[] {
  const wanted = (productFamily?.trim().toLowerCase() === 'canvas' ? inCanvas : everywhere)[type] ?? [];
  const listed = messages.filter(one => one.type === type).flatMap(({ placements }) => placements);
  if (listed.length === 0) return wanted;
  const spelt = wanted.map(name => [name, oldCanvasName(name)].find(one => listed.includes(one)));
  return spelt.filter(name => name !== undefined);
}

/** Canvas servers of before 2025 list and accept these names alone. */
const oldCanvasName = (name: string): string =>
  name === contentArea ? 'link_selection' : name.replace(canvasPlacement, '');
