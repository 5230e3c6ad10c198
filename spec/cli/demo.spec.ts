import { expect } from 'chai';
import type { FlowEvent } from '../../lib/core/event.js';
import { ends, endOf, rivulet, said, started } from './command.js';

describe('rivulet demo', () => {
  const ended = ends({
    demo: () => rivulet(['demo']),
    json: () => rivulet(['demo', '--json']),
    left: async () => {
      const child = started(['demo', '--json']);
      const end = endOf(child);
      await said(child, 'run-started');
      child.stdout?.destroy();
      return end;
    },
  });

  it('runs five tasks, and says that their answers are scripted', () => {
    const { stdout, stderr, code } = ended('demo');

    expect(code).to.equal(0);
    expect(stdout).to.match(
      /^== logo ==\n\(image\/png, \d+ bytes, not saved\)\n\n== code ==\n<!do/u,
    );
    expect(stderr).to.include('The answers are scripted');
    expect(stderr).to.include('5/5 done');
    expect(stdout + stderr).to.not.include('\u001b');
  });

  it('tells each event as a line of JSON, and nothing else on standard output', () => {
    const { stdout, code } = ended('json');
    const lines = stdout.trimEnd().split('\n');
    // Each line is what an event says.
    const events = lines.map((line) => JSON.parse(line) as FlowEvent);

    expect(code).to.equal(0);
    expect(events[0]?.type).to.equal('run-started');
    expect(events.at(-1)?.type).to.equal('run-completed');
    const logo = events.find((event) => event.type === 'succeeded' && event.task === 'logo');
    expect(logo).to.have.nested.property('value.mime', 'image/png');
    expect(logo).to.have.nested.property('value.bytes').that.is.a('number');
  });

  it('ends quietly when nobody reads any more', () => {
    const { stderr, code } = ended('left');

    expect(code).to.equal(0);
    expect(stderr).to.not.match(/EPIPE|at \S+ \(/u);
  });
});
