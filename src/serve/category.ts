import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { Node } from './node.ts';

@ObjectType({ description: 'A shelf of the catalogue.', implements: Node, simpleResolvers: true })
export class Category extends Node {
  @Field(() => String)
  name!: string;

  parentId!: string | null;
}

/** The category with that id, null where the workspace has none. */
export const loadCategory = (context: Context, id: string): Promise<Category | null> =>
  context.batch('category', id, async (ids) => {
    const rows = await context.rows(sql<Category>`
      select id, name, parent_id as "parentId" from categories
       where workspace_id = ${context.workspaceId} and id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => Category)
export class CategoryResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Category, { nullable: true })
  async category(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Category> {
    const category = await loadCategory(context, idOf('Category', id, 'id'));
    if (!category) throw unknownId('Category', id, 'id');
    return category;
  }

  @FieldResolver(() => Category, { nullable: true })
  parent(@Root() { parentId }: Category, @Ctx() context: Context): Promise<Category | null> | null {
    return parentId ? loadCategory(context, parentId) : null;
  }
}
