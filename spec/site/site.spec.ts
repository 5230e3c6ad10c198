/// <reference lib="dom" />

import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { explanations } from '../../lib/cli/explanations.js';
import { buildSite, site } from '../../scripts/support/site/buildSite.js';
import { openBrowser } from '../support/browser.js';

describe('the site of the documents', function () {
  this.timeout(180_000);
  // `npm test` has built it before.
  before(async () => {
    if (!existsSync(join(site, 'llms.txt'))) await buildSite();
  });

  it('has a page for each error, and names them all to who reads texts only', () => {
    const tags = Object.keys(explanations).toSorted();
    const llms = readFileSync(join(site, 'llms.txt'), 'utf8');
    const pages = readdirSync(join(site, 'errors')).filter((file) => file !== 'index.html');

    expect(pages.toSorted()).to.deep.equal(tags.map((tag) => `${tag}.html`));
    for (const tag of tags) expect(llms).to.include(`- [${tag}](errors/${tag}.html): `);
  });

  describe('opened without a network', () => {
    let browser: Browser | undefined;
    before(async function () {
      const opened = await openBrowser();
      if (typeof opened === 'string') {
        console.log(`      Not looked at: ${opened}.`);
        this.skip();
      }
      browser = opened;
    });
    after(() => browser?.close());

    for (const file of ['index.html', 'concepts.html', 'errors/MissingKey.html']) {
      it(`shows ${file} with all its pictures, and asks nobody`, async () => {
        if (browser === undefined) throw new Error('There is no browser.');
        const page = await browser.newPage();
        const asked: string[] = [];
        page.on('request', (request) => asked.push(new URL(request.url()).protocol));
        await page.goto(pathToFileURL(join(site, file)).href);
        const pictures = await page.$$eval('img', (all) => all.map((one) => one.naturalWidth));
        await page.close();

        expect(new Set(asked)).to.deep.equal(new Set(['file:']));
        expect(pictures.filter((width) => width === 0)).to.deep.equal([]);
        if (file === 'concepts.html') expect(pictures.length).to.be.greaterThan(10);
      });
    }

    it('says of an error what rivulet explain says', async () => {
      if (browser === undefined) throw new Error('There is no browser.');
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(site, 'errors/MissingKey.html')).href);
      const text = await page.locator('.col-content').innerText();
      await page.close();

      const { means, why } = explanations['MissingKey'] ?? { means: '?', why: '?' };
      expect(text).to.include(means).and.to.include(why);
    });
  });
});
