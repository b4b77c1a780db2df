import { type ClassType, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where one page of a connection starts and ends.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** One page of a list. The whole list is counted only when `totalCount` is asked for. */
export interface Connection<Row> {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: PageInfo;
  totalCount: () => Promise<number>;
}

/** Builds the GraphQL types `<name>Connection` and `<name>Edge`. */
type AbstractClass = abstract new () => object;

export function connectionType(name: string, node: () => ClassType | AbstractClass): ClassType {
  @ObjectType(`${name}Edge`, { description: 'One of a page, with the place where it stands.', simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Hand it to `after` to read on from here.' })
    cursor!: string;

    @Field(node)
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: 'One page of a list.', simpleResolvers: true })
  class Page {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => [node()], { description: 'The same as `edges`, without the cursors.' })
    nodes!: unknown[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many there are on all pages together.' })
    totalCount!: number;
  }
  return Page;
}
