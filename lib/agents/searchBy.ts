import { defaultIfEmpty, defer, map } from 'rxjs';
import type { Found } from '../core/modality.js';
import type { Source } from '../flow/source.js';
import { fromSource } from '../internal/fromSource.js';
import type { Provider } from './provider.js';

/**
 * A provider of searches that are made by a function: whatever can look something up can be asked, such as an API of one's
 * own or a tool of an MCP server. What the function gives may grow; when it gives nothing, nothing was found. It is
 * unsubscribed from when nobody wants the answer any more.
 *
 * @example
 * ```ts
 * import { agent, searchBy } from 'rivulet';
 *
 * const notes = [{ title: 'Rain', url: 'https://example.com/rain', snippet: 'It falls.' }];
 * const searcher = agent({
 *   type: 'search',
 *   provider: searchBy((query) => notes.filter(({ title }) => query.includes(title))),
 *   mission: 'look things up',
 * });
 * ```
 *
 * @category providers
 */
export const searchBy = (run: (query: string) => Source<readonly Found[]>): Provider<'search'> => ({
  name: 'searchBy',
  agents: {
    search: () => (question) =>
      defer(() => fromSource(run(question.text))).pipe(
        defaultIfEmpty([]),
        map((found) => {
          if (!isFound(found)) {
            throw new TypeError(
              'The function of searchBy gave no list of { title, url, snippet }, all of them texts.',
            );
          }
          return { value: found };
        }),
      ),
  },
});

const isFound = (found: unknown): found is readonly Found[] =>
  Array.isArray(found) &&
  found.every((each: unknown) =>
    ['title', 'url', 'snippet'].every(
      (name) =>
        typeof each === 'object' && each !== null && typeof Reflect.get(each, name) === 'string',
    ),
  );
