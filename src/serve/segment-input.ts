import { Field, ID, InputType } from 'type-graphql';
import { CustomerFilterInput } from './customer-filter.ts';

@InputType({ description: 'A name, and one of `filter`, `customers` and `snapshotOf`.' })
export class CreateSegmentInput {
  @Field(() => String)
  name!: string;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'Whoever this finds, at any time.' })
  filter?: CustomerFilterInput | null;

  @Field(() => [ID], { nullable: true, description: 'A list of these customers, at most 1000 at once.' })
  customers?: string[] | null;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'A list of those whom this finds now.' })
  snapshotOf?: CustomerFilterInput | null;
}

@InputType()
export class UpdateSegmentInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'As it was, where left out.' })
  name?: string | null;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'As it was, where left out. A list has none.' })
  filter?: CustomerFilterInput | null;
}

@InputType({ description: 'Customers to put on a list and to take off it, at most 1000 each.' })
export class ChangeSegmentMembersInput {
  @Field(() => ID)
  id!: string;

  @Field(() => [ID], { nullable: true })
  add?: string[] | null;

  @Field(() => [ID], { nullable: true })
  remove?: string[] | null;
}

@InputType()
export class DeleteSegmentInput {
  @Field(() => ID)
  id!: string;
}
