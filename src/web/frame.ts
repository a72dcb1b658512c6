import { type LaunchContext } from './context.ts';
import { launchFrame, type NavEntry, type PageFrame } from './render.ts';

/** What surrounds every page of a launch. */
export interface FrameParts {
  /** The tabs that this person sees. */
  readonly nav: (context: LaunchContext, path: string) => NavEntry[];
  /** How much is new for this person in this course; without it no page says so. */
  readonly countNews?: (context: LaunchContext) => Promise<number>;
}

/** The frame of a page inside a launch, with its tabs and the link to what is new. */
export async function frameOf(
  context: LaunchContext,
  { title, path }: { readonly title: string; readonly path: string },
  here: string,
  { nav, countNews }: FrameParts,
): Promise<PageFrame> {
  const tabs = nav(context, path);
  // A dialog of the LMS has no tabs, and no other way out of it either.
  if (countNews === undefined || tabs.length === 0) return launchFrame(context, title, tabs, here);
  const news = {
    href: `${context.base}/notices`,
    count: await countNews(context),
    current: path === '/notices',
  };
  return launchFrame(context, title, tabs, here, news);
}
