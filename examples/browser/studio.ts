/** What the page runs: two tasks depend on the topic only, two on the topic and the style. */

import * as t from 'io-ts';
import { agent, flow, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

const pieces: Readonly<Record<string, (topic: string) => string>> = {
  facts: (topic) =>
    `• Nobody has counted all there is to know about ${topic}.
• Most of it is said before breakfast.
• The oldest word for ${topic} was a gesture.
• The neighbours talk about the weather.`,

  'a quiz': (topic) =>
    `1. What has nobody counted about ${topic}?
2. When is most of it said?
3. What do the neighbours talk about?`,

  'a letter': (topic) =>
    `Dear reader,
you asked about ${topic}. I had a page ready, then I looked out of the window, and there was more than would fit. So I send you the oldest word for it, a gesture. Do not count.
Yours, R.`,

  'a poem': (topic) =>
    `Before breakfast somebody
said the word for ${topic}
with one hand.

Nobody counted.
The weather went by
and spoke of ${topic}
under its breath.`,

  'a news report': (topic) =>
    `HERE, Monday. Officials confirmed that everything about ${topic} is still uncounted. A spokesperson answered with a gesture, which experts called old. The neighbours spoke about the weather. The inquiry goes on after breakfast.`,

  'a bedtime story': (topic) =>
    `Once a child wanted to count everything about ${topic}. It began before breakfast and had come to nine when an old woman made a gesture. That was the word for it, and the child stopped counting and fell asleep.`,
};

const titles: Readonly<Record<string, (topic: string) => string>> = {
  'a letter': (topic) => `More about ${topic} than would fit`,
  'a poem': (topic) => `One hand's word for ${topic}`,
  'a news report': (topic) => `Still no count in the matter of ${topic}`,
  'a bedtime story': (topic) => `The child, the gesture and ${topic}`,
};

// The answers are scripted: no model is asked.
const provider = scripted({
  script: ({ text }) => {
    const [, verb, what = '', topic = ''] = /^(\w+) (.*?) about (.*)$/mu.exec(text) ?? [];
    return (verb === 'Name' ? titles : pieces)[what]?.(topic);
  },
  delay: 40,
});

const researcher = agent({ type: 'text', provider, mission: 'know things' });
const writer = agent({ type: 'text', provider, mission: 'write short texts' });

export const studio = flow({
  inputs: { topic: t.string, style: t.string },
  tasks: {
    facts: task('Collect facts about {{topic}}', researcher),
    text: task('Write {{style}} about {{topic}}', writer),
    quiz: task('Make a quiz about {{topic}}', researcher),
    title: task('Name {{style}} about {{topic}}', writer),
  },
  paths: {
    topic: ['facts', 'text', 'quiz', 'title'],
    style: ['text', 'title'],
    facts: ['text', 'quiz'],
    text: ['title'],
  },
});
