import { agent } from '../agents/agent.js';
import { scripted } from '../agents/scripted.js';
import { flow } from '../flow/flow.js';
import { task } from '../flow/task.js';

const actor = scripted({
  delay: 15,
  script: {
    'Identify requirements': `Requirements for "Understory", a blog about the environment:

1. Readers find field notes and guides by place, season and topic.
2. Every claim can carry a footnote that leads to a study.
3. A page weighs less than 200 kB and reads well on a small phone.
4. Nobody is tracked, and there are no advertisements.`,
    'Generate the website description': `Understory is a quiet place to read about the living ground beneath us. Each article begins with a place and ends with something that can be done there.

Theme: paper white and moss green, with the orange of lichen for what can be pressed. The motto comes from Japan: 里山, the tended land between village and mountain.`,
    'Generate short image description': `A round emblem, flat and colourful: a young leaf whose midrib is the nib of a pen, in front of a large warm sun. No letters, calm edges, on white.`,
    'Generate code': `<!doctype html>
<html lang="en">
  <title>Understory</title>
  <style>
    body { max-width: 66ch; margin: auto; background: #fdfcf7; }
    h1 { color: #3f6b3a; font-family: Georgia, serif; }
  </style>
  <h1><img src="logo.png" alt="A leaf that is also a pen" width="72"> Understory</h1>
  <article>
    <h2>The bog that breathes again</h2>
    <p>Ten years after the ditches were closed, the sundew is back.</p>
  </article>
</html>`,
  },
});

const writer = agent({ type: 'text', provider: actor, mission: 'write specifications' });
const designer = agent({ type: 'text', provider: actor, mission: 'user experience and designer' });
const painter = agent({ type: 'image', provider: actor, mission: 'generate a colourful logo' });

/**
 * The flow that `rivulet demo` runs: five tasks make the beginnings of a blog. All answers are scripted.
 *
 *     requirements ──┬──▶ description ──┬──▶ brief ──▶ logo
 *                    └──────────────────┴──▶ code
 */
export const demo = flow({
  tasks: {
    requirements: task('Identify requirements for a blog about the environment', writer),
    description: task('Generate the website description from {{requirements}}', writer),
    brief: task('Generate short image description for an image model', designer),
    logo: task('Design a logo from the description', painter),
    code: task('Generate code from {{requirements}} and {{description}}', designer),
  },
  paths: {
    requirements: ['description', 'code'],
    description: ['brief', 'code'],
    brief: ['logo'],
  },
});
