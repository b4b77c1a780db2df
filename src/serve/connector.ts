import { Arg, Authorized, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { descriptionsOf } from '../land/stream-description.ts';
import type { Context, Site } from './context.ts';
import { enumType } from './enum-type.ts';

const ConnectorKind = enumType('ConnectorKind', 'The kinds of system a connector talks to.', [
  'SHOP',
  'ADS',
  'HELPDESK',
  'CRM',
  'MARKETING',
  'ANALYTICS',
  'FILE',
  'DATABASE',
  'FOREIGN',
]);

@ObjectType({ description: 'One kind of record that a connector can read.', simpleResolvers: true })
export class ConnectorStream {
  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: 'What its records become: customer, order, line …' })
  entities!: readonly string[];

  @Field(() => Boolean)
  personalData!: boolean;

  @Field(() => Boolean, { description: 'Whether the company collected it itself.' })
  firstParty!: boolean;

  @Field(() => [String], { description: "What the credentials must be allowed, in the vendor's words." })
  scopes!: readonly string[];
}

@ObjectType({ description: 'A plugin that can read from one kind of system.', simpleResolvers: true })
export class Connector {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  version!: string;

  @Field(() => ConnectorKind)
  kind!: string;

  @Field(() => String, { description: 'JSON Schema of the settings it needs.' })
  settingsSchema!: string;

  @Field(() => [String], { description: 'The settings that nobody can read once they are given.' })
  secrets!: readonly string[];

  @Field(() => [ConnectorStream], {
    nullable: true,
    description: 'What it can read, in the order in which it is read. Null where that depends on the settings.',
  })
  streams!: ConnectorStream[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'How its webhooks are set up at the vendor; {url} stands for the address. Null where it takes none.',
  })
  webhookSetup!: string | null;

  @Field(() => String, { nullable: true })
  docsUrl!: string | null;
}

const describe = (info: Site['connectors'][number]): Connector => ({
  key: info.id,
  name: info.title,
  version: info.version,
  kind: info.kind,
  settingsSchema: JSON.stringify(info.settings),
  secrets: info.secrets ?? [],
  streams: streamsOf(info),
  webhookSetup: info.webhooks?.setup ?? null,
  docsUrl: info.docs ?? null,
});

/** What does not depend on the settings can be said without any. */
function streamsOf(info: Site['connectors'][number]): ConnectorStream[] | null {
  try {
    return descriptionsOf(info.streams({}));
  } catch {
    return null;
  }
}

/** The connector of that key, null where it is not installed here. */
export function connectorOf(context: Context, key: string): Connector | null {
  const info = context.site.connectors.find(({ id }) => id === key);
  return info ? describe(info) : null;
}

@Resolver(() => Connector)
export class ConnectorResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Connector], { nullable: true, description: 'The plugins that are installed here.' })
  connectors(@Ctx() context: Context): Connector[] {
    return context.site.connectors.map(describe);
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => Connector, { nullable: true, description: 'Null where no plugin of that key is installed here.' })
  connector(@Ctx() context: Context, @Arg('key', () => String) key: string): Connector | null {
    return connectorOf(context, key);
  }
}
