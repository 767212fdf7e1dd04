/** security-cases.md §1F: requests to hosts that customers name. */
import type { LookupAddress } from 'node:dns';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayConnect } from './addresses.ts';
import { createOutbound, type OutboundSettings } from './index.ts';

const GET = Object.freeze({ method: 'GET', headers: {} });
/** One of the ports that may be asked for, on a loopback address that nobody else has. */
const PORT = 8443;
const byte = () => 1 + Math.floor(Math.random() * 250);
const HOME = `127.${byte()}.${byte()}.${byte()}`;

/** Forbidden places, as a resolver gives them. */
const PRIVATE = [
  ...[HOME, '127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
  ...['::1', 'fc00::1', 'fd12:3456::1', `::ffff:${HOME}`, '::ffff:a00:1'],
];
const NEVER = [
  ...['0.0.0.0', '169.254.169.254', '169.254.0.1', '100.100.100.200', '192.0.0.1', '192.0.2.1'],
  ...['198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
  ...['255.255.255.255', '::', 'fe80::1', 'fec0::1', 'ff02::1', 'fd00:ec2::254', '::7f00:1'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::1', '2001:0:7f00:1::1', '2001:db8::1'],
  ...['100::1', '3fff::1', '4000::1', '5f00::1', '::ffff:169.254.169.254', 'no address', ''],
];
const PUBLIC = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'];

let connections = 0;
const trap = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
beforeAll(() => new Promise<void>((resolve) => trap.listen(PORT, HOME, resolve)));
afterAll(() => new Promise((resolve) => trap.close(resolve)));

/** A resolver that gives these, one answer after the other, and counts. */
function resolver(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const lookup: OutboundSettings['lookup'] = (host, _options, done) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    done(null, addresses.map(toAddress));
  };
  return { asked, lookup };
}

function toAddress(address: string): LookupAddress {
  return { address, family: address.includes(':') ? 6 : 4 };
}

describe('SSRF: only public addresses are connected to', () => {
  const outbound = createOutbound({ allowPrivateAddresses: false });

  it('which those are', () => {
    for (const address of PUBLIC)
      expect([address, mayConnect(address, false)]).toEqual([address, true]);
    for (const address of [...PRIVATE, ...NEVER]) {
      expect([address, mayConnect(address, false)]).toEqual([address, false]);
    }
    for (const address of [...PUBLIC, ...PRIVATE]) {
      expect([address, mayConnect(address, true)]).toEqual([address, true]);
    }
    // Also where the service may reach its own network: nobody has an identity provider there.
    for (const address of NEVER)
      expect([address, mayConnect(address, true)]).toEqual([address, false]);
  });

  it.each([
    ...[`https://${HOME}:${PORT}/`, `https://[::ffff:${HOME}]:${PORT}/`, 'https://127.1:8443/'],
    ...['https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/', 'https://0/'],
    ...['https://127。0。0。1/', 'https://[::1]/', 'https://[::]/', 'https://[fe80::1]/'],
    ...[
      'https://169.254.169.254/latest/meta-data/',
      'https://[fd00:ec2::254]/',
      'https://10.0.0.1/',
    ],
    ...['https://localhost/', 'https://LOCALHOST:8443/'],
  ])('%s', async (url) => {
    await expect(outbound(url, GET)).rejects.toThrow('public address');
  });

  it('localhost with a dot, which some resolvers know', async () => {
    const error = { name: 'OutboundError' };
    await expect(outbound('https://localhost.:8443/', GET)).rejects.toMatchObject(error);
  });

  it.each([
    ...['http://idp.example/', 'gopher://idp.example/', 'file:///etc/passwd', 'ftp://idp.example/'],
    ...['data:,x', 'no url', '//idp.example/', 'https://user:password@idp.example/'],
    ...['https://idp.example:22/', 'https://idp.example:25/', 'https://idp.example:5432/'],
  ])('%s is not asked, and no name of it looked up', async (url) => {
    const { asked, lookup } = resolver([HOME]);
    const guarded = createOutbound({ allowPrivateAddresses: false, lookup });
    await expect(guarded(url, GET)).rejects.toMatchObject({ name: 'OutboundError' });
    expect(asked).toEqual([]);
  });

  it('a name that leads there, alone or among good addresses, in any order', async () => {
    for (const address of [...PRIVATE, ...NEVER]) {
      for (const all of [[address], ['8.8.8.8', address], [address, '8.8.8.8']]) {
        const { lookup } = resolver(all);
        const guarded = createOutbound({ allowPrivateAddresses: false, lookup });
        await expect(guarded(`https://idp.example:${PORT}/`, GET)).rejects.toThrow(
          'public address',
        );
      }
    }
    const { lookup } = resolver([]);
    const guarded = createOutbound({ allowPrivateAddresses: false, lookup });
    await expect(guarded('https://idp.example/', GET)).rejects.toThrow('public address');
  });

  it('nothing of all that was connected to', () => {
    expect(connections).toBe(0);
  });
});

describe('answers', () => {
  const outbound = createOutbound({ allowPrivateAddresses: true });

  /** A server for one test, and how often it was asked. */
  async function withServer(
    listener: RequestListener,
    use: (url: string, count: () => number) => Promise<void>,
  ): Promise<void> {
    let count = 0;
    const server = createHttpServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
      count += 1;
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, HOME, resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await use(`http://${HOME}:${port}/`, () => count);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('the address that was looked at is the one that is connected to (rebinding)', async () => {
    await withServer(
      ({ headers }, response) => response.end(headers.host),
      async (url, count) => {
        const { asked, lookup } = resolver([HOME], ['169.254.169.254']);
        const guarded = createOutbound({ allowPrivateAddresses: true, lookup });
        const named = url.replace(HOME, 'idp.example');
        const response = await guarded(named, GET);
        expect(await response.text()).toBe(new URL(named).host);
        expect(asked).toEqual(['idp.example']);
        expect(count()).toBe(1);
        // Each connection looks for itself.
        await expect(guarded(named, GET)).rejects.toThrow('public address');
        expect(count()).toBe(1);
      },
    );
  });

  it.each([301, 302, 303, 307, 308, 300, 304])('%i is not followed', async (status) => {
    await withServer(
      (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end(),
      async (url, count) => {
        await expect(outbound(url, GET)).rejects.toThrow('redirects are not followed');
        expect(count()).toBe(1);
      },
    );
  });

  it('are read up to 64 KiB, and no further', async () => {
    const size = { now: 64 * 1024 };
    await withServer(
      (_request, response) => response.end('x'.repeat(size.now)),
      async (url) => {
        expect((await (await outbound(url, GET)).text()).length).toBe(size.now);
        size.now += 1;
        await expect(outbound(url, GET)).rejects.toThrow('more than 65536 bytes');
      },
    );
    await withServer(
      (_request, response) => {
        const more = () => response.write('x'.repeat(16_384), () => setImmediate(more));
        more();
      },
      async (url) => {
        await expect(outbound(url, GET)).rejects.toThrow('more than 65536 bytes');
      },
    );
  });

  it('have a head of 16 KiB at most, and no coding that was not asked for', async () => {
    await withServer(
      (_request, response) => response.setHeader('x', 'x'.repeat(17_000)).end(),
      async (url) => {
        await expect(outbound(url, GET)).rejects.toThrow('cannot be reached');
      },
    );
    await withServer(
      (request, response) => {
        expect(request.headers['accept-encoding']).toBe('identity');
        response.setHeader('content-encoding', 'gzip').end('x');
      },
      async (url) => {
        await expect(outbound(url, GET)).rejects.toThrow('coding');
      },
    );
  });

  it('are waited for only so long: before they come, and while they come', async () => {
    const listeners: RequestListener[] = [() => {}, (_request, response) => response.write('x')];
    for (const listener of listeners) {
      await withServer(listener, async (url) => {
        const signal = AbortSignal.timeout(50);
        await expect(outbound(url, { ...GET, signal })).rejects.toThrow('did not answer in time');
      });
    }
  });

  it('carry what was sent, and its answer back', async () => {
    await withServer(
      (request, response) => {
        let text = '';
        request.on('data', (chunk) => (text += chunk));
        request.on('end', () => response.writeHead(400, { 'x-it': 'yes' }).end(text));
      },
      async (url) => {
        const body = new URLSearchParams({ a: 'b c' });
        const response = await outbound(url, { method: 'POST', headers: {}, body });
        expect(response.status).toBe(400);
        expect(response.headers.get('x-it')).toBe('yes');
        expect(await response.text()).toBe('a=b+c');
      },
    );
  });
});
