import { registerEnumType } from 'type-graphql';

/** Makes a GraphQL enum of a list of words; `values` describes those that need it. */
export function enumType<Word extends string>(
  name: string,
  description: string,
  words: readonly Word[],
  values: Partial<Record<Word, string>> = {},
): Record<Word, Word> {
  const type = Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>;
  const valuesConfig = Object.fromEntries(
    words.filter((word) => values[word]).map((word) => [word, { description: values[word]! }]),
  );
  registerEnumType(type, { name, description, valuesConfig: valuesConfig as Record<Word, { description: string }> });
  return type;
}
