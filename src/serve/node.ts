import type { GraphQLResolveInfo } from 'graphql';
import { Field, FieldResolver, ID, Info, InterfaceType, Resolver, Root } from 'type-graphql';
import { globalId } from './global-id.ts';

@InterfaceType({
  description: 'Anything that can be fetched again by its global ID.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque; unique over all types.' })
  id!: string;
}

@Resolver(() => Node)
export class NodeResolver {
  @FieldResolver(() => ID)
  id(@Root() node: Node, @Info() info: GraphQLResolveInfo): string {
    return globalId(info.parentType.name, node.id);
  }
}
