/// <reference lib="dom" />

import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from '../../examples/browser/build.js';
import { openBrowser } from '../support/browser.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** What could be seen of the page at some time: by task, its text and what it was at. */
type Sight = Readonly<Record<string, { readonly text: string; readonly state: string }>>;

/** Notes each change of what can be seen. */
const watching = `
  globalThis.sights = [];
  new MutationObserver(() => {
    const cards = [...document.querySelectorAll('article')];
    sights.push(Object.fromEntries(cards.map(({ id, dataset, lastElementChild }) =>
      [id.replace('-card', ''), { text: lastElementChild.textContent, state: dataset.state }])));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['data-state'] });
`;

describe('the page of the examples, in a browser', function () {
  this.timeout(60_000);
  let folder: string | undefined;
  let browser: Browser | undefined;
  let server: Server | undefined;
  let address = '';

  before(async function () {
    this.timeout(600_000);
    const opened = await openBrowser();
    if (typeof opened === 'string') {
      console.log(`      skipped: ${opened}`);
      return this.skip();
    }
    browser = opened;
    const built = (folder = await mkdtemp(join(tmpdir(), 'browser-')));
    await buildPage(built);
    server = createServer((request, response) => {
      const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
      readFile(join(built, name)).then(
        (bytes) => response.setHeader('content-type', types[extname(name)] ?? '').end(bytes),
        () => response.writeHead(404).end(),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    address = `http://127.0.0.1:${String(typeof bound === 'object' ? bound?.port : '')}/`;
  });

  after(async () => {
    await browser?.close();
    server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** Shows the page; it must complain of nothing, and ask for nothing but what is at its own address. */
  const visit = async (story: (page: Page) => Promise<void>, at = address): Promise<void> => {
    const complaints: string[] = [];
    const page = await browser?.newPage({ viewport: { width: 1000, height: 700 } });
    if (page === undefined) return;
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(at) && !url.startsWith('data:')) complaints.push(url);
    });
    await page.clock.install();
    await page.addInitScript(watching);
    await page.goto(at === address ? at : `${at}index.html`);
    await story(page).finally(() => page.close());
    expect(complaints).to.deep.equal([]);
  };

  const type = (page: Page, topic: string): Promise<void> => page.getByLabel('Topic').fill(topic);

  /** Waits until a text is longer than that, and gives its length. */
  const grown = async (page: Page, task: string, length: number): Promise<number> => {
    const handle = await page.waitForFunction(
      ({ id, least }) => {
        const now = document.getElementById(id)?.textContent.length ?? 0;
        return now > least && now;
      },
      { id: `${task}-output`, least: length },
    );
    return Number(await handle.jsonValue());
  };

  /** Waits until all that is about the topic has been written. */
  const written = async (page: Page, topic: string): Promise<void> => {
    await page.waitForFunction(
      (name) =>
        document.getElementById('title-output')?.textContent.includes(name) === true &&
        document.querySelectorAll('#tasks [data-state="done"]').length === 4,
      topic,
    );
  };

  const sightsOf = (page: Page): Promise<readonly Sight[]> => page.evaluate('sights');

  const countsOf = (page: Page): Promise<readonly string[]> =>
    page.locator('#tasks .count').allTextContents();

  const textsOf = (page: Page): Promise<readonly string[]> =>
    page.locator('article p').allTextContents();

  it('lets texts grow, side by side', () =>
    visit(async (page) => {
      await page.getByLabel('Topic').pressSequentially('otters');
      const first = await grown(page, 'facts', 0);
      const second = await grown(page, 'facts', first);
      const third = await grown(page, 'facts', second);
      await written(page, 'otters');
      const sights = await sightsOf(page);
      const both = sights.filter((sight) =>
        [sight['text'], sight['quiz']].every((task) => task?.state === 'streaming'),
      );

      expect(third).to.be.below((await textsOf(page))[0]?.length ?? 0);
      expect(new Set(both.map((sight) => sight['text']?.text)).size).to.be.above(2);
      expect(new Set(both.map((sight) => sight['quiz']?.text)).size).to.be.above(2);
      for (const text of await textsOf(page)) expect(text).to.contain('otters');
      expect(await page.getByRole('status').textContent()).to.equal('All done. Change something.');
    }));

  it('takes away what stood on another topic, for good', () =>
    visit(async (page) => {
      await type(page, 'otters');
      await grown(page, 'text', 40);
      await type(page, 'teapots');
      await written(page, 'teapots');
      const sights = (await sightsOf(page)).map((sight) => JSON.stringify(sight));

      expect(sights.findLastIndex((sight) => sight.includes('otters'))).to.be.within(
        1,
        sights.findIndex((sight) => sight.includes('teapots')) - 1,
      );
    }));

  it('keeps what does not depend on the style', () =>
    visit(async (page) => {
      await type(page, 'otters');
      await written(page, 'otters');
      const [facts, letter, quiz] = await textsOf(page);
      expect(await countsOf(page)).to.deep.equal(['asked 1×', 'asked 1×', 'asked 1×', 'asked 1×']);
      const before = (await sightsOf(page)).length;

      await page.getByLabel('Style').selectOption('a poem');
      await page.waitForFunction(
        () => document.querySelector('[data-task="title"] .count')?.textContent === 'asked 2×',
      );
      await written(page, 'otters');
      const [factsNow, poem, quizNow] = await textsOf(page);
      const since = (await sightsOf(page)).slice(before);

      expect(await countsOf(page)).to.deep.equal(['asked 1×', 'asked 2×', 'asked 1×', 'asked 2×']);
      expect([factsNow, quizNow]).to.deep.equal([facts, quiz]);
      expect(poem).not.to.equal(letter);
      expect(new Set(since.map((sight) => sight['text']?.state))).to.include('streaming');
      for (const name of ['facts', 'quiz']) {
        expect(new Set(since.map((sight) => sight[name]?.state))).to.deep.equal(new Set(['done']));
      }
    }));

  it('writes nothing any more once it is cancelled, and begins anew with the next change', () =>
    visit(async (page) => {
      const cancel = page.getByRole('button', { name: 'Cancel' });
      expect(await cancel.isDisabled()).to.equal(true);
      await type(page, 'otters');
      await grown(page, 'facts', 20);
      await cancel.click();
      await page.waitForFunction(
        () => document.querySelectorAll('#tasks [data-state="cancelled"]').length === 4,
      );
      const texts = await textsOf(page);
      const seen = (await sightsOf(page)).length;
      await page.clock.runFor(60_000);

      expect(await textsOf(page)).to.deep.equal(texts);
      expect(await sightsOf(page)).to.have.length(seen);
      expect(texts[0]).to.have.length.within(20, 120);
      expect(await cancel.isDisabled()).to.equal(true);

      await type(page, 'teapots');
      await written(page, 'teapots');
    }));

  it('fits a narrow window', () =>
    visit(async (page) => {
      await page.setViewportSize({ width: 400, height: 800 });
      await type(page, `otters${'!'.repeat(54)}`);
      await written(page, 'otters');

      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(400);
    }));

  it('opens from the file system as well', () =>
    visit(
      async (page) => {
        await type(page, 'otters');
        await written(page, 'otters');
      },
      pathToFileURL(join(folder ?? '', '/')).href,
    ));
});
