import { defer, Observable, switchMap } from 'rxjs';
import { bytesOf, giveBack, type TerminalInput, type TerminalOutput } from './streams.js';

/**
 * The lines that a person types at a terminal, where they can be edited until Enter is pressed. Before each line there is
 * a prompt. When it is unsubscribed from, the terminal is as it was, and what was typed ahead is left in the stream.
 */
export const typedLines = (input: TerminalInput, output: TerminalOutput): Observable<string> =>
  defer(load).pipe(
    switchMap(
      ({ createInterface, Readable }) =>
        new Observable<string>((subscriber) => {
          // A terminal that was hung up can neither be set nor written to.
          let isGone = false;
          // Node leaves listeners on what it reads keys from, and takes all that has come. So it gets a stream that is
          // thrown away, and no more than it is to take.
          const keys = Object.assign(new Readable({ read: () => undefined }), {
            setRawMode: (isRaw: boolean): void => {
              try {
                input.setRawMode?.(isRaw);
              } catch (error) {
                isGone = true;
                subscriber.error(error);
              }
            },
          });
          const editor = createInterface({
            input: keys,
            // It uses no more of it than what a TerminalOutput has, and its width where it has one.
            output: output as unknown as NodeJS.WritableStream,
            terminal: true,
            prompt: '> ',
          });
          let isTyping = false;
          const prompt = (): void => {
            isTyping = true;
            editor.prompt();
          };
          editor.on('line', (line) => {
            isTyping = false;
            subscriber.next(line);
            if (!subscriber.closed) prompt();
          });
          editor.on('SIGINT', () => {
            output.write('^C');
            interrupt();
          });
          editor.on('SIGCONT', () => editor.prompt(true));
          editor.on('close', () => subscriber.complete());

          let unread: Uint8Array = new Uint8Array();
          const type = (chunk: unknown): void => {
            unread = bytesOf(chunk);
            while (unread.length > 0 && !subscriber.closed) {
              const end = endOfLine(unread);
              const line = unread.subarray(0, end);
              unread = unread.subarray(end);
              keys.emit('data', line);
            }
          };
          const hangUp = (): void => editor.close();
          input.on('data', type);
          input.on('end', hangUp);
          input.resume();
          prompt();
          return () => {
            input.pause();
            input.off('data', type);
            input.off('end', hangUp);
            editor.close();
            if (isTyping && !isGone) output.write('\n');
            giveBack(input, unread);
          };
        }),
    ),
  );

const load = async () => {
  const [{ createInterface }, { Readable }] = await Promise.all([
    import('node:readline'),
    import('node:stream'),
  ]);
  return { createInterface, Readable };
};

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** Behind the first line break. */
const endOfLine = (keys: Uint8Array): number => {
  const end = keys.findIndex((key) => key === lineFeed || key === carriageReturn);
  if (end < 0) return keys.length;
  return keys[end] === carriageReturn && keys[end + 1] === lineFeed ? end + 2 : end + 1;
};

/**
 * What a terminal does when Ctrl-C is pressed, and cannot do while its keys are left to the program: it signals all
 * programs in front.
 */
const interrupt = (): void => void process.kill(0, 'SIGINT');
