import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { Category, loadCategory } from './category.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { Money, money } from './money.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';

@ObjectType({ description: 'A thing that can be bought.', implements: Node, simpleResolvers: true })
export class Product extends Node {
  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  sku!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is on sale. Null where the source does not say.' })
  published!: boolean | null;

  categoryId!: string | null;
  amount!: string | null;
  currency!: string | null;
}

const ProductConnection = connectionType('Product', () => Product);
const columns = sql`p.id, p.title, p.sku, p.published, p.category_id as "categoryId", p.price as amount, p.currency`;

/** The product with that id, null where the workspace has none. */
export const loadProduct = (context: Context, id: string): Promise<Product | null> =>
  context.batch('product', id, async (ids) => {
    const rows = await context.rows(sql<Product>`
      select ${columns} from products p where p.workspace_id = ${context.workspaceId} and p.id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => Product)
export class ProductResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Product, { nullable: true })
  async product(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Product> {
    const product = await loadProduct(context, idOf('Product', id, 'id'));
    if (!product) throw unknownId('Product', id, 'id');
    return product;
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => ProductConnection, { nullable: true, description: 'Products by title.' })
  async products(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Part of the title, or the SKU.' })
    search: string | null,
  ): Promise<Connection<Product & PagedRow>> {
    const page = pageOf(args, { name: 'products', value: sql`p.title`, type: 'text', id: sql`p.id` });
    const wanted = search
      ? sql`(position(lower(${search}) in lower(p.title)) > 0 or lower(p.sku) = lower(${search}))`
      : sql`true`;
    const of = sql<boolean>`p.workspace_id = ${context.workspaceId} and ${wanted}`;
    const rows = await context.rows(sql<Product & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from products p
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`products p where ${of}`));
  }

  @FieldResolver(() => Money, { nullable: true, description: 'List price.' })
  price(@Root() { amount, currency }: Product): Money | null {
    return currency ? money(amount, currency) : null;
  }

  @FieldResolver(() => Category, { nullable: true })
  category(@Root() { categoryId }: Product, @Ctx() context: Context): Promise<Category | null> | null {
    return categoryId ? loadCategory(context, categoryId) : null;
  }
}
