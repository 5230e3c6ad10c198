/**
 * A story is translated sentence by sentence while it is still being written: the first sentence is translated
 * before the third is there.
 */

import { agent, eachLine, eachSentence, flow, select, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { concatMap, last, map, scan, tap, type Observable } from 'rxjs';

// The answers are scripted: no model is asked.
const french: Readonly<Record<string, string>> = {
  'It rained on the old mill.': 'Il pleuvait sur le vieux moulin.',
  'Nobody had been there for years.': 'Personne n’y était allé depuis des années.',
  '"Who is there?" asked the door.': '« Qui est là ? » demanda la porte.',
  'No one answered.': 'Personne ne répondit.',
};
const provider = scripted({
  script: ({ text }) => (text === 'Write a story' ? Object.keys(french).join(' ') : french[text]),
  delay: 30,
});

const writer = agent({ type: 'text', provider, mission: 'write stories' });
const translator = agent({ type: 'text', provider, mission: 'translate to French' });

const bilingual = flow({
  tasks: {
    story: task('Write a story', writer),
    translation: task({
      partials: true,
      operator: (input: Observable<{ story: string }>) =>
        input.pipe(
          map(({ story }) => story),
          eachSentence(),
          tap((sentence) => console.log(`written     ${sentence}`)),
          concatMap((sentence) => translator.ask(sentence).pipe(last())),
          scan((soFar, sentence) => `${soFar}${sentence}\n`, ''),
        ),
    }),
  },
  paths: { story: ['translation'] },
});

bilingual
  .run()
  .pipe(select('translation'), eachLine())
  .subscribe((sentence) => console.log(`translated  ${sentence}`));
