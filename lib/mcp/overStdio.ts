import { load } from './load.js';
import { loadServer, type Offer } from './offered.js';

/** Serves the client that has started this process, until it leaves. */
export const overStdio = async (offer: Offer): Promise<void> => {
  const [make, { StdioServerTransport }] = await Promise.all([
    loadServer(offer),
    load(() => import('@modelcontextprotocol/sdk/server/stdio.js')),
  ]);
  const { stdin, stdout } = process;
  await new Promise<void>((resolve, reject) => {
    const server = make(
      () => undefined,
      () => {
        stdin.off('end', leave).off('close', leave);
        resolve();
      },
    );
    const leave = (): void => void server.close().catch(reject);
    stdin.once('end', leave).once('close', leave);
    // It stays, because what is still to be written may find out, too.
    stdout.on('error', leave);
    server.connect(new StdioServerTransport()).catch(reject);
  });
};
