import { expect } from 'chai';
import { JSDOM } from 'jsdom';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageOf } from '../../lib/cli/explain.js';
import { explanations } from '../../lib/cli/explanations.js';
import { site } from '../../scripts/support/site/buildSite.js';
import { linksOf } from '../../scripts/support/site/markdown.js';
import { allOf, pagesOf } from '../../scripts/support/site/pages.js';
import { siteIsThere } from '../support/site.js';

/** What is read on a page, without its frame; a space for each gap. */
const readOn = (url: string): string => {
  const page = readFileSync(join(site, url), 'utf8');
  const [, text = ''] =
    /<div class="tsd-panel tsd-typography">([\s\S]*)<div class="col-sidebar">/u.exec(page) ?? [];
  return oneSpaced(JSDOM.fragment(text).textContent);
};

const oneSpaced = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

describe('the texts of the site', function () {
  this.timeout(180_000);

  before(siteIsThere);

  it('are those of every page that is written', () => {
    const { guide, project } = pagesOf();
    const missing = allOf([...guide, project]).filter(({ url }) => !existsSync(join(site, url)));

    expect(missing.map(({ file }) => file)).to.deep.equal([]);
  });

  it('say of each error what `rivulet explain` prints', () => {
    const pages = readdirSync(join(site, 'errors')).filter((file) => file !== 'index.html');

    expect(pages).to.have.members(Object.keys(explanations).map((tag) => `${tag}.html`));
    for (const [tag, explanation] of Object.entries(explanations)) {
      const printed = oneSpaced(pageOf(tag, explanation).replaceAll(/^ +- /gmu, ''));
      expect(readOn(`errors/${tag}.html`), tag).to.equal(printed);
    }
  });

  it('list all errors, each with what it means', () => {
    const listed = readOn('errors/index.html');

    for (const [tag, { means }] of Object.entries(explanations)) {
      expect(listed).to.include(`${tag}: ${means}`);
    }
  });

  it('lead from the reference of an error to its page', () => {
    const page = readFileSync(join(site, 'classes/rivulet.MissingKey.html'), 'utf8');

    expect(page).to.include('href="../errors/MissingKey.html"');
  });

  it('are listed for models in the form of llms.txt, each with a sentence', () => {
    const text = readFileSync(join(site, 'llms.txt'), 'utf8');
    const [title, about, more, ...chapters] = text.trimEnd().split('\n\n');
    const headings = chapters.filter((_, index) => index % 2 === 0);
    const lines = chapters
      .filter((_, index) => index % 2 === 1)
      .join('\n')
      .split('\n');

    for (const tag of Object.keys(explanations)) {
      expect(text).to.include(`- [${tag}](errors/${tag}.html): `);
    }
    expect(title).to.equal('# Rivulet');
    expect(about).to.match(/^> AI workflows as streams/u);
    expect(more).to.include('(llms-full.txt)');
    expect(headings.join(' ')).to.match(/^## Guide ## .*## Errors ## Reference ## Optional$/u);
    expect(lines.filter((line) => !/^- \[[^\]]+\]\([^)]+\): \S.*\.$/u.test(line))).to.deep.equal(
      [],
    );
  });

  it('have no link for models that leads nowhere', () => {
    const links = ['llms.txt', 'llms-full.txt'].flatMap((file) =>
      linksOf(readFileSync(join(site, file), 'utf8')),
    );

    expect(links.length).to.be.greaterThan(200);
    expect(links.filter((link) => !existsSync(join(site, link)))).to.deep.equal([]);
  });
});
