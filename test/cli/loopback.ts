// Runs the program in process against a fake of each service on the loopback interface, through real sockets. A request
// to anywhere else fails the test.
import { onTestFinished } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { type Served, type ServeOptions, serve } from '../support/serve.ts';

const SERVICES = [
  'mempool.space',
  'blockstream.info',
  'eth.blockscout.com',
  'api.etherscan.io',
  'api.trongrid.io',
];

/** Points every service of Bitcoin, Ethereum and Tron at `urls`, those not named at a port where nobody listens. */
export function serviceFlags(urls: Readonly<Record<string, string>>): string[] {
  return SERVICES.flatMap((name) => ['--service', `${name}=${urls[name] ?? 'http://127.0.0.1:1'}`]);
}

/** A server that is closed when the test is over. */
export async function serving(http: Http, options: ServeOptions = {}): Promise<Served> {
  const served = await serve(http, options);
  onTestFinished(() => served.close());
  return served;
}

type More = Parameters<typeof cli>[1];

/** `urls`: base URL by service name. */
export async function cliAgainst(
  urls: Readonly<Record<string, string>>,
  argv: readonly string[],
  more: More = {},
): Promise<CliResult> {
  return cli([...argv, ...serviceFlags(urls)], {
    online: (services) => {
      for (const name of SERVICES) {
        const url = services.get(name)?.baseUrl;
        if (!url?.startsWith('http://127.0.0.1:'))
          throw new Error(`${name} is not on the loopback interface`);
      }
      return online(services);
    },
    ...more,
  });
}
