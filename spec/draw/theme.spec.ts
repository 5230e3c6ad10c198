import { expect } from 'chai';
import { draw } from '../../lib/draw/index.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { failureOf, told } from '../support/events.js';
import { composites, parsed, single, task, triage } from './drawn.js';

const types = ['text', 'image', 'vision', 'speech', 'recognition', 'embed', 'search', 'mcp', 'odd'];
const agents = {
  inputs: ['topic'],
  tasks: [
    task('code', { join: 'any', optional: true, exclude: true, partials: true }),
    ...types.map((type) => task(type, { agent: { type, provider: 'openai' } })),
  ],
  edges: [{ from: 'topic', to: 'code' }],
};

const names = [
  'waiting',
  'queued',
  'started',
  'retrying',
  'done',
  'failed',
  'skipped',
  'cancelled',
];
const run: readonly FlowEvent[] = [
  told.waiting('waiting'),
  told.queued('queued'),
  told.started('started'),
  told.retrying('retrying', new Error('Busy.'), 5),
  told.succeeded('done', 1),
  told.failed('failed', failureOf('failed', new Error('No.'))),
  told.skipped('skipped', { reason: 'not-taken', task: 'done' }),
  told.cancelled('cancelled'),
];
const settled = { ...single('a', task('b')), tasks: names.map((name) => task(name)), edges: [] };

describe('the colours of a picture', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`give letters a contrast of 4.5:1 where the page is ${theme}, and signs and lines 3:1`, async () => {
      for (const svg of [
        await draw({ graph: agents }, { theme }),
        await draw({ graph: triage }, { theme }),
        await draw({ graph: composites }, { theme }),
        await draw({ graph: settled }, { theme, events: run }),
      ]) {
        const seen = contrasts(parsed(svg));
        expect(seen.filter(({ what }) => what === 'text').length).to.be.above(5);
        for (const { what, said, ratio } of seen) {
          expect(ratio, `${what} ${said}`).to.be.at.least(what === 'text' ? 4.5 : 3);
        }
      }
    });
  }

  it('are those of a light page where nothing is said', async () => {
    expect(await draw({ graph: triage })).to.equal(
      await draw({ graph: triage }, { theme: 'light' }),
    );
  });

  it('fill the whole of a dark page', async () => {
    const ground = parsed(await draw({ graph: triage }, { theme: 'dark' })).querySelector('rect');

    expect(luminance(ground?.getAttribute('fill') ?? '')).to.be.below(0.02);
  });
});

interface Contrast {
  readonly what: 'text' | 'sign';
  readonly said: string;
  readonly ratio: number;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly fill: string;
}

/** How each text, and each line of a sign or a box, differs from what was painted under it. */
const contrasts = (svg: Element): readonly Contrast[] => {
  const areas: Area[] = [];
  const found: Contrast[] = [];
  const under = (x: number, y: number): string =>
    areas.findLast(
      ({ left, top, right, bottom }) => left <= x && x <= right && top <= y && y <= bottom,
    )?.fill ?? '';
  const visit = (element: Element, x: number, y: number, scale: number): void => {
    const own = (name: string): number => Number(element.getAttribute(name) ?? 0);
    const [, right = '0', down = '0', , more = '1'] =
      /translate\(([-\d.]+),([-\d.]+)\)( scale\(([\d.]+)\))?/u.exec(
        element.getAttribute('transform') ?? '',
      ) ?? [];
    const place = {
      x: x + Number(right) * scale,
      y: y + Number(down) * scale,
      scale: scale * Number(more),
    };
    const at = (dx: number, dy: number): readonly [number, number] => [
      place.x + dx * place.scale,
      place.y + dy * place.scale,
    ];
    const tell = (what: Contrast['what'], ink: string, ground: string): void => {
      const said = `${element.textContent || element.localName} ${ink} on ${ground}`;
      found.push({ what, said, ratio: ratioOf(ink, ground) });
    };
    const fill = element.getAttribute('fill') ?? '';
    const stroke = element.getAttribute('stroke') ?? '';
    if (element.localName === 'rect') {
      const [left, top] = at(own('x'), own('y'));
      const [width, height] = [own('width') * place.scale, own('height') * place.scale];
      const isFaint = element.hasAttribute('stroke-opacity');
      // The edges of marks only adorn words.
      const isMark = element.getAttribute('rx') === '4';
      if (stroke !== '' && !isFaint && !isMark) tell('sign', stroke, under(left - 3, top - 3));
      if (fill !== 'none')
        areas.push({ left, top, right: left + width, bottom: top + height, fill });
    } else if (element.localName === 'circle') {
      const [left, top] = at(0, 0);
      const size = 2 * own('r') * place.scale;
      tell('sign', fill, under(left + 1, top + 1));
      areas.push({ left, top, right: left + size, bottom: top + size, fill });
    } else if (element.localName === 'text') {
      tell('text', fill, under(...at(own('x') + 1, own('y') - 3)));
    } else if (
      element.localName === 'path' &&
      fill === 'none' &&
      element.getAttribute('stroke-linecap') === 'round'
    ) {
      tell('sign', stroke, under(...at(8, 8)));
    }
    for (const child of element.children) visit(child, place.x, place.y, place.scale);
  };
  visit(svg, 0, 0, 1);
  return found;
};

/** The contrast of two colours by the rules of WCAG 2. */
const ratioOf = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const luminance = (colour: string): number => {
  const digits =
    colour.length === 4
      ? Array.from(colour.slice(1)).flatMap((digit) => [digit, digit])
      : Array.from(colour.slice(1));
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2).join(''), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
