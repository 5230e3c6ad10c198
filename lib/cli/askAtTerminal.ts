import { filter, firstValueFrom, fromEvent, map, takeUntil, tap } from 'rxjs';
import { harmless } from '../terminal/harmless.js';
import { typedLines } from '../terminal/typedLines.js';
import { understood } from '../terminal/understood.js';
import { complaintBy, expectedBy, type AskInput } from './inputs.js';
import { tell } from './streams.js';
import { WrongUsage } from './wrongUsage.js';

/** Asks the person at the terminal for inputs; `undefined` where nobody sits there. */
export const askAtTerminal = (signal: AbortSignal): AskInput | undefined =>
  process.stdin.isTTY && process.stderr.isTTY
    ? async (name, codec) => {
        tell(`${harmless(name)} (${harmless(expectedBy(codec))})\n`);
        const answers = typedLines(process.stdin, process.stderr).pipe(
          map((line) => understood(line, complaintBy(codec))),
          tap((answer) => {
            if (answer._tag === 'Left') tell(`Not taken: it ${harmless(answer.left)}\n`);
          }),
          filter((answer) => answer._tag === 'Right'),
          map(({ right }): { readonly value: unknown } => ({ value: right })),
          takeUntil(fromEvent(signal, 'abort')),
        );
        const answer = await firstValueFrom(answers, { defaultValue: undefined });
        if (answer !== undefined) return answer.value;
        signal.throwIfAborted();
        throw new WrongUsage(`No answer came for the input ${JSON.stringify(name)}.`);
      }
    : undefined;
