import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { RequestHandler } from 'express';

const defaultQuery = `# Clientela answers in GraphQL. Press the play button, or Ctrl-Enter.
query Start {
  workspace {
    name
    simulated
    currency
  }
  metric(key: "revenue", period: { last: "P365D" }, grain: MONTH) {
    total {
      value
    }
    series {
      period
      value
    }
  }
  customers(first: 5, sort: { key: REVENUE }) {
    totalCount
    nodes {
      id
      value {
        revenue {
          amount
          currency
        }
      }
      rfm {
        group
      }
      lifecycle {
        stage
      }
    }
  }
}
`;

/** Takes the key from the address (#key=clk_…), keeps it in this browser and takes it off the address. */
const keyScript = `
function clientelaHeaders() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) history.replaceState(null, '', location.pathname + location.search);
  if (given && given !== localStorage.getItem('clientela:key')) {
    localStorage.setItem('clientela:key', given);
    // Open tabs remember the headers of the key before.
    localStorage.removeItem('graphiql:tabState');
  }
  return JSON.stringify({ Authorization: 'Bearer ' + (localStorage.getItem('clientela:key') ?? '') }, null, 2);
}`;

/** GraphiQL in one page that needs nothing from elsewhere. */
export function graphiql(): RequestHandler {
  const marker = '{{headers}}';
  const page = renderGraphiQL({ title: 'Clientela', endpoint: '/graphql', defaultQuery, headers: marker })
    .replace('<div id="root"></div>', () => `<div id="root"></div><script>${keyScript}</script>`)
    .replace(JSON.stringify(marker), () => 'clientelaHeaders()');
  const etag = `W/"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`;
  // Nine megabytes: compressed once, when first asked for.
  const encoders = {
    br: () => promisify(brotliCompress)(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    gzip: () => promisify(gzip)(page),
    identity: async () => Buffer.from(page),
  };
  const bodies = new Map<keyof typeof encoders, Promise<Buffer>>();

  return async (request, response) => {
    const encoding = request.acceptsEncodings('br', 'gzip', 'identity') || 'identity';
    const known = encoding as keyof typeof encoders;
    if (!bodies.has(known)) bodies.set(known, encoders[known]());
    response.set({ 'cache-control': 'no-cache', vary: 'accept-encoding', etag });
    if (known !== 'identity') response.set('content-encoding', known);
    response.type('html').send(await bodies.get(known));
  };
}
