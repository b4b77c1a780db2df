import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Request } from 'express';
import { GraphQLError } from 'graphql';
import { ClientelaError, expected } from '../errors.ts';
import type { SourceDesk } from '../land/desk.ts';
import { watchRuns } from '../land/queue/run-news.ts';
import type { Receive } from '../land/webhook/receive.ts';
import { watchFound } from '../measure/alerts/news.ts';
import type { AlertDesk } from '../notify/desk.ts';
import type { Store } from '../store/store.ts';
import { Context, type Site, authenticate } from './context.ts';
import { eventStream } from './event-stream.ts';
import { graphiql } from './graphiql.ts';
import { limits, queryLimits } from './limits.ts';
import { bodyErrors, nothingHere, securityHeaders, wantsEvents } from './http.ts';
import { formatError, identifyRequest, unauthenticatedStatus } from './masking.ts';
import { NewsWatch } from './news-watch.ts';
import { buildApi } from './schema.ts';
import { webhooks } from './webhook.ts';

export interface ServerOptions {
  store: Store;
  /** What the API tells about the kinds of systems that can be connected. */
  connectors: Site['connectors'];
  /** Where sources are connected and changed. */
  desk: SourceDesk;
  /** Where webhooks for alerts are made and changed. */
  alerts: AlertDesk;
  /** Takes what vendors tell by themselves. */
  receive: Receive;
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

/** Serves GraphQL at /graphql, its subscriptions at /graphql/stream, GraphiQL at /, webhooks at /webhooks, and /health. Throws BAD_SETTING where the port cannot be taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, connectors, desk, alerts, receive, publicUrl = null, host, port } = options;
  const app = express();
  const http = createServer(app);
  const schema = buildApi();
  const runs = new NewsWatch((tell, signal) =>
    watchRuns(store.url, ({ workspaceId, runId }) => tell(`${workspaceId} ${runId}`), signal),
  );
  const found = new NewsWatch((tell, signal) => watchFound(store.url, tell, signal));
  const contextOf = async (request: Request) => {
    const caller = await authenticate(store.em(), request.headers.authorization);
    return new Context(
      store,
      { connectors, desk, alerts, runs, found, publicUrl: publicUrl ?? addressOf(http, host) },
      caller,
    );
  };
  const apollo = new ApolloServer<Context>({
    schema,
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
  const events = [
    express.json({ limit: limits.bodyBytes, type: () => true }),
    identifyRequest,
    eventStream({ apollo, schema, contextOf }),
  ];
  app.use('/graphql/stream', ...events);
  // GraphiQL subscribes at the address at which it asks.
  app.get('/graphql', wantsEvents, ...events);
  app.use(
    '/graphql',
    express.json({ limit: limits.bodyBytes }),
    identifyRequest,
    expressMiddleware(apollo, {
      context: ({ req }) => contextOf(req).catch(refuse),
    }),
  );
  app.post('/webhooks/:source', webhooks(receive, publicUrl));
  app.use(nothingHere);
  app.use(bodyErrors);

  http.listen(port, host);
  try {
    await once(http, 'listening');
  } catch (error) {
    await apollo.stop();
    throw listenError(error, host, port);
  }
  return {
    url: addressOf(http, host),
    stop() {
      runs.close();
      found.close();
      return apollo.stop();
    },
  };
}

function addressOf(http: Server, host: string): string {
  const { port } = http.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
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
