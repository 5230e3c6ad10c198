import dns from 'node:dns';
import net from 'node:net';
import { expect } from 'chai';

/**
 * Notes who is contacted while the specs of this `describe` run, and keeps all but this machine from being
 * reached: there is no other host.
 */
export const onLoopbackOnly = (): { readonly strangers: readonly string[] } => {
  const strangers: string[] = [];
  const { lookup } = dns;
  const connect: unknown = Reflect.get(net.Socket.prototype, 'connect');

  before(() => {
    Reflect.set(dns, 'lookup', (host: string, ...rest: readonly unknown[]): void => {
      if (isHere(host)) return void Reflect.apply(lookup, dns, [host, ...rest]);
      strangers.push(host);
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
        code: 'ENOTFOUND',
        hostname: host,
      });
      const callback = rest.at(-1);
      if (typeof callback === 'function')
        queueMicrotask(() => void Reflect.apply(callback, null, [error]));
    });
    Reflect.set(
      net.Socket.prototype,
      'connect',
      function (this: net.Socket, ...given: readonly unknown[]): unknown {
        const [first] = given.flat();
        const to: unknown =
          typeof first === 'object' && first !== null && 'host' in first ? first.host : undefined;
        if (typeof to === 'string' && net.isIP(to) > 0 && !isHere(to)) {
          strangers.push(to);
          return this.destroy(new Error(`${to} is not to be contacted.`));
        }
        const connected: unknown =
          typeof connect === 'function' ? Reflect.apply(connect, this, given) : this;
        return connected;
      },
    );
  });

  after(() => {
    Reflect.set(dns, 'lookup', lookup);
    Reflect.set(net.Socket.prototype, 'connect', connect);
    expect(strangers.filter((host) => !host.endsWith('.invalid'))).to.deep.equal([]);
  });

  return { strangers };
};

const isHere = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');
