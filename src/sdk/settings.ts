import { z } from 'zod';
import { FieldError } from './field-error.ts';
import type { Json } from './record.ts';

/** What settings are described with: zod's, whose versions must not mix. */
export { z };

/** `settings` and `parse` of a connector, from a schema of its settings; errors name the setting at fault. */
export function settingsOf<Schema extends z.ZodType>(
  title: string,
  schema: Schema,
): { settings: Json; parse(written: unknown): z.output<Schema> } {
  return {
    settings: z.toJSONSchema(schema, { io: 'input' }) as Json,
    parse(written) {
      const parsed = schema.safeParse(written);
      if (parsed.success) return parsed.data;
      const { path, message, ...issue } = parsed.error.issues[0]!;
      if (issue.code === 'unrecognized_keys') throw new FieldError(issue.keys[0]!, `is no setting of ${title}`);
      throw new FieldError(path.join('.') || 'settings', message);
    },
  };
}
