import { expect } from 'chai';
import fc from 'fast-check';
import { ProtocolError } from '../../lib/core/providerErrors.js';
import { foundIn } from '../../lib/mcp/found.js';

const said = (...texts: readonly string[]) => ({
  content: texts.map((text) => ({ type: 'text' as const, text })),
});
const data = (structuredContent: Readonly<Record<string, unknown>>) => ({
  content: [],
  structuredContent,
});
const rain = { title: 'Rain', url: 'https://example.com/rain', snippet: 'It falls.' };

describe('what a tool found', () => {
  it('is a list under a usual name', () => {
    for (const name of ['results', 'result', 'items', 'hits', 'organic']) {
      expect(foundIn('s', data({ query: 'rain', [name]: [rain] })), name).to.deep.equal([rain]);
    }
    expect(foundIn('s', data({ web: { results: [rain] } }))).to.deep.equal([rain]);
  });

  it('is a list that is written as JSON, with or without a name', () => {
    expect(foundIn('s', said(JSON.stringify([rain])))).to.deep.equal([rain]);
    expect(foundIn('s', said(JSON.stringify({ results: [rain] })))).to.deep.equal([rain]);
  });

  it('is each item as a text of its own, or as a link', () => {
    expect(foundIn('s', said(JSON.stringify(rain), JSON.stringify(rain)))).to.deep.equal([
      rain,
      rain,
    ]);
    expect(foundIn('s', said(JSON.stringify(rain)))).to.deep.equal([rain]);
    const link = { type: 'resource_link' as const, uri: 'https://example.com/', name: 'Rain' };
    expect(foundIn('s', { content: [link] })).to.deep.equal([
      { title: 'Rain', url: 'https://example.com/', snippet: '' },
    ]);
  });

  it('is called by other names, too', () => {
    const item = { name: 'Rain', link: 'https://example.com/rain', description: 'It falls.' };
    expect(foundIn('s', data({ results: [item] }))).to.deep.equal([rain]);
    expect(foundIn('s', data({ results: [{ href: 'https://example.com/' }] }))).to.deep.equal([
      { title: 'https://example.com/', url: 'https://example.com/', snippet: '' },
    ]);
  });

  it('may be nothing', () => {
    expect(foundIn('s', data({ results: [] }))).to.deep.equal([]);
    expect(foundIn('s', said('[]'))).to.deep.equal([]);
    expect(foundIn('s', said())).to.deep.equal([]);
  });

  it('is refused when it is no such list', () => {
    for (const wrong of [said('It rains.'), said('It', 'rains'), data({ sum: 3 }), said('{}')]) {
      expect(() => foundIn('"node"', wrong), JSON.stringify(wrong)).to.throw(
        ProtocolError,
        'no list',
      );
    }
    expect(() => foundIn('s', data({ results: [rain, { title: 'Snow' }] }))).to.throw(
      ProtocolError,
      'item 1',
    );
  });

  it('is a list or refused, whatever is said', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, asText) => {
        const result = asText ? said(JSON.stringify(value)) : data({ results: value });
        try {
          for (const item of foundIn('s', result))
            expect(item.url).to.be.a('string').and.not.equal('');
        } catch (error) {
          expect(error).to.be.instanceOf(ProtocolError);
        }
      }),
    ));
});
