import { firstValueFrom, lastValueFrom, switchMap, type Observable, type Subscription } from 'rxjs';
import type { Tool, Tools } from '../../lib/flow/tool.js';
import { fromSource } from '../../lib/internal/fromSource.js';

/** Calls a tool as a model does. */
export const run = (tool: Tool | undefined, input: unknown): Observable<unknown> => {
  const read = tool?.read(input);
  if (tool?.run === undefined || read?._tag !== 'Right') throw new Error('It cannot be called.');
  return fromSource(tool.run(read.right));
};

/** What a tool gives, over and over as the source of tools brings records. */
export const calling = (
  tools: Observable<Tools>,
  name: string,
  input: unknown = {},
): Observable<unknown> => tools.pipe(switchMap((record) => run(record[name], input)));

/** What a tool gives. */
export const given = (tools: Observable<Tools>, name: string, input?: unknown): Promise<unknown> =>
  firstValueFrom(calling(tools, name, input));

/** What an Observable ends with; `undefined` when it completes. */
export const failure = (source: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(source, { defaultValue: undefined }).then(
    () => undefined,
    (error: unknown) => error,
  );

/** Begins something that is to be left. */
export const begun = (source: Observable<unknown>): Subscription => source.subscribe();
