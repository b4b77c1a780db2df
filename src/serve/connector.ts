import { Authorized, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import type { ConnectorInfo, Context } from './context.ts';
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

  @Field(() => String, { nullable: true })
  docsUrl!: string | null;
}

const describe = ({ id, title, version, kind, settings, docs }: ConnectorInfo): Connector => ({
  key: id,
  name: title,
  version,
  kind,
  settingsSchema: JSON.stringify(settings),
  docsUrl: docs ?? null,
});

export function connectorOf(context: Context, key: string): Connector | null {
  const info = context.connectors.find(({ id }) => id === key);
  return info ? describe(info) : null;
}

@Resolver(() => Connector)
export class ConnectorResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Connector], { nullable: true, description: 'The plugins that are installed here.' })
  connectors(@Ctx() context: Context): Connector[] {
    return context.connectors.map(describe);
  }
}
