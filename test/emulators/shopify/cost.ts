import { type DocumentNode, getNamedType, type GraphQLNamedType, isCompositeType, isLeafType, Kind } from 'graphql';
import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType, type SelectionSetNode } from 'graphql';

type Variables = Record<string, unknown>;

/**
 * What a query costs: an object a point, a connection by its size, a mutation ten. Shopify counts 250 variants with their
 * inventory items as 25 points; the square root of the size, as here, is a little dearer.
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, variables: Variables): number {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)!;
  const root = schema.getRootType(operation.operation)!;
  const base = operation.operation === 'mutation' ? 10 : 0;
  return base + selectionCost(operation.selectionSet, root);

  function selectionCost({ selections }: SelectionSetNode, type: GraphQLNamedType): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + fieldCost(selection, type);
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('the emulator knows no named fragments');
      const narrowed = selection.typeCondition ? schema.getType(selection.typeCondition.name.value)! : type;
      return sum + selectionCost(selection.selectionSet, narrowed);
    }, 0);
  }

  function fieldCost(field: FieldNode, parent: GraphQLNamedType): number {
    const name = field.name.value;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!type || isLeafType(type) || !isCompositeType(type) || !field.selectionSet) return 0;
    const children = selectionCost(field.selectionSet, type);
    if (type.name === 'PageInfo') return 0;
    if (type.name.endsWith('Connection')) return Math.ceil(Math.sqrt(Number(argument(field, 'first') ?? 1)) * children);
    const ids = argument(field, 'ids');
    if (type.name.endsWith('Edge')) return children;
    return Array.isArray(ids) ? ids.length * (1 + children) : 1 + children;
  }

  function argument(field: FieldNode, name: string): unknown {
    const value = field.arguments?.find((each) => each.name.value === name)?.value;
    if (value?.kind === Kind.VARIABLE) return variables[value.name.value];
    return value?.kind === Kind.INT ? Number(value.value) : undefined;
  }
}

/** A leaky bucket, in the emulator's time. */
export class Bucket {
  private available: number;
  private at: number;

  constructor(
    private readonly maximum: number,
    readonly restoreRate: number,
    private readonly now: () => number,
  ) {
    this.available = maximum;
    this.at = now();
  }

  /** Takes so many points where they are there. */
  take(points: number): boolean {
    this.available = Math.min(this.maximum, this.available + ((this.now() - this.at) / 1000) * this.restoreRate);
    this.at = this.now();
    if (points > this.available) return false;
    this.available -= points;
    return true;
  }

  status() {
    return {
      maximumAvailable: this.maximum,
      currentlyAvailable: Math.floor(this.available),
      restoreRate: this.restoreRate,
    };
  }
}
