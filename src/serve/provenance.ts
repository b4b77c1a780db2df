import { Ctx, Field, FieldResolver, Int, InterfaceType, ObjectType, Resolver, Root } from 'type-graphql';
import type { Provenance as FigureProvenance } from '../measure/metric.ts';
import type { Context } from './context.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';
import { SyncRun, loadLastRun } from './sync-run.ts';

@ObjectType({ description: "One source's share in a figure.", simpleResolvers: true })
export class ProvenanceInput {
  @Field(() => String)
  stream!: string;

  @Field(() => Int, { description: 'How many of its records are in the figure.' })
  rows!: number;

  sourceId!: string;
}

@ObjectType({
  description: 'Where a figure comes from, how it was worked out and how fresh it is.',
  simpleResolvers: true,
})
export class Provenance {
  @Field(() => String, { description: 'The method and its version, such as "net-sales@1".' })
  method!: string;

  @Field(() => String, { description: 'How it is worked out, in words, with its edge cases.' })
  formula!: string;

  @Field(() => DateTimeScalar)
  computedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The latest event read. Null before any.' })
  dataThrough!: Date | null;

  @Field(() => [ProvenanceInput], { description: 'The sources that fed it.' })
  inputs!: ProvenanceInput[];

  @Field(() => [String], { description: 'What the reader must know about this very answer.' })
  notes!: string[];
}

@InterfaceType({ description: 'A figure that was worked out rather than read: it can always say where it came from.' })
export abstract class Computed {
  @Field(() => Provenance)
  provenance!: FigureProvenance | (() => Promise<FigureProvenance>);
}

/** For figures of many objects that share one provenance: it is read when first asked for, and once. */
export function readOnce(read: () => Promise<FigureProvenance>): () => Promise<FigureProvenance> {
  let provenance: Promise<FigureProvenance> | undefined;
  return () => (provenance ??= read());
}

@Resolver(() => ProvenanceInput)
export class ProvenanceInputResolver {
  @FieldResolver(() => Source, { nullable: true })
  source(@Root() input: ProvenanceInput, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, input.sourceId);
  }

  @FieldResolver(() => SyncRun, { nullable: true })
  lastRun(@Root() input: ProvenanceInput, @Ctx() context: Context): Promise<SyncRun | null> {
    return loadLastRun(context, input.sourceId);
  }
}
