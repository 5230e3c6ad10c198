/// <reference lib="dom" />

import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { site } from '../../scripts/support/site/buildSite.js';
import { pagesOf } from '../../scripts/support/site/pages.js';
import { alike } from '../support/alike.js';
import { openBrowser } from '../support/browser.js';
import { keptFont } from '../support/keptFont.js';
import { siteIsThere } from '../support/site.js';

/** How a page is looked at. */
type Look = Parameters<Browser['newContext']>[0];

const telephone: Look = { colorScheme: 'light', viewport: { width: 400, height: 600 } };

describe('the site in a browser, without a network', function () {
  this.timeout(180_000);
  let browser: Browser | undefined;

  before(async function () {
    this.timeout(600_000);
    await siteIsThere();
    const opened = await openBrowser();
    if (typeof opened === 'string') {
      console.log(`      skipped: ${opened}`);
      return this.skip();
    }
    browser = opened;
  });
  after(() => browser?.close());

  /** Opens a page from its file, until its sidebar is there; it must complain of nothing, and ask nobody. */
  const visit = async (
    url: string,
    story: (page: Page) => Promise<void>,
    look?: Look,
  ): Promise<void> => {
    const context = await browser?.newContext({
      colorScheme: 'light',
      reducedMotion: 'reduce',
      viewport: { width: 900, height: 600 },
      ...look,
    });
    if (context === undefined) return;
    await context.setOffline(true);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(?:file|data):/u.test(request.url())) complaints.push(`It asks ${request.url()}.`);
    });
    await page.goto(pathToFileURL(join(site, url)).href);
    await page.locator('#tsd-nav-container a').first().waitFor({ state: 'attached' });
    await story(page).finally(() => context.close());
    expect(complaints).to.deep.equal([]);
  };

  /** Searches until a page is found. */
  const find = async (page: Page, words: string, url: string): Promise<void> => {
    await page.locator('#tsd-search-trigger').click();
    await page.locator('#tsd-search-input').fill(words);
    await page.locator(`#tsd-search-results a[href$="${url}"]`).waitFor();
    await page.keyboard.press('Escape');
  };

  it('shows the guide first, and beside it the way to everything else', () =>
    visit(
      'index.html',
      async (page) => {
        const { guide, project } = pagesOf();
        const ways = page.locator(
          '#tsd-nav-container > li > a, #tsd-nav-container > li > * > summary',
        );

        expect(await page.locator('h1').innerText()).to.equal('Guide');
        expect((await ways.allInnerTexts()).map((way) => way.trim())).to.deep.equal([
          ...guide.map(({ title }) => title),
          'Reference',
          project.title,
        ]);
      },
      { viewport: { width: 1200, height: 900 } },
    ));

  it('finds a page of each folder, such as an error and a recipe, and a function', () =>
    visit('errors/index.html', async (page) => {
      const last = pagesOf().guide.flatMap(({ children }) => children.slice(-1));

      expect(last.length).to.be.at.least(2);
      for (const { title, url } of last) await find(page, title, url);
      await find(page, 'marbleAgent', 'functions/rivulet_testing.marbleAgent.html');
    }));

  for (const url of ['index.html', 'concepts.html']) {
    it(`shows ${url} with all its pictures`, () =>
      visit(url, async (page) => {
        const pictures = await page
          .locator('.col-content img')
          .evaluateAll((all) =>
            all.map((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0)),
          );

        expect(pictures.length).to.be.greaterThan(url === 'concepts.html' ? 10 : 3);
        expect(pictures.filter((width) => width === 0)).to.deep.equal([]);
      }));
  }

  it('has no page that is wider than a telephone', () =>
    visit(
      'index.html',
      async (page) => {
        for (const { url } of pagesOf().guide) {
          await page.goto(pathToFileURL(join(site, url)).href);
          await page.locator('h1').waitFor();
          expect(await page.evaluate('document.documentElement.scrollWidth'), url).to.equal(400);
        }
      },
      telephone,
    ));

  const looksAs = (name: string, look: Look): Promise<void> =>
    visit(
      'errors/CycleFound.html',
      // Without the sidebar, which has another entry whenever there is another page.
      async (page) => {
        await page.addStyleTag({ content: keptFont() });
        await page.evaluate('document.fonts.ready');
        alike(await page.locator('.col-content').screenshot(), name);
      },
      look,
    );

  it('looks as it did in the light', () => looksAs('site-light', { colorScheme: 'light' }));

  it('looks as it did in the dark', () => looksAs('site-dark', { colorScheme: 'dark' }));

  it('looks as it did on a telephone', () => looksAs('site-telephone', telephone));
});
