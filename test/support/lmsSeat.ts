import { type BrowserContext, type Frame, type FrameLocator, type Page } from 'playwright-core';

/** Somebody in front of the practice LMS, with the tool in its frame. */
export interface Seat {
  readonly page: Page;
  readonly tool: FrameLocator;
  logIn(person: RegExp): Promise<void>;
  openTool(course: string): Promise<void>;
  /** The tool's own document. */
  frame(): Frame;
}

export async function takeSeat(context: BrowserContext, lmsUrl: string, toolUrl: string): Promise<Seat> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return {
    page,
    tool: page.frameLocator('iframe.tool'),
    async logIn(person) {
      await page.goto(lmsUrl);
      const leave = page.locator('.who button');
      if ((await leave.count()) > 0) await leave.click();
      await page.getByRole('button', { name: person }).first().click();
    },
    async openTool(course) {
      await page.goto(lmsUrl);
      await page.getByRole('link', { name: course }).first().click();
      await page.getByRole('link', { name: 'Tirek', exact: true }).first().click();
    },
    frame() {
      const found = page.frames().find(one => one.url().startsWith(toolUrl));
      if (found === undefined) throw new Error('the tool is not in the page');
      return found;
    },
  };
}
