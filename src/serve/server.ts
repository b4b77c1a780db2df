import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { GraphQLError } from 'graphql';
import { ClientelaError, expected } from '../errors.ts';
import type { Receive } from '../land/webhook/receive.ts';
import type { Store } from '../store/store.ts';
import { type ConnectorInfo, Context, authenticate } from './context.ts';
import { graphiql } from './graphiql.ts';
import { limits, queryLimits } from './limits.ts';
import { bodyErrors, nothingHere, securityHeaders } from './http.ts';
import { formatError, identifyRequest, unauthenticatedStatus } from './masking.ts';
import { buildApi } from './schema.ts';
import { webhooks } from './webhook.ts';

export interface ServerOptions {
  store: Store;
  /** What the API tells about the kinds of systems that can be connected. */
  connectors?: readonly ConnectorInfo[];
  /** Takes what vendors tell by themselves. */
  receive?: Receive;
  /** Where the server is reached from outside; where it listens, where left out. */
  publicUrl?: string | null;
  host: string;
  /** 0 takes any free port. */
  port: number;
}

export interface RunningServer {
  /** "http://127.0.0.1:4000" */
  url: string;
  /** Answers what is under way, then closes. */
  stop(): Promise<void>;
}

/** Serves GraphQL at /graphql, GraphiQL at /, vendors at /webhooks and /health. Throws BAD_SETTING where the port cannot be taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, connectors = [], receive, publicUrl = null, host, port } = options;
  const app = express();
  const http = createServer(app);
  const apollo = new ApolloServer<Context>({
    schema: buildApi(),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: limits.recursiveSelections,
    parseOptions: { maxTokens: limits.tokens },
    formatError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http }),
      queryLimits,
      unauthenticatedStatus,
    ],
  });
  await apollo.start();

  app.disable('x-powered-by');
  app.use(securityHeaders);
  app.get('/health', (_, response) => void response.json({ status: 'ok' }));
  app.get('/', graphiql());
  app.use(
    '/graphql',
    express.json({ limit: limits.bodyBytes }),
    identifyRequest,
    expressMiddleware(apollo, {
      context: async ({ req }) => {
        const caller = await authenticate(store.em(), req.headers.authorization).catch(refuse);
        return new Context(store, connectors, caller);
      },
    }),
  );
  if (receive) app.post('/webhooks/:source', webhooks(receive, publicUrl));
  app.use(nothingHere);
  app.use(bodyErrors);

  http.listen(port, host);
  try {
    await once(http, 'listening');
  } catch (error) {
    await apollo.stop();
    throw listenError(error, host, port);
  }
  const { port: taken } = http.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, stop: () => apollo.stop() };
}

/** Apollo answers 500 to what the context throws, unless the error says otherwise. */
function refuse(error: unknown): never {
  if (!(error instanceof ClientelaError)) throw error;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: error.status } } });
}

const refusals: Record<string, { name: 'HOST' | 'PORT'; reason: string }> = {
  EADDRINUSE: { name: 'PORT', reason: 'another program listens there; set another one, or 0 for any that is free' },
  EACCES: { name: 'PORT', reason: 'this user may not listen there; set one above 1023' },
  EADDRNOTAVAIL: { name: 'HOST', reason: 'this machine has no such address' },
  ENOTFOUND: { name: 'HOST', reason: 'there is no such host' },
};

function listenError(error: unknown, host: string, port: number): unknown {
  const refusal = refusals[(error as NodeJS.ErrnoException).code ?? ''];
  if (!refusal) return error;
  return expected('BAD_SETTING', { ...refusal, value: refusal.name === 'PORT' ? port : host });
}
