import type { Question } from '../flow/ports.js';

/** A question that asks in words for the form that its answer has to have, for models that are not told of it otherwise. */
export const inWords = (question: Question): Question => {
  const { form, text, ...rest } = question;
  if (form === undefined) return question;
  const fitting =
    form.schema === undefined
      ? ''
      : ` It has to fit this JSON Schema:\n${JSON.stringify(form.schema)}`;
  return {
    ...rest,
    form,
    text: `${text}\n\nAnswer with JSON alone: no other words, and no block of code around it.${fitting}`,
  };
};
