import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { draw } from '../../lib/draw/index.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent, record } from '../../lib/testing/index.js';
import { alike } from '../support/alike.js';
import { openBrowser } from '../support/browser.js';
import { keptFont } from '../support/keptFont.js';

const root = resolve(import.meta.dirname, '../..');

const news = flow({
  tasks: {
    facts: task('?', marbleAgent('---a---#'), { retry: { attempts: 1 } }),
    draft: task('?', marbleAgent(['--a--#', '--a--b--(c|)']), { retry: { delay: 10 } }),
    check: task({ run: ({ facts }: { facts: string }) => facts.length }),
    slow: task('?', marbleAgent('---a------------------------------------b')),
    last: task('{{slow}}', marbleAgent('-(a|)')),
  },
  paths: { facts: ['check'], slow: ['last'] },
  onFailure: 'isolate',
});

describe('pictures, as Chromium shows them', function () {
  this.timeout(60_000);
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

  const shot = async (svg: string): Promise<Uint8Array> => {
    if (browser === undefined) throw new Error('There is no browser.');
    const page = await browser.newPage({ viewport: { width: 1_200, height: 1_200 } });
    try {
      await page.setContent(
        `<style>${keptFont()} body { margin: 0; } svg { display: block; }</style>${svg}`,
      );
      await page.evaluate('document.fonts.ready');
      return await page.locator('svg').screenshot();
    } finally {
      await page.close();
    }
  };

  for (const name of ['blog', 'routes', 'composites', 'retry']) {
    it(`${name} of the documents looks as it did`, async () => {
      const svg = await readFile(resolve(root, 'docs/images', `${name}.svg`), 'utf8');
      alike(await shot(svg), name);
    });
  }

  it('what became of tasks looks as it did, on a dark page', async () => {
    const whole = record(news, {}, { until: 30 });
    // Until it is cancelled.
    const events = whole.slice(
      0,
      whole.findIndex(({ type }) => type === 'cancelled'),
    );
    alike(await shot(await draw(news, { events, theme: 'dark', title: 'The news' })), 'states');
  });
});
