import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLinks } from '../../scripts/support/site/deadLinks.js';

describe('deadLinks', function () {
  this.timeout(30_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'links-'));
    mkdirSync(join(folder, 'errors'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (file: string, body: string): void =>
    writeFileSync(join(folder, file), `<!DOCTYPE html><title>A page</title><body>${body}`);

  it('names the files and the places that are not there, and asks for nothing outside', async () => {
    write('index.html', '<h1 id="top">Errors</h1><a href="errors/one.html#why">one</a>');
    write(
      'errors/one.html',
      '<h2 id="why">Why</h2><a href="#why">why</a><a href="../index.html#top">top</a>' +
        '<a href="two.html">two</a><img src="lost.svg"><a href="#how">how</a>' +
        '<a href="../index.html#end">end</a><a href="https://nowhere.invalid/">far</a>',
    );

    expect([...(await deadLinks(folder))].sort()).to.deep.equal([
      'errors/one.html links to errors/lost.svg, which is not there.',
      'errors/one.html links to errors/two.html, which is not there.',
      'errors/one.html links to the place #end on index.html, which is not there.',
      'errors/one.html links to the place #how on errors/one.html, which is not there.',
    ]);
  });
});
