import { z } from 'zod';
import {
  count,
  country,
  currency,
  day,
  decimal,
  drafts,
  type DraftType,
  instant,
  timeZone,
} from '../../src/sdk/index.ts';

/** What a draft's field holds, as far as reading it from text differs. */
export type FieldKind =
  | { name: 'text' | 'decimal' | 'instant' | 'day' | 'count' | 'flag' | 'code' | 'json' }
  | { name: 'choice'; choices: readonly string[] };

export interface DraftField {
  kind: FieldKind;
  required: boolean;
}

const byType = new Map<DraftType, Map<string, DraftField>>();

/** The fields of a draft type, from its schema. */
export function draftFields(type: DraftType): ReadonlyMap<string, DraftField> {
  let fields = byType.get(type);
  if (fields === undefined) {
    const shape: Record<string, z.core.$ZodType> = drafts[type].shape;
    fields = new Map(Object.entries(shape).map(([name, schema]) => [name, describe(schema)]));
    byType.set(type, fields);
  }
  return fields;
}

function describe(schema: z.core.$ZodType): DraftField {
  const required = !(schema instanceof z.ZodOptional);
  return { kind: kindOf(required ? schema : schema.unwrap()), required };
}

function kindOf(schema: z.core.$ZodType): FieldKind {
  if (schema === decimal) return { name: 'decimal' };
  if (schema === instant) return { name: 'instant' };
  if (schema === day) return { name: 'day' };
  if (schema === count) return { name: 'count' };
  if (schema === currency || schema === country) return { name: 'code' };
  if (schema === timeZone) return { name: 'text' };
  if (schema instanceof z.ZodBoolean) return { name: 'flag' };
  if (schema instanceof z.ZodEnum) return { name: 'choice', choices: Object.values(schema.enum).map(String) };
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodArray) return { name: 'json' };
  return { name: 'text' };
}
