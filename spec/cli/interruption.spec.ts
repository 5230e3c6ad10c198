import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ends, endOf, project, said, started, type Ended } from './command.js';

const slow = `
import { task, flow } from 'rivulet';
import { concat, of, NEVER } from 'rxjs';

export default flow({
  tasks: {
    quick: task({ run: () => 'Done.' }),
    slow: task({ operator: () => concat(of('Once\\n'), NEVER), partials: false }),
    after: task({ run: () => 'Never.' }),
  },
  paths: { slow: ['after'] },
});
// A timer of the flow's own keeps no interrupted command alive.
setTimeout(() => undefined, 60_000);
`;

const stuck = `console.error('loading'); await new Promise((done) => setTimeout(done, 60_000));`;

describe('an interrupted command', () => {
  const cwd = project({ 'slow.ts': slow, 'stuck.mjs': stuck });
  const took = new Map<string, number>();
  const interrupted =
    (name: string, parameters: readonly string[], when: string, ...signals: NodeJS.Signals[]) =>
    async (): Promise<Ended> => {
      const child = started(['run', ...parameters], { cwd });
      const end = endOf(child);
      await said(child, when);
      const begun = performance.now();
      for (const signal of signals) {
        child.kill(signal);
        // Signals that come at once are one; this one has come when it has been told.
        if (signals.length > 1) await new Promise((soon) => setTimeout(soon, 100));
      }
      const ended = await end;
      took.set(name, performance.now() - begun);
      return ended;
    };
  const ended = ends({
    once: interrupted('once', ['slow.ts', '--save', 'out'], 'Once', 'SIGINT'),
    told: interrupted('told', ['slow.ts', '--json'], '"Once\\n"', 'SIGTERM'),
    twice: interrupted('twice', ['stuck.mjs'], 'loading', 'SIGINT', 'SIGINT'),
    alone: interrupted('alone', ['stuck.mjs'], 'loading', 'SIGINT'),
  });

  it('stops within two seconds, and keeps what had finished', () => {
    const { stdout, stderr, code } = ended('once');

    expect(code).to.equal(130);
    expect(took.get('once')).to.be.below(2000);
    expect(stdout).to.equal('== quick ==\nDone.\n');
    expect(stderr).to.include('Cancelled: nothing is asked any more.\n');
    expect(stderr).to.include(
      'Finished, and kept above: quick.\n  Not finished: slow (5 characters so far), after.\n',
    );
    expect(stderr).to.not.match(/\n\s+at /u);
    expect(readdirSync(join(cwd, 'out'))).to.deep.equal(['quick.txt']);
  });

  it('stops as well when it is told to end, and says so in its events', () => {
    const { stdout, code } = ended('told');

    expect(code).to.equal(130);
    expect(stdout).to.match(/"type":"cancelled","task":"slow"/u);
    expect(stdout.trimEnd().split('\n').at(-1)).to.include('"type":"run-cancelled"');
  });

  it('ends at once the second time', () => {
    expect(ended('twice').code).to.equal(130);
    expect(took.get('twice')).to.be.below(1000);
  });

  it('does not wait for a flow file that does not stop', () => {
    expect(ended('alone').code).to.equal(130);
    expect(took.get('alone')).to.be.below(2500);
  });
});
